// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import static io.github.ldapauth.fixture.Mistakes.mistakesOf;
import static io.github.ldapauth.properties.SampleSettings.mistakes;
import static io.github.ldapauth.properties.SampleSettings.settings;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is suggested for unknown keys: for misspelt ones, and for those of other libraries. */
class SettingHintsTest {

  private static String mistake(String key, String value) {
    assertThat(mistakes(settings(key, value))).hasSize(1);
    return mistakes(settings(key, value)).get(0);
  }

  private static List<String> mistakesOfVariable(String name, String value) {
    Map<String, String> environment =
        Map.of(
            "LDAP_SERVER_HOSTS",
            "ldap.example.com",
            "LDAP_USER_DN_TEMPLATE",
            "uid={username},ou=people,dc=example,dc=com",
            name,
            value);
    return mistakesOf(LdapAuthProperties.read(environment, "LDAP_")::build);
  }

  @ParameterizedTest
  @CsvSource({
    "url, server.urls",
    "base, user-search.base",
    "baseDn, user-search.base",
    "password, service-account.password",
    "username, service-account.dn",
    "server.url, server.urls",
    "server.host, server.hosts",
    "server.port, server.hosts",
    "server.trusted-certs, server.trusted-certificates",
    "server.trust-store, server.trusted-certificates",
    "server.start-tls, server.protocol = start-tls",
    "ssl, server.protocol = ldaps",
    "server.timeout, server.connect-timeout",
    "trustedCertificate, server.trusted-certificates",
    "ldapUrl, server.urls",
    "bind-dn, service-account.dn",
    "bindCredential, service-account.password",
    "manager-dn, service-account.dn",
    "manager-password, service-account.password",
    "service-account.username, service-account.dn",
    "service-account.user, service-account.dn",
    "service-account.pass, service-account.password",
    "users.base, user-search.base",
    "user.filter, user-search.filter",
    "search-filter, user-search.filter",
    "user-dn-patterns, user-dn-template",
    "dnFormat, user-dn-template",
    "netbios, user-active-directory.netbios-name",
    "group.base, group-search.base",
    "groups.type, group-search.type",
    "nested, group-search.nested",
    "group-role-attribute, group-search.name-attribute",
    "SERVER_URI, server.urls",
    "USER_ATTRLIST, attributes",
    "REQUIRE_GROUP, require",
    "DENY_GROUP, deny",
    "CACHE_TIMEOUT, cache",
    "denied, deny",
    "roles.ADMIN, role.ADMIN",
    "ROLES_ADMIN, role.ADMIN",
    "roles, role.<name>",
    "flags[staff], flag.staff",
  })
  void nameOfAnotherLibraryHasASuggestion(String name, String suggestion) {
    assertThat(mistake("ldap." + name, "some value"))
        .isEqualTo("ldap." + name + ": unknown setting; did you mean ldap." + suggestion + "?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ldap.group-search", "ldap.GROUP_SEARCH", "ldap.groupSearch.subtree"})
  void sectionIsReportedWithItsKeys(String key) {
    assertThat(mistake(key, ""))
        .isEqualTo(
            key
                + ": unknown setting; the keys of ldap.group-search are base, filter, max-groups,"
                + " member-attribute, name-attribute, nested, primary-group, scope, type");
  }

  @Test
  void sectionOfServersIsReportedWithItsKeys() {
    assertThat(mistake("ldap.server", ""))
        .startsWith(
            "ldap.server: unknown setting; the keys of ldap.server are active-directory-site,")
        .contains(" hosts, ", " urls");
  }

  @ParameterizedTest
  @CsvSource({
    "LDAP_PORT, tcp://192.0.2.1:389",
    "LDAP_PORT_389_TCP, tcp://192.0.2.1:389",
    "LDAP_PORT_389_TCP_ADDR, 192.0.2.1",
    "LDAP_SERVICE_HOST, 192.0.2.1",
    "LDAP_SERVICE_PORT, 389",
  })
  void variableOfKubernetesIsExplained(String key, String value) {
    assertThat(mistakesOfVariable(key, value))
        .containsExactly(
            key
                + ": unknown setting; if Kubernetes sets it, for a service with the name of the"
                + " prefix, use another prefix");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ldap.x", "ldap.colour", "ldap.name", "ldap.", "ldap.1", "ldap.[0]"})
  void otherKeyHasNoSuggestion(String key) {
    assertThat(mistake(key, "some value")).isEqualTo(key + ": unknown setting");
  }

  @ParameterizedTest
  @ValueSource(strings = {"LDAP_", "LDAP_389"})
  void variableWithoutLettersHasNoSuggestion(String name) {
    assertThat(mistakesOfVariable(name, "1")).containsExactly(name + ": unknown setting");
  }
}
