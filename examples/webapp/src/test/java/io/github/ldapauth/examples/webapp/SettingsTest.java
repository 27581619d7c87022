// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.ldapauth.InvalidConfigException;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.properties.LdapAuthProperties;
import io.github.ldapauth.properties.MappingProperties;
import io.github.ldapauth.testkit.TestDirectory;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

  private static Properties properties(String... further) {
    Properties properties = new Properties();
    for (int i = 0; i < further.length; i += 2) {
      properties.setProperty(further[i], further[i + 1]);
    }
    return properties;
  }

  @Test
  void defaultsAreAnEmbeddedDatabaseAndThisMachineOnly() {
    Settings settings = Settings.of(properties());

    assertThat(settings.host()).isEqualTo("localhost");
    assertThat(settings.databaseUrl()).startsWith("jdbc:h2:mem:");
    assertThat(settings.behindTlsProxy()).isFalse();
  }

  @Test
  void passwordsInClearTextFromOtherMachinesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.of(properties("app.host", "0.0.0.0")))
        .withMessageContaining("clear text");
    assertThat(
            Settings.of(properties("app.host", "0.0.0.0", "app.behind-tls-proxy", "true")).host())
        .isEqualTo("0.0.0.0");
  }

  @Test
  void mistakesNameTheKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.of(properties("app.prot", "8081", "lapd.x", "y")))
        .withMessageContaining("app.prot")
        .withMessageContaining("lapd.x");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.of(properties("app.port", "http")))
        .withMessageStartingWith("app.port:");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.of(properties("app.behind-tls-proxy", "yes")))
        .withMessageStartingWith("app.behind-tls-proxy:");
  }

  @Test
  void keyThatOccursTwiceIsMistake(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("app.properties"), "app.port=80\napp.port=81");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.read(file))
        .withMessageContaining("app.port: occurs twice");
  }

  @Test
  void misspeltRoleIsNamedWithItsKey() {
    try (TestDirectory company = DemoDirectory.start()) {
      Properties properties = DemoDirectory.properties(company);
      properties.setProperty("ldap.role.STUFF", company.dn("staff"));

      assertThatExceptionOfType(InvalidConfigException.class)
          .isThrownBy(() -> WebApp.start(Settings.of(properties)))
          .withMessageContaining("ldap.role.STUFF: there is no role STUFF");
    }
  }

  @Test
  void settingsOfTheReadmeAreReadable() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    int start = readme.indexOf("```properties\n") + "```properties\n".length();
    Properties properties = new Properties();
    properties.load(new StringReader(readme.substring(start, readme.indexOf("```", start))));

    Settings settings = Settings.of(properties);
    assertThat(settings.databaseUrl()).isEqualTo("jdbc:postgresql://localhost/webapp");
    LdapAuthConfig config = LdapAuthProperties.read(settings.ldap(), "ldap.").build();
    assertThat(config.toString()).contains("ldap1.example.com");
    assertThat(
            MappingProperties.read(settings.ldap(), "ldap.").roles(config, Role::valueOf).queries())
        .hasSize(2);
  }

  @Test
  void textOfTheSettingsHasNoPassword() {
    assertThat(Settings.of(properties("app.database.password", "s3cret")).toString())
        .doesNotContain("s3cret");
  }
}
