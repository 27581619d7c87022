// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import static io.github.ldapauth.fixture.Mistakes.mistakesOf;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static io.github.ldapauth.group.GroupQuery.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.entry.SearchScope;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.TestDirectory;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Configurations are read from text, through the same builders and checks. */
class LdapAuthPropertiesTest {

  private static final String PEOPLE = "ou=people,dc=example,dc=com";

  private static Map<String, String> settings(String... more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("ldap.server.hosts", "ldap.example.com");
    settings.put("ldap.user-search.base", PEOPLE);
    settings.put("ldap.user-search.filter", "(uid={username})");
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }

  private static Map<String, String> template(String... more) {
    Map<String, String> settings = settings(more);
    settings.keySet().removeIf(key -> key.startsWith("ldap.user-") && !List.of(more).contains(key));
    settings.put("ldap.user-dn-template", "uid={username}," + PEOPLE);
    return settings;
  }

  private static List<String> mistakes(Map<String, String> settings) {
    return mistakesOf(LdapAuthProperties.read(settings, "ldap.")::build);
  }

  /** The lines of the example in the Javadoc of {@link LdapAuthProperties}. */
  static List<String> example() throws IOException {
    Path source = Path.of("src/main/java/io/github/ldapauth/properties/LdapAuthProperties.java");
    return Files.readAllLines(source).stream()
        .dropWhile(line -> !line.contains("<pre>"))
        .skip(1)
        .takeWhile(line -> !line.contains("</pre>"))
        .map(line -> line.replaceFirst("^ \\* ?", ""))
        .toList();
  }

  private static Properties properties(Stream<String> lines) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(String.join("\n", lines.toList())));
    return properties;
  }

  @Test
  void theDocumentedExampleIsWhatTheBuildersSay() throws IOException {
    LdapAuthConfig read = LdapAuthProperties.read(properties(example().stream()), "ldap.").build();

    var built =
        LdapAuthConfig.builder(
                LdapServer.ldaps("ldap1.example.com", "ldap2.example.com:1636"),
                UserLookup.search(PEOPLE, "(uid={username})")
                    .scope(SearchScope.ONE_LEVEL)
                    .or(UserLookup.search("ou=partners,dc=example,dc=com", "(mail={username})"))
                    .usernameAttribute("uid"))
            .serviceAccount("cn=svc,dc=example,dc=com", "service secret")
            .attributes("givenName", "sn", "mail")
            .groups(
                GroupLookup.search("ou=groups,dc=example,dc=com", GroupType.groupOfNames().nested())
                    .alsoBelow("ou=teams,dc=example,dc=com")
                    .filter("(objectClass=groupOfNames)"))
            .require(memberOf("cn=staff,ou=groups,dc=example,dc=com"))
            .require(not(memberOf("cn=guests,ou=groups,dc=example,dc=com")))
            .deny(memberOf("cn=suspended,ou=groups,dc=example,dc=com"))
            .cache(Duration.ofMinutes(5))
            .build();
    assertThat(read).hasToString(built.toString());
  }

  @Test
  void everyKeyOfTheDocumentedExampleIsKnown() throws IOException {
    var everything =
        properties(example().stream().map(line -> line.replaceFirst("^#ldap", "ldap")));
    var builder = LdapAuthProperties.read(everything, "ldap.");

    assertThat(mistakesOf(builder::build))
        .isNotEmpty()
        .allMatch(
            mistake ->
                mistake.contains("cannot be used together")
                    || mistake.contains("needs groups(...)")
                    || mistake.contains("cannot be read"));
  }

  @Test
  void theGuideShowsTheSameExample() throws IOException {
    assertThat(Files.readString(Path.of("docs/properties.md")))
        .contains("```properties\n" + String.join("\n", example()) + "\n```");
  }

  @Test
  void aMissingKeyIsNamedAsItWouldBeWrittenWhereThePrefixLacksItsDot() {
    Map<String, String> settings = Map.of("ldap.server.hosts", "ldap.example.com");
    assertThat(mistakesOf(LdapAuthProperties.read(settings, "ldap")::build))
        .containsExactly(
            "ldap.user-search.base: is missing", "ldap.user-search.filter: is missing");
  }

  @Test
  void aMissingKeyIsNamedAsItWouldBeWrittenInTheEnvironment() {
    Map<String, String> settings =
        Map.of(
            "LDAP_SERVER_HOSTS", "ldap.example.com",
            "LDAP_USER_SEARCH_2_BASE", PEOPLE,
            "LDAP_SERVICE_ACCOUNT_DN", "cn=svc,dc=example,dc=com");
    assertThat(mistakesOf(LdapAuthProperties.read(settings, "LDAP_")::build))
        .containsExactly(
            "LDAP_USER_SEARCH_FILTER_2: is missing", "LDAP_SERVICE_ACCOUNT_PASSWORD: is missing");
  }

  @Test
  void aPrefixThatNoKeyHasIsNamed() {
    assertThat(mistakesOf(LdapAuthProperties.read(settings(), "directory.")::build))
        .hasSizeGreaterThan(1)
        .startsWith("no key begins with \"directory.\"");
  }

  static Stream<Arguments> spellings() {
    return Stream.of(
        arguments("ldap.", List.of("server.hosts", "user-search[1].base", "user-search[1].filter")),
        arguments("", List.of("SERVER_HOSTS", "USER_SEARCH_0_BASE", "USER_SEARCH_0_FILTER")),
        arguments("LDAP_", List.of("server_hosts", "usersearch.7.base", "userSearch.7.filter")));
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void keysMayBeSpeltInManyWays(String prefix, List<String> keys) {
    Map<String, String> settings =
        Map.of(
            prefix + keys.get(0), " ldap1.example.com ldap2.example.com,ldap3.example.com ",
            prefix + keys.get(1), PEOPLE,
            prefix + keys.get(2), "(uid={username}) ");

    LdapAuthConfig config = LdapAuthProperties.read(settings, prefix).build();

    assertThat(config)
        .asString()
        .contains(
            "server=ldap1.example.com:636, ldap2.example.com:636, ldap3.example.com:636, ",
            "users=" + UserLookup.search(PEOPLE, "(uid={username})") + ", ");
  }

  static Stream<Arguments> servers() {
    return Stream.of(
        arguments(settings("ldap.server.protocol", "start-tls"), LdapServer.startTls("a")),
        arguments(settings("ldap.server.protocol", "START_TLS"), LdapServer.startTls("a")),
        arguments(settings("ldap.server.protocol", "insecure"), LdapServer.insecure("a")),
        arguments(settings("ldap.server.protocol", "ldaps"), LdapServer.ldaps("a")),
        arguments(settings(), LdapServer.ldaps("a")));
  }

  @ParameterizedTest
  @MethodSource("servers")
  void theProtocolIsLdapsUnlessSaidOtherwise(Map<String, String> settings, LdapServer way) {
    assertThat(LdapAuthProperties.read(settings, "ldap.").build())
        .asString()
        .contains("server=" + way.toString().replace("a:", "ldap.example.com:") + ", ");
  }

  static Stream<Arguments> groups() {
    String base = "ldap.group-search.base";
    String groups = "ou=groups,dc=example,dc=com";
    String type = "ldap.group-search.type";
    return Stream.of(
        arguments(settings(base, groups, type, "groupOfNames"), GroupType.groupOfNames()),
        arguments(
            settings(base, groups, type, "groupOfUniqueNames"), GroupType.groupOfUniqueNames()),
        arguments(
            settings(base, groups, type, "organizational-role"), GroupType.organizationalRole()),
        arguments(settings(base, groups, type, "posixgroup"), GroupType.posixGroup()),
        arguments(
            settings(
                base,
                groups,
                "ldap.group-search.member-attribute",
                "owner",
                "ldap.group-search.nested",
                "3"),
            GroupType.memberDn("owner").nested(3)),
        arguments(
            settings(base, groups, type, "groupOfNames", "ldap.group-search.nested", "In-Chain"),
            GroupType.groupOfNames().inChain()),
        arguments(
            settings(base, groups, type, "groupOfNames", "ldap.group-search.primary-group", "true"),
            GroupType.groupOfNames().withPrimaryGroup()),
        arguments(
            settings(
                base, groups, type, "groupOfNames", "ldap.group-search.primary-group", "false"),
            GroupType.groupOfNames()),
        arguments(
            settings(base, groups, type, "groupOfNames", "ldap.group-search.nested", "false"),
            GroupType.groupOfNames()));
  }

  @ParameterizedTest
  @MethodSource("groups")
  void everyGroupTypeHasAName(Map<String, String> settings, GroupType type) {
    assertThat(LdapAuthProperties.read(settings, "ldap.").build().groups().orElseThrow())
        .hasToString(GroupLookup.search("ou=groups,dc=example,dc=com", type).toString());
  }

  @Test
  void everySettingOfAGroupSearchCounts() {
    var settings =
        settings(
            "ldap.group-search.base.2", "ou=teams,dc=example,dc=com",
            "ldap.group-search.base.1", "ou=groups,dc=example,dc=com",
            "ldap.group-search.type", "groupOfNames",
            "ldap.group-search.scope", "One Level",
            "ldap.group-search.filter", "(ou=*)",
            "ldap.group-search.name-attribute", "ou");

    assertThat(LdapAuthProperties.read(settings, "ldap.").build().groups().orElseThrow())
        .hasToString(
            GroupLookup.search("ou=groups,dc=example,dc=com", GroupType.groupOfNames())
                .alsoBelow("ou=teams,dc=example,dc=com")
                .scope(SearchScope.ONE_LEVEL)
                .filter("(ou=*)")
                .nameAttribute("ou")
                .toString());
  }

  @Test
  void groupsAreReadFromTheAttributeThatIsNamed() {
    try (TestDirectory directory = Directories.people().start()) {
      directory.user("alice").attribute("seeAlso", "ou=a+cn=b,dc=example,dc=com");
      var settings =
          template(
              "ldap.service-account.dn", Directories.SERVICE,
              "ldap.service-account.password", "service secret",
              "ldap.member-of.attribute", "seeAlso",
              "ldap.member-of.name-attribute", "ou");
      settings.remove("ldap.server.hosts");
      settings.put("ldap.server.urls", directory.url());
      try (var authenticator =
          LdapAuthenticator.create(LdapAuthProperties.read(settings, "ldap.").build())) {
        assertThat(authenticator.lookup("alice").orElseThrow().groups().names())
            .containsExactly("a");
      }
    }
  }

  static Stream<Arguments> mistaken() {
    String base = "ldap.group-search.base";
    String type = "ldap.group-search.type";
    String groups = "ou=groups,dc=example,dc=com";
    return Stream.of(
        arguments(
            settings("ldap.sever.protocol", "x"),
            "ldap.sever.protocol: there is no such setting; did you mean server.protocol?"),
        arguments(settings("ldap.réquire", "x"), "no such setting; did you mean require?"),
        arguments(settings("ldap.time-limit.2", "5s"), "did you mean time-limit?"),
        arguments(settings("ldap.caches", "5m"), "did you mean cache?"),
        arguments(settings("ldap.denied", "x"), "ldap.denied: there is no such setting"),
        arguments(
            settings("ldap.server.protocol", "tls"),
            "ldap.server.protocol \"tls\": none of ldaps, start-tls, insecure"),
        arguments(
            settings("ldap.server.hosts", "ldap.example.com:0"),
            "ldap.server.hosts: LdapServer.ldaps \"ldap.example.com:0\": not a server"),
        arguments(
            settings("ldap.server.hosts", " "),
            "ldap.server.hosts: LdapServer.ldaps \"\": is empty"),
        arguments(settings("ldap.server.hosts", "a;b"), "give each as an argument of its own, or"),
        arguments(
            settings("ldap.SERVER.HOSTS", "other.example.com"),
            "ldap.server.hosts: is the same setting as ldap.SERVER.HOSTS"),
        arguments(
            settings("ldap.server.trusted-certificates", "no-such.pem"),
            "ldap.server.trusted-certificates: LdapServer.trustedCertificates: no-such.pem"),
        arguments(
            settings("ldap.server.connect-timeout", "soon"),
            "ldap.server.connect-timeout \"soon\": not a duration, such as 5s or PT5S"),
        arguments(
            settings("ldap.server.connect-timeout", "5"),
            "ldap.server.connect-timeout \"5\": not a duration"),
        arguments(
            settings("ldap.server.connect-timeout", "61m"),
            "ldap.server.connect-timeout: LdapServer.connectTimeout PT1H1M: must be between"),
        arguments(
            settings("ldap.server.urls", "ldaps://ldap.example.com"),
            "ldap.server.hosts: cannot be used together with ldap.server.urls"),
        arguments(
            settings("ldap.server.response-timeout", "25h"),
            "ldap.server.response-timeout: LdapServer.responseTimeout PT25H: must be between"),
        arguments(
            settings("ldap.server.max-connections", "many"),
            "ldap.server.max-connections \"many\": not a number"),
        arguments(
            settings("ldap.server.max-connections", "0"),
            "ldap.server.max-connections: LdapServer.maxConnections 0: must be at least 1"),
        arguments(
            settings("ldap.service-account.dn", "cn=svc,dc=x"),
            "ldap.service-account.password: is missing"),
        arguments(
            settings("ldap.service-account.by-certificate", "true"),
            "ldap.service-account.by-certificate: serviceAccountByCertificate: needs"),
        arguments(
            settings("ldap.server.client-key", "client.key"),
            "ldap.server.client-certificate: is missing"),
        arguments(
            settings("ldap.server.client-certificate", "client.pem"),
            "ldap.server.client-key: is missing"),
        arguments(
            settings("ldap.service-account.password", "top secret"),
            "ldap.service-account.dn: is missing"),
        arguments(
            settings("ldap.service-account.dn", "secret!", "ldap.service-account.password", "x"),
            "ldap.service-account.dn: serviceAccount name: not a DN, user@example.com or DOMAIN"),
        arguments(
            settings("ldap.service-account.dn", "cn=svc", "ldap.service-account.password", ""),
            "ldap.service-account.password: serviceAccount password: is empty"),
        arguments(
            settings(
                "ldap.service-account.dn", "cn=svc",
                "ldap.service-account.password-file", "secret\0"),
            "ldap.service-account.password-file: is not a path"),
        arguments(
            settings("ldap.service-account.dn", "cn=svc", "ldap.service-account.password-file", ""),
            "ldap.service-account.password-file: serviceAccount password file: cannot be read"),
        arguments(
            settings(
                "ldap.service-account.dn", "cn=svc",
                "ldap.service-account.password", "top secret",
                "ldap.service-account.password-file", "pom.xml"),
            "ldap.service-account.password: cannot be used together with"
                + " ldap.service-account.password-file"),
        arguments(
            settings("ldap.user-search.base", "people"),
            "ldap.user-search.base: UserLookup.search base \"people\": not a DN"),
        arguments(
            settings("ldap.user-search.filter", "(uid=*)"),
            "ldap.user-search.filter: UserLookup.search filter \"(uid=*)\": lacks the placeholder"),
        arguments(
            settings("ldap.user-search.scope", "all"),
            "ldap.user-search.scope \"all\": none of base, one-level, subtree"),
        arguments(
            settings("ldap.user-search.2.base", PEOPLE), "ldap.user-search.filter.2: is missing"),
        arguments(
            settings(
                "ldap.user-search.2.base",
                PEOPLE,
                "ldap.user-search.2.filter",
                "(mail={username})"),
            "say which of them is the user name with usernameAttribute(...)"),
        arguments(
            settings("ldap.user-bind-name", "everybody"),
            "ldap.user-bind-name: UserLookup.bindName \"everybody\": lacks the placeholder"),
        arguments(
            template("ldap.user-search.base", PEOPLE),
            "ldap.user-search.base: cannot be used together with ldap.user-dn-template"),
        arguments(
            template("ldap.user-bind-name", "{username}@example.com"),
            "ldap.user-bind-name: cannot be used together with ldap.user-dn-template"),
        arguments(
            settings("ldap.user-bind-name", "{username}@example.com", "ldap.read-as-user", "False"),
            "ldap.read-as-user \"False\": with ldap.user-bind-name, the person always reads"),
        arguments(
            settings("ldap.user-bind-name", "{username}@example.com", "ldap.read-as-user", "no"),
            "ldap.read-as-user \"no\": neither true nor false"),
        arguments(
            settings("ldap.read-as-user", "yes"),
            "ldap.read-as-user \"yes\": neither true nor false"),
        arguments(
            settings("ldap.attributes", "mail, given*"),
            "ldap.attributes: attributes \"given*\": not an attribute description"),
        arguments(
            settings(base, "groups", type, "groupOfNames"),
            "ldap.group-search.base: GroupLookup.search base \"groups\": not a DN"),
        arguments(settings(type, "groupOfNames"), "ldap.group-search.base: is missing"),
        arguments(settings(base, groups), "ldap.group-search.type: is missing"),
        arguments(
            settings(base, groups, type, "member"),
            "ldap.group-search.type \"member\": none of groupOfNames,"),
        arguments(
            settings(base, groups, type, "groupOfNames", "ldap.group-search.max-groups", "0"),
            "ldap.group-search.max-groups: GroupLookup.maxGroups 0: must be at least 1"),
        arguments(
            settings(base, groups, type, "groupOfNames", "ldap.group-search.member-attribute", "m"),
            "ldap.group-search.type: cannot be used together with"
                + " ldap.group-search.member-attribute"),
        arguments(
            settings(base, groups, "ldap.group-search.member-attribute", "m m"),
            "ldap.group-search.member-attribute: GroupType.memberDn \"m m\""),
        arguments(
            settings(base, groups, type, "groupOfNames", "ldap.group-search.nested", "-1"),
            "ldap.group-search.nested: GroupType.nested -1: must be at least 0"),
        arguments(
            settings(base, groups, type, "posixGroup", "ldap.group-search.nested", "true"),
            "ldap.group-search.nested: members of posixGroup are no groups"),
        arguments(
            settings(base, groups, type, "posixGroup", "ldap.group-search.primary-group", "true"),
            "ldap.group-search.primary-group: posixGroup always counts the primary group"),
        arguments(
            settings("ldap.member-of.name-attribute", "cn"),
            "ldap.member-of.attribute: is missing"),
        arguments(
            settings("ldap.member-of.attribute", "memberOf", base, groups),
            "ldap.group-search.base: cannot be used together with ldap.member-of.attribute"),
        arguments(
            settings("ldap.require", "(group=cn=staff," + groups + ")"),
            "ldap.require: require (group=cn=staff,ou=groups,dc=example,dc=com): needs groups"),
        arguments(
            settings("ldap.member-of.attribute", "memberOf", "ldap.deny", ""),
            "ldap.deny \"\": is empty"),
        arguments(
            settings("ldap.member-of.attribute", "memberOf", "ldap.require", "cn=a,dc=x"),
            "ldap.require \"cn=a,dc=x\": is a DN; write (group=cn=a,dc=x)"),
        arguments(
            settings("ldap.member-of.attribute", "memberOf", "ldap.deny.1", "(group=suspended)"),
            "ldap.deny.1 \"(group=suspended)\": not a group query (at position 0: "),
        arguments(settings("ldap.cache", "48h"), "ldap.cache: cache PT48H: must be positive"),
        arguments(settings("ldap.time-limit", "0s"), "ldap.time-limit: timeLimit PT0S: must be"));
  }

  @ParameterizedTest
  @MethodSource("mistaken")
  void aMistakeIsReportedWithItsKey(Map<String, String> settings, String mistake) {
    assertThat(mistakes(settings))
        .singleElement()
        .asString()
        .contains(mistake)
        .doesNotContain("secret");
  }

  @Test
  void allMistakesAreReportedTogetherAndNoPassword() {
    var settings =
        Map.of(
            "ldap.server.hosts", "ldap.example.com:0",
            "ldap.user-search.base", "people",
            "ldap.service-account.dn", "svc",
            "ldap.service-account.password", "top secret",
            "ldap.service-account.pasword", "top secret",
            "ldap.require", "(group=staff)",
            "ldap.time-limit", "for ever",
            "other.setting", "not ours");

    assertThat(mistakes(settings))
        .satisfiesExactlyInAnyOrder(
            m -> assertThat(m).startsWith("ldap.server.hosts: "),
            m -> assertThat(m).startsWith("ldap.user-search.base: "),
            m -> assertThat(m).isEqualTo("ldap.user-search.filter: is missing"),
            m -> assertThat(m).startsWith("ldap.service-account.dn: "),
            m ->
                assertThat(m).startsWith("ldap.service-account.pasword: there is no such setting;"),
            m -> assertThat(m).startsWith("ldap.require "),
            m -> assertThat(m).startsWith("ldap.time-limit "))
        .noneMatch(m -> m.contains("secret"));
  }

  @Test
  void aBindByNameNeedsASearch() {
    var settings =
        Map.of(
            "ldap.server.hosts", "ldap.example.com",
            "ldap.user-bind-name", "{username}@example.com");

    assertThat(mistakes(settings))
        .containsExactly(
            "ldap.user-search.base: is missing", "ldap.user-search.filter: is missing");
  }

  @Test
  void aValueThatIsNullIsAValueThatIsMissing() {
    Map<String, String> settings = settings();
    settings.put("ldap.time-limit", null);

    assertThat(mistakes(settings)).containsExactly("ldap.time-limit \"\": is empty");
  }

  @Test
  void propertiesMayHaveDefaults() {
    Properties defaults = new Properties();
    defaults.putAll(settings("ldap.time-limit", "3s"));
    Properties own = new Properties(defaults);
    own.setProperty("ldap.server.hosts", "own.example.com");

    LdapAuthConfig config = LdapAuthProperties.read(own, "ldap.").build();

    assertThat(config).asString().contains("server=own.example.com:636, ", "timeLimit=PT3S");
  }

  @Test
  void propertiesThatAreNoTextDoNotVanish() {
    Properties yaml = new Properties();
    yaml.putAll(settings("ldap.time-limit", "3s"));
    yaml.put("ldap.read-as-user", true);
    yaml.put("ldap.no-such-number", 5);

    var builder = LdapAuthProperties.read(yaml, "ldap.");
    assertThat(mistakesOf(builder::build))
        .containsExactly("ldap.no-such-number: there is no such setting");
    yaml.remove("ldap.no-such-number");
    assertThat(LdapAuthProperties.read(yaml, "ldap.").build())
        .asString()
        .contains("readAsUser=true");
  }

  @Test
  void theCodeMayAddWhatTextCannotSay() {
    var config =
        LdapAuthProperties.read(
                settings("ldap.require", "(group=cn=staff,ou=groups,dc=example,dc=com)"), "ldap.")
            .groups(GroupLookup.memberOf())
            .serviceAccount("cn=svc,dc=example,dc=com", () -> "from a vault")
            .build();

    assertThat(config).asString().contains("cn=svc", "memberOf", "cn=staff");
  }

  @Test
  void peopleMayBindByNameAndReadAsThemselves() {
    LdapAuthConfig byName =
        LdapAuthProperties.read(settings("ldap.user-bind-name", "{username}@example.com"), "ldap.")
            .build();
    LdapAuthConfig byNameAsPerson =
        LdapAuthProperties.read(
                settings(
                    "ldap.user-bind-name", "{username}@example.com", "ldap.read-as-user", "true"),
                "ldap.")
            .build();
    LdapAuthConfig asPerson =
        LdapAuthProperties.read(settings("ldap.read-as-user", "true"), "ldap.").build();
    LdapAuthConfig asService =
        LdapAuthProperties.read(settings("ldap.read-as-user", "False"), "ldap.").build();

    assertThat(byName).asString().contains("users=bindName({username}@example.com, search");
    assertThat(List.of(byName, byNameAsPerson, asPerson))
        .allSatisfy(config -> assertThat(config).asString().contains("readAsUser=true"));
    assertThat(asService).asString().contains("readAsUser=false");
  }

  @Test
  void directoriesSideBySideHaveAPrefixEach() {
    Map<String, String> settings = settings();
    settings.put("branch.server.urls", "ldap://localhost:10389");
    settings.put("branch.user-dn-template", "uid={username},o=branch");

    assertThat(LdapAuthProperties.read(settings, "ldap.").build())
        .asString()
        .contains("server=ldap.example.com:636, ");
    assertThat(LdapAuthProperties.read(settings, "branch.").build())
        .asString()
        .contains("users=dnTemplate(uid={username},o=branch), ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"service secret", "service secret\n", "service secret\r\n"})
  void peopleSignInWithAConfigurationOfTextAndAPasswordFile(String secret, @TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("password"), secret);
    try (TestDirectory directory = Directories.people().start()) {
      var properties =
          properties(
              Stream.of(
                  "server.urls = " + directory.url(),
                  "service-account.dn = " + Directories.SERVICE,
                  "service-account.password-file = " + file,
                  "user-search.base = " + PEOPLE,
                  "user-search.filter = (uid={username})",
                  "group-search.base = " + Directories.GROUPS,
                  "group-search.type = groupOfNames",
                  "require = (group=" + Directories.STAFF + ")"));
      try (var authenticator =
          LdapAuthenticator.create(LdapAuthProperties.read(properties, "").build())) {
        yes(authenticator.authenticate("alice", "wonderland"));
        no(authenticator.authenticate("bob", "builder"), RejectionReason.REQUIREMENT_NOT_MET);
      }
    }
  }
}
