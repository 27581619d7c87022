// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickStartTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String password, String... arguments) {
    return QuickStart.commandLine(prompt -> password.toCharArray())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Test
  void demonstrationShowsEveryKindOfResult() {
    assertThat(run("")).isZero();

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
    assertThat(err.toString()).isEmpty();
  }

  private static TestDirectory someDirectory() {
    return TestDirectory.builder()
        .bindRequiredToSearch()
        .tls(TestCertificates.forHosts("127.0.0.1"))
        .user("carol", user -> user.password("secret").attribute("mail", "carol@example.com"))
        .group("staff", group -> group.members("carol"))
        .start();
  }

  private static String[] arguments(String... more) {
    List<String> always =
        List.of("--user-base", "ou=people,dc=example,dc=com", "--username", "carol");
    String service = "uid=carol,ou=people,dc=example,dc=com";
    return Stream.of(always.stream(), Stream.of("--service-dn", service), Stream.of(more))
        .flatMap(all -> all)
        .toArray(String[]::new);
  }

  @Test
  void ownDirectoryIsAskedTheSame() {
    try (TestDirectory directory = someDirectory()) {
      String[] arguments =
          arguments(
              "--server",
              directory.url(),
              "--group-base",
              "ou=groups,dc=example,dc=com",
              "--require-group",
              "cn=staff,ou=groups,dc=example,dc=com");

      assertThat(run("secret", arguments)).isZero();
      assertThat(out.toString()).contains("groups:     [staff]", "mail carol@example.com");
    }
  }

  @Test
  void startTlsAndOwnAuthorityAreOptions(@TempDir Path folder) throws IOException {
    try (TestDirectory directory = someDirectory()) {
      Path authority =
          Files.writeString(folder.resolve("ca.pem"), directory.certificates().authorityPem());
      String[] arguments =
          arguments("--server", directory.url(), "--start-tls", "--ca-file", authority.toString());

      assertThat(run("secret", arguments)).isZero();
      assertThat(directory.operations().extended()).isNotEmpty();
    }
  }

  @Test
  void failureIsPrintedWithItsStage() {
    try (TestDirectory directory = someDirectory()) {
      assertThat(run("wrong", arguments("--server", directory.url()))).isEqualTo(1);
      assertThat(err.toString()).contains("SERVICE_BIND", directory.hostAndPort());
    }
  }

  @Test
  void mistakesArePrintedTogether() {
    int status =
        run("secret", arguments("--server", "ldap://ldap.example.com", "--require-group", "staff"));

    assertThat(status).isEqualTo(2);
    assertThat(err.toString()).contains("clear text", "require", "groups(...)");
  }

  @Test
  void ownDirectoryNeedsItsOptions() {
    assertThat(run("secret", "--server", "ldaps://ldap.example.com")).isEqualTo(2);
    assertThat(err.toString()).contains("--user-base", "--username");
  }
}
