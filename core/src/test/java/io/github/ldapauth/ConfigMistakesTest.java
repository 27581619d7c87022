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
import java.nio.file.Path;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes in a configuration, reported together when it is built. */
class ConfigMistakesTest {

  private static final LdapServer SERVER = LdapServer.ldaps("ldap.example.com");
  private static final UserSearchLookup BY_UID = UserLookup.search(PEOPLE, "(uid={username})");
  private static final GroupSearchLookup LOOKUP =
      GroupLookup.search(GROUPS, GroupType.groupOfNames());
  private static final Map<String, String> NO_TEXTS = nothing();
  private static final Properties NO_PROPERTIES = nothing();

  static Stream<Arguments> nulls() {
    return Stream.of(
        arguments("server", (Runnable) () -> LdapAuthConfig.builder(nothing(), BY_UID)),
        arguments("users", (Runnable) () -> LdapAuthConfig.builder(SERVER, nothing())),
        arguments("named", config(c -> c.server("oslo", nothing()))),
        arguments("names", config(c -> c.attributes(Nothing.<String[]>nothing()))),
        arguments("groups", config(c -> c.groups(nothing()))),
        arguments("require query", config(c -> c.require(nothing()))),
        arguments("deny query", config(c -> c.deny(nothing()))),
        arguments("choice", config(c -> c.chooseServer(nothing()))),
        arguments("cache", config(c -> c.cache(nothing(), Duration.ofHours(1)))),
        arguments("timeToLive", config(c -> c.cache(Nothing.<Duration>nothing()))),
        arguments("limit", config(c -> c.timeLimit(nothing()))),
        arguments("time", config(c -> c.minRejectionTime(nothing()))),
        arguments("scope", (Runnable) () -> BY_UID.scope(nothing())),
        arguments("other", (Runnable) () -> BY_UID.or(nothing())),
        arguments("search", (Runnable) () -> UserLookup.bindName("{username}@x", nothing())),
        arguments("type", (Runnable) () -> GroupLookup.search(GROUPS, nothing())),
        arguments("scope", (Runnable) () -> LOOKUP.scope(nothing())),
        arguments("not query", (Runnable) () -> not(nothing())),
        arguments("allOf query", (Runnable) () -> allOf(memberOf(GROUPS), nothing())),
        arguments("anyOf query", (Runnable) () -> anyOf(memberOf(GROUPS), nothing())),
        arguments("anyOf queries", (Runnable) () -> anyOf(Nothing.<GroupQuery[]>nothing())),
        arguments("other", (Runnable) () -> memberOf(GROUPS).and(nothing())),
        arguments("other", (Runnable) () -> memberOf(GROUPS).or(nothing())),
        arguments("text", (Runnable) () -> GroupQuery.parse(nothing())),
        arguments("conversion", (Runnable) () -> AttributeReader.TEXT.map(nothing())),
        arguments("config", (Runnable) () -> LdapAuthenticator.create(nothing())),
        arguments("store", users(b -> LdapAuthenticator.builder(nobody(), nothing()))),
        arguments("attribute reader", users(b -> b.attribute("sn", nothing(), (a, t) -> {}))),
        arguments("attribute setter", users(b -> b.attribute("sn", nothing()))),
        arguments("flag query", users(b -> b.flag(nothing(), Account::setStaff))),
        arguments("flag setter", users(b -> b.flag(memberOf(GROUPS), nothing()))),
        arguments("guard", users(b -> b.guard(nothing()))),
        arguments("onPopulate listener", users(b -> b.onPopulate(nothing()))),
        arguments("onOutcome listener", users(b -> b.onOutcome(nothing()))),
        arguments("updateFields policy", users(b -> b.updateFields(nothing()))),
        arguments("updateRights policy", users(b -> b.updateRights(nothing()))),
        arguments("toDirectory", users(b -> b.translateUsernames(n -> n, nothing()))),
        arguments(
            "mirrorGroups mirror",
            users(b -> b.mirrorGroups(nothing(), Account::groups, Account::setGroups))),
        arguments(
            "mirrorGroups current",
            users(b -> b.mirrorGroups(GroupMirror.all(), nothing(), Account::setGroups))),
        arguments(
            "mirrorGroups setter",
            users(b -> b.mirrorGroups(GroupMirror.all(), Account::groups, nothing()))),
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
        arguments("role query", roles(b -> b.role(nothing(), "x"))),
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

  @ParameterizedTest
  @MethodSource("nulls")
  void nullArgumentIsNamedAtOnce(String name, Runnable call) {
    assertThatNullPointerException().isThrownBy(call::run).withMessage(name);
  }

  static Stream<Arguments> settings() {
    return Stream.of(
        arguments(
            change(c -> c.serviceAccount("svc@corp", "secret")),
            "serviceAccount name: not a DN, user@example.com or DOMAIN\\name; not shown,"),
        arguments(
            change(c -> c.serviceAccount(SERVICE, Path.of("no-such-file"))),
            "serviceAccount password file, not shown: cannot be read (NoSuchFileException)"),
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
            "require (group=cn=staff,ou=groups,dc=example,dc=com): needs groups(...); in properties,"
                + " group-search.base, member-of.attribute, token-groups.base or"
                + " automatic-groups.base"),
        arguments(
            grouped(c -> c.require(memberOf("staff"))), "require memberOf \"staff\": not a DN"),
        arguments(grouped(c -> c.deny(memberOf(null))), "deny memberOf: is missing"),
        arguments(
            grouped(c -> c.deny(not(anyOf(memberOf("cn=x," + GROUPS), memberOf("admins"))))),
            "deny memberOf \"admins\": not a DN"),
        arguments(grouped(c -> c.require(allOf())), "require allOf: combines no queries"),
        arguments(
            grouped(c -> c.require(memberOf("cn=staff,ou=elsewhere,dc=example,dc=com"))),
            "require memberOf \"cn=staff,ou=elsewhere,dc=example,dc=com\": is not below"
                + " ou=groups,dc=example,dc=com, where groups are searched"),
        arguments(
            change(
                c ->
                    c.groups(
                            GroupLookup.search(GROUPS, GroupType.groupOfNames())
                                .scope(SearchScope.ONE_LEVEL))
                        .deny(memberOf("cn=suspended,ou=rules," + GROUPS))),
            "deny memberOf \"cn=suspended,ou=rules,ou=groups,dc=example,dc=com\": is not directly below"),
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
        arguments(
            change(c -> c.minRejectionTime(Duration.ofSeconds(-1))),
            "minRejectionTime PT-1S: must be"),
        arguments(
            change(c -> c.minRejectionTime(Duration.ofSeconds(15))),
            "minRejectionTime PT15S: must be less than timeLimit"),
        arguments(change(c -> c.decoyBind("decoy")), "decoyBind \"decoy\": "),
        arguments(change(c -> c.decoyBind(null)), "decoyBind: is missing"),
        arguments(
            change(c -> c.serviceAccount("cn=svc,o=x", "secret").decoyBind("CN=svc, O=X")),
            "decoyBind: is the service account"),
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

  @Test
  void mistakeInTheBaseOfAPresetIsReportedAlone() {
    var config =
        LdapAuthConfig.openLdap(LdapServer.ldaps("ldap.example.com"), "no dn")
            .require(GroupQuery.memberOf("cn=staff,ou=groups,dc=example,dc=com"));

    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(config::build)
        .satisfies(e -> assertThat(e.mistakes()).hasSize(1))
        .withMessageNotContaining("missing");
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
            m -> assertThat(m).contains("cn=staff,ou=elsewhere", "is not below"));
  }

  @Test
  void limitsMayHaveTheirSmallestAndLargestValues() {
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

  @Test
  void aConfigurationPrintsNoPassword() {
    var config =
        LdapAuthConfig.builder(SERVER, BY_UID).serviceAccount(SERVICE, "top secret").build();

    assertThat(config.toString())
        .contains("ldap.example.com:636", SERVICE, "groups=none")
        .doesNotContain("top secret");
  }
}
