// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.springboot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.InvalidConfigException;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.properties.MappingProperties;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;

/** The settings of the application, from YAML and the environment. */
class DirectoryConfigurationTest {

  private static final Map<String, Object> PASSWORD = Map.of("DIRECTORY_PASSWORD", "secret");

  private static StandardEnvironment environment(Resource yaml, Map<String, Object> variables)
      throws IOException {
    StandardEnvironment environment = new StandardEnvironment();
    var sources = environment.getPropertySources();
    sources.forEach(source -> sources.remove(source.getName()));
    sources.addLast(
        new SystemEnvironmentPropertySource(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    new YamlPropertySourceLoader().load("application", yaml).forEach(sources::addLast);
    return environment;
  }

  private static LdapAuthConfig config(Map<String, Object> variables) throws IOException {
    return new DirectoryConfiguration()
        .ldapAuthConfig(environment(new ClassPathResource("application.yaml"), variables));
  }

  @Test
  void passwordComesFromItsVariable() throws IOException {
    assertThat(config(PASSWORD)).asString().contains("server=ldap1.example.com:636, ");
  }

  @Test
  void variableSetsAKeyThatIsInTheYamlToo() throws IOException {
    Map<String, Object> variables = new HashMap<>(PASSWORD);
    variables.put("LDAP_SERVICE_ACCOUNT_PASSWORD", "another secret");
    variables.put("LDAP_GROUP_SEARCH_BASE", "ou=teams,dc=example,dc=com");
    variables.put("LDAP_ROLE_STAFF", "cn=staff,ou=teams,dc=example,dc=com");
    variables.put("LDAP_USERSEARCH_BASE", "ou=staff,dc=example,dc=com");
    variables.put("LDAP_SERVER_URLS", "ldaps://ldap3.example.com");

    assertThat(config(variables))
        .asString()
        .contains("server=ldap3.example.com:636, ", "ou=teams,", "ou=staff,")
        .doesNotContain("ou=groups,", "ou=people,");
  }

  @Test
  void roleKeepsTheSpellingOfTheYaml() throws IOException {
    String yaml = "ldap.role.STAFF: cn=staff,ou=groups,dc=example,dc=com";
    Map<String, String> settings =
        DirectoryConfiguration.settings(
            environment(
                new ByteArrayResource(yaml.getBytes(UTF_8)),
                Map.of("LDAP_ROLE_STAFF", "cn=team,ou=groups,dc=example,dc=com")));

    assertThat(MappingProperties.read(settings, "ldap.").roles(config(PASSWORD), name -> name))
        .hasToString("RoleMapping[(group=cn=team,ou=groups,dc=example,dc=com): STAFF]");
  }

  @Test
  void applicationWithoutSettingsDoesNotStart() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> new DirectoryConfiguration().ldapAuthConfig(new StandardEnvironment()))
        .satisfies(
            e ->
                assertThat(e.mistakes())
                    .startsWith("no key begins with \"ldap.\"", "ldap.server.hosts: is missing"));
  }

  @Test
  void presetHasAFlatKeyBesideIt() throws IOException {
    String yaml =
        """
        ldap:
          preset: active-directory
          preset.domain: ad.example.com
          server:
            hosts: dc1.ad.example.com, dc2.ad.example.com
          user-active-directory:
            netbios-name: AD
          role:
            STAFF: CN=Staff,OU=Groups,DC=ad,DC=example,DC=com
        """;
    var environment = environment(new ByteArrayResource(yaml.getBytes(UTF_8)), Map.of());

    assertThat(new DirectoryConfiguration().ldapAuthConfig(environment))
        .asString()
        .contains(
            "server=dc1.ad.example.com:636, dc2.ad.example.com:636, ",
            "users=activeDirectory(ad.example.com, AD, ");
  }
}
