// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import static io.github.ldapauth.fixture.Mistakes.mistakesOf;
import static io.github.ldapauth.properties.SampleSettings.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.entry.SearchScope;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The values of settings, and what they become. */
class SettingValuesTest {

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
  void protocolIsLdapsByDefault(Map<String, String> settings, LdapServer way) {
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
  void everyGroupSearchSettingCounts() {
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
  void propertiesCanHaveDefaults() {
    Properties defaults = new Properties();
    defaults.putAll(settings("ldap.time-limit", "3s"));
    Properties own = new Properties(defaults);
    own.setProperty("ldap.server.hosts", "own.example.com");

    LdapAuthConfig config = LdapAuthProperties.read(own, "ldap.").build();

    assertThat(config).asString().contains("server=own.example.com:636, ", "timeLimit=PT3S");
  }

  @Test
  void propertiesWithoutTextDoNotVanish() {
    Properties yaml = new Properties();
    yaml.putAll(settings("ldap.time-limit", "3s"));
    yaml.put("ldap.read-as-user", true);
    yaml.put("ldap.no-such-number", 5);

    var builder = LdapAuthProperties.read(yaml, "ldap.");
    assertThat(mistakesOf(builder::build)).containsExactly("ldap.no-such-number: unknown setting");
    yaml.remove("ldap.no-such-number");
    assertThat(LdapAuthProperties.read(yaml, "ldap.").build())
        .asString()
        .contains("readAsUser=true");
  }

  @Test
  void usersBindByNameAndReadAsThemselves() {
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
}
