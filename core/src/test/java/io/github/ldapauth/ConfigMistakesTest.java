// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Mistakes.mistakesOf;
import static io.github.ldapauth.fixture.Nothing.nothing;
import static io.github.ldapauth.group.GroupQuery.allOf;
import static io.github.ldapauth.group.GroupQuery.anyOf;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static io.github.ldapauth.group.GroupQuery.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.entry.AttributeReader;
import io.github.ldapauth.entry.SearchScope;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.Nothing;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.group.GroupSearchLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.properties.LdapAuthProperties;
import io.github.ldapauth.role.RoleMapping;
import io.github.ldapauth.role.RoleMappingBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every mistake is reported when the configuration is built, naming the setting and the value. */
class ConfigMistakesTest {

  private static final LdapServer SERVER = LdapServer.ldaps("ldap.example.com");
  private static final UserSearchLookup BY_UID = UserLookup.search(PEOPLE, "(uid={username})");
  private static final GroupSearchLookup LOOKUP =
      GroupLookup.search(GROUPS, GroupType.groupOfNames());
  private static final Map<String, String> NO_TEXTS = nothing();
  private static final Properties NO_PROPERTIES = nothing();

  static Stream<Arguments> servers() {
    return Stream.of(
        arguments(LdapServer.ldaps(), "LdapServer.ldaps: names no host"),
        arguments(LdapServer.ldaps(""), "LdapServer.ldaps \"\": is empty"),
        arguments(LdapServer.ldaps((String) null), "LdapServer.ldaps: is missing"),
        arguments(LdapServer.url((String) null), "LdapServer.url: is missing"),
        arguments(
            LdapServer.ldaps("ldap.example.com:0"), "LdapServer.ldaps \"ldap.example.com:0\""),
        arguments(LdapServer.ldaps("ldap.example.com:65536"), "65536"),
        arguments(LdapServer.ldaps("ldap.example.com:ldaps"), "not a server"),
        arguments(LdapServer.ldaps("ldap://ldap.example.com"), "is not ldaps"),
        arguments(LdapServer.startTls("ldaps://ldap.example.com"), "ldaps together with StartTLS"),
        arguments(LdapServer.insecure("ldaps://ldap.example.com"), "use LdapServer.ldaps"),
        arguments(
            LdapServer.url("ldap://ldap.example.com"),
            "LdapServer.url \"ldap://ldap.example.com\": would send passwords in clear text; use"
                + " LdapServer.ldaps, LdapServer.startTls or, if it must be, LdapServer.insecure"),
        arguments(LdapServer.url("localhost"), "has no scheme; write ldaps://localhost"),
        arguments(LdapServer.url(), "LdapServer.url: names no host"),
        arguments(LdapServer.url("ldap://127.0.0.1.example.com"), "clear text"),
        arguments(LdapServer.url("ldap://localhost.example.com"), "clear text"),
        arguments(LdapServer.url("ldaps://a", "ldap://localhost"), "in the same way"),
        arguments(LdapServer.url("ldap://localhost", "ldaps://a"), "in the same way"),
        arguments(LdapServer.url("http://ldap.example.com"), "not a server"),
        arguments(LdapServer.url("ldaps:///"), "names no host"),
        arguments(LdapServer.ldaps("ldap.example.com:"), "not a server"),
        arguments(
            LdapServer.ldaps("ldap.example.com", "636"), "\"636\": is a port; write host:port"),
        arguments(LdapServer.ldaps("a, b"), "\"a, b\": is several servers in one; give each as"),
        arguments(LdapServer.ldaps("a b"), "several servers"),
        arguments(LdapServer.ldaps("a;b"), "several servers"),
        arguments(LdapServer.ldaps("ldaps://a ldaps://b"), "several servers"),
        arguments(LdapServer.ldaps("${LDAP_HOST}"), "is a placeholder that nobody replaced"),
        arguments(LdapServer.url("ldaps://${LDAP_HOST}:636"), "a placeholder that nobody"),
        arguments(LdapServer.ldaps("::1"), "is an IPv6 address without brackets; write [::1]"),
        arguments(LdapServer.ldaps("[::g]"), "not a host name"),
        arguments(LdapServer.ldaps("2001:db8::1"), "without brackets"),
        arguments(LdapServer.url("ldapi:///"), "ldapi is not supported"),
        arguments(LdapServer.startTls("ldapi://%2Frun%2Fslapd"), "ldapi is not supported"),
        arguments(LdapServer.ldaps("ldäp.example.com"), "not a host name"),
        arguments(LdapServer.ldaps("ldap..example.com"), "not a host name"),
        arguments(LdapServer.ldaps("ldap.example.com "), "not a host name"),
        arguments(LdapServer.ldaps("192.0.2.256"), "not a host name"),
        arguments(LdapServer.url("ldaps://ldap.example.com/dc=example"), "only scheme, host"),
        arguments(LdapServer.url("ldaps://ldap.example.com/?uid"), "only scheme, host"),
        arguments(LdapServer.url("ldaps://ldap.example.com/???(uid=a)"), "only scheme, host"),
        arguments(SERVER.connectTimeout(Duration.ZERO), "LdapServer.connectTimeout PT0S"),
        arguments(SERVER.responseTimeout(Duration.ofDays(1)), "LdapServer.responseTimeout PT24H"),
        arguments(SERVER.responseTimeout(Duration.ofNanos(999_999)), "PT0.000999999S"),
        arguments(SERVER.maxConnections(0), "LdapServer.maxConnections 0"),
        arguments(
            SERVER.trustedCertificates(Path.of("no-such-file.pem")),
            "LdapServer.trustedCertificates: no-such-file.pem cannot be read (NoSuchFileException)"),
        arguments(
            LdapServer.insecure("a").sslContext(defaultContext()),
            "LdapServer.sslContext: there is no TLS"),
        arguments(
            SERVER.sslContext(defaultContext()).sslContext(defaultContext()),
            "trust is configured already"));
  }

  @ParameterizedTest
  @CsvSource({
    "ldap1.example.com, ldap1.example.com:636",
    "LDAP_1:1636, LDAP_1:1636",
    "ldap.example.com., ldap.example.com.:636",
    "3com, 3com:636",
    "192.0.2.1:1, 192.0.2.1:1",
    "[2001:db8::1], [2001:db8::1]:636",
    "[::1]:65535, [::1]:65535",
    "LDAPS://ldap.example.com:1636/, ldap.example.com:1636"
  })
  void aServerIsAHostNameOrAnAddress(String text, String server) {
    assertThat(LdapAuthConfig.builder(LdapServer.ldaps(text), BY_UID).build().server())
        .hasToString(server);
  }

  /** Text may be cut at commas and spaces, also inside of a password. */
  @Test
  void noPasswordInAnAddressIsShown() {
    for (LdapServer server :
        List.of(
            LdapServer.url("ldaps://svc:S3cret@ldap.example.com"),
            LdapServer.ldaps("ldaps://svc:S3cret!", "pw@ldap.example.com"),
            LdapServer.startTls("svc:S3cret@ldap.example.com:389"))) {
      assertThat(mistakesOf(LdapAuthConfig.builder(server, BY_UID)::build))
          .singleElement()
          .asString()
          .contains("user and password do not belong here; use serviceAccount(...)")
          .doesNotContain("S3cret");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"S3cret!", "P@S3cret", "P@S3cret.example", "D\\S3cret"})
  void swappedArgumentsOfTheServiceAccountShowNoPassword(String secret) {
    var builder = LdapAuthConfig.builder(SERVER, BY_UID).serviceAccount(secret, SERVICE);

    assertThat(mistakesOf(builder::build))
        .singleElement()
        .asString()
        .startsWith("serviceAccount name: not a DN, user@example.com or DOMAIN")
        .doesNotContain("S3cret");
  }

  static Stream<Arguments> nulls() {
    return Stream.of(
        arguments("server", (Runnable) () -> LdapAuthConfig.builder(nothing(), BY_UID)),
        arguments("users", (Runnable) () -> LdapAuthConfig.builder(SERVER, nothing())),
        arguments("named", config(c -> c.server("oslo", nothing()))),
        arguments("names", config(c -> c.attributes(Nothing.<String[]>nothing()))),
        arguments("groups", config(c -> c.groups(nothing()))),
        arguments("query", config(c -> c.require(nothing()))),
        arguments("query", config(c -> c.deny(nothing()))),
        arguments("choice", config(c -> c.chooseServer(nothing()))),
        arguments("cache", config(c -> c.cache(nothing(), Duration.ofHours(1)))),
        arguments("timeToLive", config(c -> c.cache(Nothing.<Duration>nothing()))),
        arguments("limit", config(c -> c.timeLimit(nothing()))),
        arguments("scope", (Runnable) () -> BY_UID.scope(nothing())),
        arguments("other", (Runnable) () -> BY_UID.or(nothing())),
        arguments("search", (Runnable) () -> UserLookup.bindName("{username}@x", nothing())),
        arguments("type", (Runnable) () -> GroupLookup.search(GROUPS, nothing())),
        arguments("scope", (Runnable) () -> LOOKUP.scope(nothing())),
        arguments("query", (Runnable) () -> not(nothing())),
        arguments("query", (Runnable) () -> allOf(memberOf(GROUPS), nothing())),
        arguments("query", (Runnable) () -> anyOf(memberOf(GROUPS), nothing())),
        arguments("queries", (Runnable) () -> anyOf(Nothing.<GroupQuery[]>nothing())),
        arguments("other", (Runnable) () -> memberOf(GROUPS).and(nothing())),
        arguments("other", (Runnable) () -> memberOf(GROUPS).or(nothing())),
        arguments("text", (Runnable) () -> GroupQuery.parse(nothing())),
        arguments("conversion", (Runnable) () -> AttributeReader.TEXT.map(nothing())),
        arguments("config", (Runnable) () -> LdapAuthenticator.create(nothing())),
        arguments("store", users(b -> LdapAuthenticator.builder(nobody(), nothing()))),
        arguments("reader", users(b -> b.attribute("sn", nothing(), (a, t) -> {}))),
        arguments("setter", users(b -> b.attribute("sn", nothing()))),
        arguments("query", users(b -> b.flag(nothing(), Account::setStaff))),
        arguments("setter", users(b -> b.flag(memberOf(GROUPS), nothing()))),
        arguments("guard", users(b -> b.guard(nothing()))),
        arguments("listener", users(b -> b.onPopulate(nothing()))),
        arguments("listener", users(b -> b.onOutcome(nothing()))),
        arguments("policy", users(b -> b.updateFields(nothing()))),
        arguments("policy", users(b -> b.updateRights(nothing()))),
        arguments("toDirectory", users(b -> b.translateUsernames(n -> n, nothing()))),
        arguments(
            "mirror", users(b -> b.mirrorGroups(nothing(), Account::groups, Account::setGroups))),
        arguments(
            "current",
            users(b -> b.mirrorGroups(GroupMirror.all(), nothing(), Account::setGroups))),
        arguments(
            "setter", users(b -> b.mirrorGroups(GroupMirror.all(), Account::groups, nothing()))),
        arguments("namesByDn", (Runnable) () -> GroupMirror.byDn(nothing())),
        arguments("names", (Runnable) () -> GroupMirror.only(Nothing.<String[]>nothing())),
        arguments("names", (Runnable) () -> GroupMirror.allExcept(Nothing.<String[]>nothing())),
        arguments("toApplication", users(b -> b.translateUsernames(nothing(), n -> n))),
        arguments(
            "authenticator",
            (Runnable) () -> SignInChain.<Account>builder().directory("one", nothing())),
        arguments(
            "method", (Runnable) () -> SignInChain.<Account>builder().method("one", nothing())),
        arguments(
            "name",
            (Runnable)
                () -> SignInChain.<Account>builder().method(nothing(), (name, p) -> nothing())),
        arguments("account", (Runnable) () -> new SignInMethod.Answer.Yes<>(nothing())),
        arguments("detail", (Runnable) () -> new SignInMethod.Answer.No<>(nothing())),
        arguments("config", (Runnable) () -> RoleMapping.<String>builder(nothing())),
        arguments("query", roles(b -> b.role(nothing(), "x"))),
        arguments("role", roles(b -> b.role(memberOf(GROUPS), nothing()))),
        arguments("names", roles(b -> b.groupNames(GROUPS, nothing(), Set::of))),
        arguments("names", roles(b -> b.groupNames(GROUPS, setOfNull(), Set::of))),
        arguments("roles", roles(b -> b.groupNames(GROUPS, Set.of("x"), nothing()))),
        arguments("prefix", roles(b -> b.groupNamePrefix(GROUPS, nothing(), Set::of))),
        arguments("roles", roles(b -> b.groupNamePrefix(GROUPS, "x", nothing()))),
        arguments("settings", (Runnable) () -> LdapAuthProperties.read(NO_TEXTS, "ldap.")),
        arguments("settings", (Runnable) () -> LdapAuthProperties.read(NO_PROPERTIES, "ldap.")),
        arguments("prefix", (Runnable) () -> LdapAuthProperties.read(Map.of(), nothing())),
        arguments(
            "key of settings", (Runnable) () -> LdapAuthProperties.read(mapOfNull(), "ldap.")));
  }

  private static Set<String> setOfNull() {
    return Collections.singleton(nothing());
  }

  private static Map<String, String> mapOfNull() {
    return Collections.singletonMap(nothing(), "x");
  }

  private static Runnable roles(Consumer<RoleMappingBuilder<String>> change) {
    return () -> change.accept(RoleMapping.builder(nobody()));
  }

  private static Runnable config(Consumer<LdapAuthConfigBuilder> change) {
    return () -> change.accept(LdapAuthConfig.builder(SERVER, BY_UID));
  }

  private static LdapAuthConfig nobody() {
    return LdapAuthConfig.builder(SERVER, BY_UID).build();
  }

  private static Runnable users(Consumer<LdapAuthenticatorBuilder<Account>> change) {
    return () -> change.accept(LdapAuthenticator.builder(nobody(), new AccountStore()));
  }

  @Test
  void theNameOfAGroupOrAttributeThatIsNullIsAMistakeLikeAnEmptyOne() {
    assertThat(
            mistakesOf(LdapAuthConfig.builder(SERVER, BY_UID).attributes("sn", nothing())::build))
        .containsExactly("attributes: is missing");
    var config = LdapAuthConfig.builder(SERVER, BY_UID).groups(LOOKUP).build();
    for (GroupMirror mirror :
        List.of(
            GroupMirror.byDn(Collections.singletonMap("cn=staff," + GROUPS, nothing())),
            GroupMirror.only("staff", nothing()),
            GroupMirror.allExcept("staff", nothing()))) {
      var builder =
          LdapAuthenticator.builder(config, new AccountStore())
              .mirrorGroups(mirror, Account::groups, Account::setGroups);
      assertThat(mistakesOf(builder::build))
          .singleElement()
          .asString()
          .contains("the name of a group is empty");
    }
  }

  @ParameterizedTest
  @MethodSource("nulls")
  void whatIsNullIsNamedAtOnce(String name, Runnable call) {
    assertThatNullPointerException().isThrownBy(call::run).withMessage(name);
  }

  private static SSLContext defaultContext() {
    try {
      return SSLContext.getDefault();
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void aMistakenServerIsNamed(LdapServer server, String mistake) {
    assertThat(mistakesOf(LdapAuthConfig.builder(server, BY_UID)::build))
        .singleElement()
        .asString()
        .contains(mistake);
  }

  static Stream<Arguments> settings() {
    return Stream.of(
        arguments(
            change(c -> c.serviceAccount("svc@corp", "secret")),
            "serviceAccount name: not a DN, user@example.com or DOMAIN\\name; not shown,"),
        arguments(
            change(c -> c.serviceAccount(SERVICE, Path.of("no-such-file"))),
            "serviceAccount password file: cannot be read"),
        arguments(change(c -> c.serviceAccount(SERVICE, "")), "serviceAccount password: is empty"),
        arguments(
            change(c -> c.serviceAccount(SERVICE, (String) null)),
            "serviceAccount password: is missing"),
        arguments(
            change(c -> c.serviceAccount(SERVICE, (Supplier<@Nullable String>) null)),
            "serviceAccount password: is missing"),
        arguments(
            change(c -> c.serviceAccount("", "secret")), "serviceAccount name \"\": is empty"),
        arguments(change(c -> c.serviceAccount(null, "secret")), "serviceAccount name: is missing"),
        arguments(
            change(c -> c.require(memberOf("cn=staff," + GROUPS))),
            "require (group=cn=staff,ou=groups,dc=example,dc=com): needs groups(...), in properties"
                + " group-search.base or member-of.attribute"),
        arguments(
            grouped(c -> c.require(memberOf("staff"))), "require memberOf \"staff\": not a DN"),
        arguments(grouped(c -> c.deny(memberOf(null))), "deny memberOf: is missing"),
        arguments(
            grouped(c -> c.deny(not(anyOf(memberOf("cn=x," + GROUPS), memberOf("admins"))))),
            "deny memberOf \"admins\": not a DN"),
        arguments(grouped(c -> c.require(allOf())), "require allOf: combines no queries"),
        arguments(
            grouped(c -> c.require(memberOf("cn=staff,ou=elsewhere,dc=example,dc=com"))),
            "require memberOf \"cn=staff,ou=elsewhere,dc=example,dc=com\": lies outside"),
        arguments(
            change(
                c ->
                    c.groups(
                            GroupLookup.search(GROUPS, GroupType.groupOfNames())
                                .scope(SearchScope.ONE_LEVEL))
                        .deny(memberOf("cn=suspended,ou=rules," + GROUPS))),
            "deny memberOf \"cn=suspended,ou=rules,ou=groups,dc=example,dc=com\": lies outside"),
        arguments(
            change(c -> c.groups(GroupLookup.search("groups", GroupType.groupOfNames()))),
            "GroupLookup.search base \"groups\": not a DN"),
        arguments(
            change(
                c ->
                    c.groups(GroupLookup.search(GROUPS, GroupType.groupOfNames()).filter("(cn=*"))),
            "GroupLookup.filter \"(cn=*\": not a filter"),
        arguments(
            change(
                c ->
                    c.groups(
                        GroupLookup.search(GROUPS, GroupType.groupOfNames()).nameAttribute("c n"))),
            "GroupLookup.nameAttribute \"c n\": not an attribute description"),
        arguments(
            change(c -> c.groups(GroupLookup.search(GROUPS, GroupType.memberDn("x)(cn=*")))),
            "GroupType.memberDn \"x)(cn=*\": not an attribute description"),
        arguments(
            change(
                c -> c.groups(GroupLookup.search(GROUPS, GroupType.groupOfNames()).maxGroups(0))),
            "GroupLookup.maxGroups 0"),
        arguments(
            change(c -> c.groups(GroupLookup.search(GROUPS, GroupType.groupOfNames().nested(-1)))),
            "GroupType.nested -1"),
        arguments(
            change(c -> c.groups(GroupLookup.memberOf(""))), "GroupLookup.memberOf \"\": is empty"),
        arguments(change(c -> c.attributes("mail", " ")), "attributes \"\": is empty"),
        arguments(
            change(c -> c.attributes("mail", "given name")),
            "attributes \"given name\": not an attribute description"),
        arguments(change(c -> c.timeLimit(Duration.ZERO)), "timeLimit PT0S"),
        arguments(change(c -> c.timeLimit(Duration.ofSeconds(-1))), "timeLimit PT-1S"),
        arguments(change(c -> c.timeLimit(Duration.ofMinutes(61))), "timeLimit PT1H1M"),
        arguments(change(c -> c.cache(Duration.ZERO)), "cache PT0S"),
        arguments(change(c -> c.cache(Duration.ofSeconds(-1))), "cache PT-1S"),
        arguments(change(c -> c.cache(Duration.ofHours(25))), "cache PT25H"));
  }

  private static Function<LdapAuthConfigBuilder, LdapAuthConfigBuilder> change(
      Function<LdapAuthConfigBuilder, LdapAuthConfigBuilder> change) {
    return change;
  }

  private static Function<LdapAuthConfigBuilder, LdapAuthConfigBuilder> grouped(
      Function<LdapAuthConfigBuilder, LdapAuthConfigBuilder> change) {
    return change.compose(c -> c.groups(GroupLookup.search(GROUPS, GroupType.groupOfNames())));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void aMistakenSettingIsNamed(
      Function<LdapAuthConfigBuilder, LdapAuthConfigBuilder> change, String mistake) {
    assertThat(mistakesOf(change.apply(LdapAuthConfig.builder(SERVER, BY_UID))::build))
        .singleElement()
        .asString()
        .contains(mistake);
  }

  /** A per cent sign is no placeholder before any word. */
  @Test
  void perCentSignsMayStandInFilters() {
    var users = UserLookup.search(PEOPLE, "(&(uid={username})(discount=50%staff))");
    assertThatCode(() -> LdapAuthConfig.builder(SERVER, users).build()).doesNotThrowAnyException();
  }

  static Stream<Arguments> lookups() {
    return Stream.of(
        arguments(
            UserLookup.search("", "(uid={username})"),
            "UserLookup.search base \"\": is empty; write \"everywhere\" for the empty DN"),
        arguments(UserLookup.search("people", "(uid={username})"), "base \"people\": not a DN"),
        arguments(UserLookup.search(PEOPLE, ""), "UserLookup.search filter \"\": is empty"),
        arguments(UserLookup.search(PEOPLE, "(uid={username}"), "not a filter"),
        arguments(UserLookup.search(PEOPLE, "(uid=*)"), "lacks the placeholder {username}"),
        arguments(UserLookup.search(PEOPLE, "(uid={0})"), "the placeholder {0}; the only one is"),
        arguments(
            UserLookup.search(PEOPLE, "(uid=%(user)s)"),
            "has the placeholder %(user)s; the only one is {username}"),
        arguments(UserLookup.search(PEOPLE, "(uid=%s)"), "the placeholder %s; the only one is"),
        arguments(UserLookup.search(PEOPLE, "(uid=${username})"), "the placeholder ${username};"),
        arguments(UserLookup.search(PEOPLE, "uid=%u"), "the placeholder %u; the only one is"),
        arguments(UserLookup.dnTemplate("uid=%(user)s," + PEOPLE), "the placeholder %(user)s;"),
        arguments(UserLookup.bindName("%s@example.com", BY_UID), "the placeholder %s;"),
        arguments(UserLookup.search(PEOPLE, "({username}=alice)"), "not an attribute description"),
        arguments(UserLookup.search(PEOPLE, "(u id={username})"), "not an attribute description"),
        arguments(UserLookup.search(PEOPLE, "(!(uid={username}))"), "cannot select one person"),
        arguments(UserLookup.search(PEOPLE, "(uid=*{username}*)"), "cannot select one person"),
        arguments(UserLookup.search(PEOPLE, "(uid>={username})"), "cannot select one person"),
        arguments(
            UserLookup.search(PEOPLE, "(|(uid={username})(mail={username}))"),
            "say which of them is the user name with usernameAttribute(...)"),
        arguments(BY_UID.usernameAttribute("u id"), "UserLookup.usernameAttribute \"u id\""),
        arguments(UserLookup.dnTemplate(""), "UserLookup.dnTemplate \"\": is empty"),
        arguments(UserLookup.dnTemplate(PEOPLE), "lacks the placeholder {username}"),
        arguments(UserLookup.dnTemplate("{username}"), "not a DN"),
        arguments(UserLookup.dnTemplate("{username}@example.com"), "not a DN"),
        arguments(
            UserLookup.dnTemplate("{username}=alice," + PEOPLE),
            "\"{username}\" is not an attribute description"),
        arguments(UserLookup.dnTemplate("uid={username},ou={username}," + PEOPLE), "in two values"),
        arguments(UserLookup.bindName("", BY_UID), "UserLookup.bindName \"\": is empty"),
        arguments(
            UserLookup.bindName("alice@example.com", BY_UID),
            "UserLookup.bindName \"alice@example.com\": lacks the placeholder {username}"),
        arguments(
            UserLookup.bindName("uid={username}," + PEOPLE, BY_UID),
            "would make DNs; use UserLookup.dnTemplate"),
        arguments(
            UserLookup.bindName("{username}\n@example.com", BY_UID), "has control characters"),
        arguments(
            UserLookup.bindName(
                "{username}@example.com", UserLookup.search("people", "(uid={username})")),
            "UserLookup.search base \"people\": not a DN"));
  }

  @ParameterizedTest
  @MethodSource("lookups")
  void aMistakenLookupIsNamed(UserLookup users, String mistake) {
    assertThat(mistakesOf(LdapAuthConfig.builder(SERVER, users)::build))
        .singleElement()
        .asString()
        .contains(mistake);
  }

  @Test
  void allMistakesAreReportedTogetherAndNoPassword() {
    var builder =
        LdapAuthConfig.builder(
                LdapServer.url("ldap://ldap.example.com"), UserLookup.search("people", "(uid=*)"))
            .serviceAccount("svc", "top secret")
            .require(memberOf("staff"));

    InvalidConfigException mistaken =
        assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(builder::build).actual();

    assertThat(mistaken.mistakes()).hasSize(5);
    assertThat(mistaken)
        .hasMessageContainingAll(mistaken.mistakes().toArray(String[]::new))
        .hasMessageNotContaining("top secret");
  }

  @Test
  void mistakesOfTheMappingAreReportedTogetherToo() {
    var config = LdapAuthConfig.builder(SERVER, BY_UID).build();
    var builder =
        LdapAuthenticator.builder(config, new AccountStore())
            .attribute("given name", Account::setFirstName)
            .flag(memberOf("cn=staff," + GROUPS), Account::setStaff)
            .keyedByAttribute("");

    assertThat(mistakesOf(builder::build))
        .satisfiesExactly(
            m -> assertThat(m).contains("attribute \"given name\""),
            m -> assertThat(m).contains("flag", "needs groups(...)"),
            m -> assertThat(m).isEqualTo("keyedByAttribute \"\": is empty"));
  }

  @Test
  void aMistakenFlagIsNamedWithItsValue() {
    var config =
        LdapAuthConfig.builder(SERVER, BY_UID)
            .groups(GroupLookup.search(GROUPS, GroupType.groupOfNames().nested()))
            .build();
    var builder =
        LdapAuthenticator.builder(config, new AccountStore())
            .flag(anyOf(), Account::setStaff)
            .flag(memberOf("staff"), Account::setStaff)
            .flag(memberOf("cn=staff,ou=elsewhere"), Account::setStaff);

    assertThat(mistakesOf(builder::build))
        .satisfiesExactly(
            m -> assertThat(m).isEqualTo("flag anyOf: combines no queries"),
            m -> assertThat(m).startsWith("flag memberOf \"staff\": not a DN"),
            m -> assertThat(m).contains("cn=staff,ou=elsewhere", "lies outside"));
  }

  @Test
  void certificateFilesThatHoldNoneAreNamed(@TempDir Path folder) throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.pem"));
    Path text = Files.writeString(folder.resolve("text.pem"), "-----BEGIN CERTIFICATE-----\nhello");

    for (Path file : List.of(empty, text)) {
      assertThat(
              mistakesOf(LdapAuthConfig.builder(SERVER.trustedCertificates(file), BY_UID)::build))
          .singleElement()
          .asString()
          .contains("LdapServer.trustedCertificates", file.toString());
    }
  }

  @Test
  void anEmptyKeyStoreIsNamed() throws Exception {
    KeyStore empty = KeyStore.getInstance(KeyStore.getDefaultType());
    empty.load(null, null);

    assertThat(mistakesOf(LdapAuthConfig.builder(SERVER.trustedCertificates(empty), BY_UID)::build))
        .singleElement()
        .asString()
        .contains("LdapServer.trustedCertificates", "no certificate");
  }

  @Test
  void limitsMayBeAsTightOrAsWideAsTheirDescriptionsSay() {
    LdapServer tight =
        SERVER
            .connectTimeout(Duration.ofMillis(1))
            .responseTimeout(Duration.ofMillis(1))
            .maxConnections(1);
    LdapServer wide =
        SERVER.connectTimeout(Duration.ofHours(1)).responseTimeout(Duration.ofHours(1));
    GroupSearchLookup groups = GroupLookup.search(GROUPS, GroupType.groupOfNames().nested(0));

    for (LdapAuthConfigBuilder config :
        List.of(
            LdapAuthConfig.builder(tight, BY_UID).groups(groups.maxGroups(1)),
            LdapAuthConfig.builder(wide, BY_UID)
                .timeLimit(Duration.ofHours(1))
                .cache(Duration.ofDays(1)))) {
      assertThatCode(config::build).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ldap://localhost",
        "ldap://LOCALHOST:10389",
        "ldap://127.0.0.1",
        "ldap://127.1.2.3",
        "ldap://[::1]:389",
        "ldap://localhost/"
      })
  void clearTextToThisMachineIsFine(String url) {
    assertThatCode(() -> LdapAuthConfig.builder(LdapServer.url(url), BY_UID).build())
        .doesNotThrowAnyException();
  }

  @Test
  void aConfigurationPrintsNoPassword() {
    var config =
        LdapAuthConfig.builder(SERVER, BY_UID).serviceAccount(SERVICE, "top secret").build();

    assertThat(config.toString())
        .contains("ldap.example.com:636", SERVICE, "groups=none")
        .doesNotContain("top secret");
  }
}
