// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import static io.github.ldapauth.fixture.Mistakes.mistakesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in which keys may occur several times: of two rules, only the last would count. */
class PropertiesFileTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("app.properties");
  }

  private Properties load(String... lines) throws IOException {
    Files.writeString(file, String.join("\n", lines));
    return LdapAuthProperties.load(file, "ldap.");
  }

  @Test
  void settingsAreLoadedAsByProperties() throws IOException {
    String[] lines = {
      "# remark \\",
      "ldap.deny : cn=Mëthod,\\",
      "  # dc=x",
      "! no",
      "",
      " \\",
      "app.name=x",
      "a b\\\\",
      "c\\\\\\",
      "d",
      "e",
      "\f#",
      "f=1\\"
    };
    Properties expected = new Properties();
    expected.load(new StringReader(String.join("\n", lines)));

    assertThat(load(lines)).isEqualTo(expected).containsEntry("ldap.deny", "cn=Mëthod,# dc=x");
  }

  @Test
  void keysThatOccurTwiceAreMistakes() {
    assertThat(
            mistakesOf(
                () ->
                    load(
                        "ldap.require = cn=staff,dc=x",
                        "ldap.deny = cn=suspended,dc=x",
                        "ldap.deny = cn=guests,dc=x",
                        "ldap.time-limit = 5s",
                        "ldap\\u002Erequire : cn=team,dc=x",
                        "ldap.deny = cn=others,dc=x")))
        .containsExactly(
            "ldap.deny: occurs twice with different values; number rules, as in deny.2",
            "ldap.require: occurs twice with different values; number rules, as in deny.2");
  }

  @Test
  void passwordIsNotShown() {
    assertThat(
            mistakesOf(
                () ->
                    load(
                        "ldap.service-account.password = secret",
                        "ldap.service-account.password = s3cret")))
        .singleElement()
        .asString()
        .startsWith("ldap.service-account.password: occurs twice")
        .doesNotContain("secret", "s3cret");
  }

  @Test
  void equalValueOrKeyOfAnotherProgramIsNoMistake() throws IOException {
    assertThat(load("ldap.deny = cn=a,dc=x", "ldap.deny = cn=a,dc=x", "app.name=x", "app.name=y"))
        .containsEntry("app.name", "y");
  }

  @Test
  void singleBackslashIsExplained() {
    assertThat(mistakesOf(() -> load("ldap.server.trusted-certificates = C:\\users\\ca.pem")))
        .singleElement()
        .asString()
        .startsWith(file + ": write each backslash twice (");
  }

  @Test
  void missingFileFails() {
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> LdapAuthProperties.load(file, "ldap."));
  }
}
