// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.testkit.TestDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickStartTest {

  private final StringWriter out = new StringWriter();

  @TempDir private Path folder;

  private boolean run(Prompt prompt, String... arguments) {
    return QuickStart.run(arguments, prompt, new PrintWriter(out));
  }

  /** A user at the console. */
  private static Prompt typing(String username, String password) {
    return new Prompt() {
      @Override
      public String username() {
        return username;
      }

      @Override
      public char[] password() {
        return password.toCharArray();
      }
    };
  }

  /** Fails the test if the program asks. */
  private static Prompt unused() {
    return new Prompt() {
      @Override
      public String username() {
        throw new AssertionError("asks for a user name");
      }

      @Override
      public char[] password() {
        throw new AssertionError("asks for a password");
      }
    };
  }

  private String file(String... lines) throws IOException {
    return Files.writeString(folder.resolve("app.properties"), String.join("\n", lines)).toString();
  }

  private static TestDirectory someDirectory() {
    return TestDirectory.builder()
        .bindRequiredToSearch()
        .user("carol", user -> user.password("secret").attribute("mail", "carol@example.com"))
        .group("staff", group -> group.members("carol"))
        .start();
  }

  private static String[] settings(TestDirectory directory) {
    return new String[] {
      "ldap.server.urls = " + directory.url(),
      "ldap.service-account.dn = uid=carol,ou=people,dc=example,dc=com",
      "ldap.service-account.password = secret",
      "ldap.user-search.base = ou=people,dc=example,dc=com",
      "ldap.user-search.filter = (uid={username})",
      "ldap.group-search.base = ou=groups,dc=example,dc=com",
      "ldap.group-search.type = groupOfNames",
    };
  }

  private String file(TestDirectory directory, String more) throws IOException {
    return file(String.join("\n", settings(directory)), more);
  }

  @Test
  void demonstrationShowsEveryKindOfResult() {
    assertThat(run(unused())).isTrue();

    assertThat(out.toString())
        .containsSubsequence(
            "yes:        uid=alice,ou=people,dc=example,dc=com",
            "attribute:  cn = [Alice Adams]",
            "groups:     [administrators, staff]",
            "created:    alice, first name Alice, mail alice@example.com, administrator",
            "updated:    alice, first name Alice, mail alice.adams@example.com, administrator",
            "A wrong password:",
            "no:         INVALID_CREDENTIALS",
            "An unknown user:",
            "no:         USER_NOT_FOUND",
            "outside the required group",
            "no:         REQUIREMENT_NOT_MET")
        .doesNotContain("wonderland");
  }

  @Test
  void readmeShowsTheEndOfTheDemonstration() throws IOException {
    run(unused());

    String last = out.toString().replaceFirst("(?s).*(?=The right password)", "");
    assertThat(Files.readString(Path.of("../../README.md"))).contains("```text\n" + last + "```");
  }

  @Test
  void ownDirectoryIsCheckedBeforeTheSignIn() throws IOException {
    try (TestDirectory directory = someDirectory()) {
      String file = file(directory, "ldap.require = cn=staff,ou=groups,dc=example,dc=com");

      assertThat(run(typing("carol", "secret"), file)).isTrue();
      assertThat(out.toString())
          .containsSubsequence(
              "The directory fits " + file, "groups:     [staff]", "mail carol@example.com");
    }
  }

  @Test
  void problemsAreListedBeforeTheSignIn() throws IOException {
    try (TestDirectory directory = someDirectory()) {
      String file = file(directory, "ldap.require = cn=staf,ou=groups,dc=example,dc=com");

      assertThat(run(typing("carol", "secret"), file)).isFalse();
      assertThat(out.toString())
          .containsSubsequence(
              "These problems of " + file,
              "- ldap.require ",
              "cn=staf,",
              "is not there, or cannot be seen",
              "no:         MEMBERSHIP_UNKNOWN");
    }
  }

  @Test
  void rolesOfTheFileAreShown() throws IOException {
    try (TestDirectory directory = someDirectory()) {
      String file = file(directory, "ldap.role.EDITOR = cn=staff,ou=groups,dc=example,dc=com");

      assertThat(run(typing("carol", "secret"), file)).isTrue();
      assertThat(out.toString()).containsSubsequence("The directory fits", "roles:      [EDITOR]");
    }
  }

  @Test
  void wrongPasswordIsRejected() throws IOException {
    try (TestDirectory directory = someDirectory()) {
      assertThat(run(typing("carol", "guess"), file(directory, ""))).isFalse();
      assertThat(out.toString()).contains("no:         INVALID_CREDENTIALS");
    }
  }

  @Test
  void unreachableDirectoryIsListedAndFails() throws IOException {
    TestDirectory directory = someDirectory();
    String file = file(directory, "");
    directory.close();

    assertThat(run(typing("carol", "secret"), file)).isFalse();
    assertThat(out.toString())
        .containsSubsequence(
            "These problems of " + file,
            "- ldap.server.urls: CONNECT at " + directory.hostAndPort(),
            "The directory gave no answer: ");
  }

  @Test
  void mistakesOfTheFileAreListedTogether() throws IOException {
    String file = file("ldap.server.urls = ldap://ldap.example.com", "ldap.require = staff");

    assertThat(run(unused(), file)).isFalse();
    assertThat(out.toString())
        .contains("Fix this in " + file)
        .contains("- ldap.server.urls", "clear text", "- ldap.require ", "is no DN");
  }

  @Test
  void ruleThatWouldReplaceAnotherIsMistake() throws IOException {
    try (TestDirectory directory = someDirectory()) {
      String file =
          file(
              directory, "ldap.deny = cn=staff,ou=groups,dc=example,dc=com\nldap.deny = cn=a,dc=b");

      assertThat(run(unused(), file)).isFalse();
      assertThat(out.toString())
          .contains("Fix this in " + file, "- ldap.deny: occurs twice with different values");
    }
  }

  @Test
  void missingConsoleNamesTheCheckProgram() throws IOException {
    Prompt none =
        new Prompt() {
          @Override
          public String username() {
            throw new Prompt.NoConsole();
          }

          @Override
          public char[] password() {
            throw new Prompt.NoConsole();
          }
        };
    try (TestDirectory directory = someDirectory()) {
      assertThat(run(none, file(directory, ""))).isFalse();
      assertThat(out.toString())
          .containsSubsequence("The directory fits", "no console", "--password-stdin");
    }
  }

  @Test
  void missingFileIsNamed() {
    assertThat(run(unused(), "gone.properties")).isFalse();
    assertThat(out.toString()).contains("The file cannot be read: gone.properties");
  }
}
