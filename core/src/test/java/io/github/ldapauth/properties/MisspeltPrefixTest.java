// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import static io.github.ldapauth.fixture.Mistakes.mistakesOf;
import static io.github.ldapauth.properties.SampleSettings.PEOPLE;
import static io.github.ldapauth.properties.SampleSettings.mistakes;
import static io.github.ldapauth.properties.SampleSettings.properties;
import static io.github.ldapauth.properties.SampleSettings.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.LdapAuthConfig;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that nearly begin with the prefix: a rule that is ignored lets every user in. */
class MisspeltPrefixTest {

  private static final String STAFF = "cn=staff,ou=groups,dc=example,dc=com";

  private static Map<String, String> withGroups(String... more) {
    Map<String, String> settings = settings(more);
    settings.put("ldap.member-of.attribute", "memberOf");
    return settings;
  }

  private static Map<String, String> withPrefix(String prefix, Map<String, String> settings) {
    Map<String, String> changed = new HashMap<>();
    settings.forEach((key, value) -> changed.put(key.replaceFirst("^ldap\\.", prefix), value));
    return changed;
  }

  @ParameterizedTest
  @CsvSource({
    "ldpa.require, require",
    "lap.require, require",
    "lldap.require, require",
    "lddap.REQUIRE, require",
    "ldaq.require, require",
    "LDPA_REQUIRE, require",
    "ldap_require, require",
    "ldap-require, require",
    "ldapRequire, require",
    "ldaprequire, require",
    "LDAP_REQUIRE, require",
    "ldap/deny, deny",
    "ldpa.require.2, require.2",
    "ldpa.user-search.2.base, user-search.2.base",
    "ldpa.memberOf.attribute, member-of.attribute",
    "ldpa.role.ADMIN, role.ADMIN",
    "ldap_flag.staff, flag.staff",
    "ldpa.attribute[mail], attribute[mail]",
  })
  void misspeltPrefixIsMistake(String key, String meant) {
    assertThat(mistakes(withGroups(key, STAFF)))
        .containsExactly(key + ": does not begin with \"ldap.\"; did you mean ldap." + meant + "?");
  }

  @ParameterizedTest
  @CsvSource({
    "LDAP_, LDPA_REQUIRE, LDAP_REQUIRE",
    "LDAP_, ldap.require, LDAP_REQUIRE",
    "LDAP_, LDAPREQUIRE, LDAP_REQUIRE",
    "ldap, ldpaRequire, ldap.require",
    "ldap, ldpa.require, ldap.require",
    "app.ldap., app.ldpa.require, app.ldap.require",
    "app.ldap., ap.ldap.require, app.ldap.require",
    "app.ldap., app-ldap.require, app.ldap.require",
    "ldap1., ldpa1.require, ldap1.require",
  })
  void prefixOfYourOwnIsCheckedToo(String prefix, String key, String meant) {
    Map<String, String> settings = withPrefix(prefix, withGroups());
    settings.put(key, STAFF);

    assertThat(mistakesOf(LdapAuthProperties.read(settings, prefix)::build))
        .containsExactly(
            key + ": does not begin with \"" + prefix + "\"; did you mean " + meant + "?");
  }

  @Test
  void everyKeyOfTheExampleNeedsItsPrefix() throws IOException {
    Properties everything =
        properties(
            SettingKeysTest.example().stream().map(line -> line.replaceFirst("^#ldap", "ldap")));
    for (String key : everything.stringPropertyNames()) {
      String misspelt = key.replaceFirst("ldap", "ldpa");
      if (!key.equals("ldap.preset")) {
        assertThat(mistakes(settings(misspelt, "x")))
            .singleElement()
            .asString()
            .startsWith(misspelt + ": does not begin with \"ldap.\"; did you mean " + key + "?");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ldap2.require",
        "ldap-2.require",
        "ldap2.server.hosts",
        "spring.ldap.base",
        "spring.ldap.require",
        "branch.require",
        "require",
        "ldaps",
        "ldap",
        "ldap-pool.cache",
        "ldapPool.size",
        "LDAPTLS_REQCERT",
        "LDAP_PORT",
        "LDAP_SERVICE_HOST",
        "LDAPBASE",
        "oldap.client-id",
        "ldpa.colour",
      })
  void keyOfAnotherProgramIsIgnored(String key) {
    assertThat(LdapAuthProperties.read(settings(key, "x"), "ldap.").build()).isNotNull();
  }

  @Test
  void configurationWithSimilarPrefixIsNoMistake() {
    Map<String, String> both = withPrefix("east.", withGroups("ldap.require", STAFF));
    both.putAll(withPrefix("west.", withGroups("ldap.deny", STAFF)));

    for (String prefix : List.of("east.", "west.")) {
      assertThat(LdapAuthProperties.read(both, prefix).build()).isNotNull();
    }
    both.put("esat.deny", STAFF);
    assertThat(mistakesOf(LdapAuthProperties.read(both, "east.")::build))
        .containsExactly("esat.deny: does not begin with \"east.\"; did you mean east.deny?");
  }

  @Test
  void serversAloneAreNoOtherConfiguration() {
    Map<String, String> settings =
        withGroups("ldpa.server.hosts", "ldap2.example.com", "ldpa.require", STAFF);

    assertThat(mistakes(settings)).hasSize(2).allMatch(m -> m.startsWith("ldpa."));
  }

  @Test
  void sectionOfAnotherProgramIsNoMistake() {
    Map<String, String> settings = settings("oldap.cache", "5m", "oldap.client-id", "app");

    assertThat(LdapAuthProperties.read(settings, "ldap.").build()).isNotNull();
  }

  @Test
  void variableThatSetsTheSameKeyIsNoMistake() {
    Map<String, String> settings = withGroups("ldap.require", STAFF, "LDAP_REQUIRE", STAFF);
    assertThat(LdapAuthProperties.read(settings, "ldap.").build()).isNotNull();

    settings.put("LDAP_REQUIRE", "cn=team,ou=groups,dc=example,dc=com");
    assertThat(mistakes(settings))
        .containsExactly("LDAP_REQUIRE: does not begin with \"ldap.\"; did you mean ldap.require?");
  }

  @Test
  void roleWithMisspeltPrefixIsMistakeOfTheMapping() {
    LdapAuthConfig config = LdapAuthProperties.read(withGroups(), "ldap.").build();
    Map<String, String> roles = Map.of("ldap.role.READER", STAFF, "ldpa.role.ADMIN", STAFF);

    assertThat(mistakesOf(() -> MappingProperties.read(roles, "ldap.").roles(config, n -> n)))
        .containsExactly(
            "ldpa.role.ADMIN: does not begin with \"ldap.\"; did you mean ldap.role.ADMIN?");
  }

  @Test
  void emptyPrefixHasNoOtherKeys() {
    Map<String, String> settings = withPrefix("", settings());

    assertThat(LdapAuthProperties.read(settings, "").build()).asString().contains(PEOPLE);
  }
}
