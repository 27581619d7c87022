// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import static io.github.ldapauth.fixture.Mistakes.mistakesOf;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static io.github.ldapauth.group.GroupQuery.not;
import static io.github.ldapauth.properties.SampleSettings.PEOPLE;
import static io.github.ldapauth.properties.SampleSettings.properties;
import static io.github.ldapauth.properties.SampleSettings.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.entry.SearchScope;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The keys of settings, as they may be written. */
class SettingKeysTest {

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

  @Test
  void documentedExampleEqualsTheBuilders() throws IOException {
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
            .lookFor(memberOf("cn=staff,ou=groups,dc=example,dc=com"))
            .lookFor(memberOf("cn=admins,ou=groups,dc=example,dc=com"))
            .minRejectionTime(Duration.ofMillis(300))
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
                    || mistake.contains("is not for this preset")
                    || mistake.contains(": needs ldap.")
                    || mistake.contains("cannot be read"));
  }

  @Test
  void guideShowsTheSameExample() throws IOException {
    assertThat(Files.readString(Path.of("docs/properties.md")))
        .contains("```properties\n" + String.join("\n", example()) + "\n```");
  }

  @Test
  void missingKeyHasTheDotThatThePrefixLacks() {
    Map<String, String> settings = Map.of("ldap.server.hosts", "ldap.example.com");
    assertThat(mistakesOf(LdapAuthProperties.read(settings, "ldap")::build))
        .containsExactly(
            "ldap.user-search.base: is missing", "ldap.user-search.filter: is missing");
  }

  @Test
  void missingKeyIsNamedAsInTheEnvironment() {
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
  void unusedPrefixIsNamed() {
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
  void keysHaveManySpellings(String prefix, List<String> keys) {
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

  @Test
  void twoSpellingsOfOneSettingMayHaveEqualValues() {
    Map<String, String> settings =
        settings(
            "ldap.SERVER_HOSTS", "ldap.example.com",
            "ldap.service-account.dn", "cn=svc",
            "ldap.service-account.password", "secret",
            "ldap.service.account.password", "secret");
    assertThat(LdapAuthProperties.read(settings, "ldap.").build())
        .asString()
        .contains("server=ldap.example.com:636, ");

    settings.put("ldap.service.account.password", "secret ");
    assertThat(mistakesOf(LdapAuthProperties.read(settings, "ldap.")::build))
        .containsExactly(
            "ldap.service.account.password: is the same setting as ldap.service-account.password");
  }

  private static Map<String, String> serversFromDns(String... keysAndValues) {
    Map<String, String> settings = settings(keysAndValues);
    settings.remove("ldap.server.hosts");
    return settings;
  }

  private static String server(String... keysAndValues) {
    String config =
        LdapAuthProperties.read(serversFromDns(keysAndValues), "ldap.").build().toString();
    return config.substring(config.indexOf("server=") + 7, config.indexOf(", "));
  }

  @Test
  void serversAreFoundInDns() {
    assertThat(server("ldap.server.srv", "example.com")).isEqualTo("_ldap._tcp.example.com");
    assertThat(server("ldap.server.ldaps-srv", "example.com", "ldap.server.round-robin", "true"))
        .isEqualTo("_ldaps._tcp.example.com");
    assertThat(
            server(
                "ldap.server.active-directory-srv", "example.com",
                "ldap.server.targets-also-below", "example.net"))
        .isEqualTo("_ldap._tcp.dc._msdcs.example.com");
    assertThat(
            server(
                "ldap.server.active-directory-srv", "example.com",
                "ldap.server.active-directory-site", "Oslo"))
        .isEqualTo("_ldap._tcp.Oslo._sites.dc._msdcs.example.com");
  }

  @Test
  void mistakesAboutServersInDnsNameTheirKeys() {
    assertThat(
            mistakesOf(LdapAuthProperties.read(settings("ldap.server.srv", "x/y"), "ldap.")::build))
        .containsExactlyInAnyOrder(
            "ldap.server.hosts: cannot be used together with ldap.server.srv",
            "ldap.server.srv \"x/y\": not a host name or IP address");
    assertThat(
            mistakesOf(
                LdapAuthProperties.read(
                        serversFromDns("ldap.server.active-directory-site", "Oslo"), "ldap.")
                    ::build))
        .containsExactly("ldap.server.active-directory-srv: is missing");
  }

  @Test
  void twoDirectoriesHaveTwoPrefixes() {
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
}
