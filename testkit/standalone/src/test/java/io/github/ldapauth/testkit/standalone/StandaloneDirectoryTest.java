// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchScope;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar, started as its users start it. */
class StandaloneDirectoryTest {

  private static final Path JAR = Path.of("target/ldapauth-testkit-standalone.jar");
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
  private static final Pattern ADDRESS = Pattern.compile("ldaps?://127\\.0\\.0\\.1:(\\d+)");

  private static final String PEOPLE =
      """
      dn: dc=ad,dc=example,dc=org
      objectClass: domainDNS
      dc: ad

      dn: CN=Alice,CN=Users,dc=ad,dc=example,dc=org
      objectClass: user
      sAMAccountName: alice
      userPrincipalName: alice@ad.example.org
      userPassword: wonderland
      """;

  @TempDir private Path folder;

  private record Run(Process process, String firstLine) implements AutoCloseable {

    /** Starts the jar, and waits for its first line. */
    static Run of(String... options) throws IOException {
      return of(List.of(), options);
    }

    private static Run of(List<String> launcher, String... options) throws IOException {
      List<String> command = new ArrayList<>(launcher);
      command.addAll(List.of(JAVA.toString(), "-jar", JAR.toString()));
      command.addAll(List.of(options));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      BufferedReader output = process.inputReader();
      return new Run(process, String.valueOf(output.readLine()));
    }

    int port() {
      Matcher address = ADDRESS.matcher(firstLine);
      assertThat(address.find()).as(firstLine).isTrue();
      return Integer.parseInt(address.group(1));
    }

    /** Sends a signal, and returns the exit status and what else was printed. */
    String end(String signal) throws Exception {
      new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
      return process.waitFor() + process.inputReader().lines().collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
      process.destroy();
    }
  }

  /** The shell's status of a process that a signal ends. */
  @Test
  void sigtermEndsTheDirectoryAndItsConnections() throws Exception {
    try (Run run = Run.of("--port", "0");
        LDAPConnection client = new LDAPConnection("127.0.0.1", run.port())) {
      int port = run.port();
      assertThat(run.end("TERM")).isEqualTo("143");
      assertThatThrownBy(client::getRootDSE).isInstanceOf(LDAPException.class);
      new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    }
  }

  /** A shell lets its background processes ignore this signal, so that the test undoes that. */
  @Test
  void controlCEndsTheDirectory() throws Exception {
    try (Run run = Run.of(List.of("env", "--default-signal=INT"), "--port", "0")) {
      assertThat(run.firstLine()).startsWith("listening on ");
      assertThat(run.end("INT")).isEqualTo("130");
    }
  }

  @Test
  void entriesOfAFileAreServedLikeTheKind() throws Exception {
    Path people = Files.writeString(folder.resolve("people.ldif"), PEOPLE);
    try (Run run =
            Run.of("--kind", "active-directory", "--ldif", people.toString(), "--port", "0");
        LDAPConnection client = new LDAPConnection("127.0.0.1", run.port())) {
      client.bind("alice@ad.example.org", "wonderland");
      assertThat(
              client
                  .search("dc=ad,dc=example,dc=org", SearchScope.SUB, "(sAMAccountName=alice)")
                  .getEntryCount())
          .isEqualTo(1);
      assertThat(run.firstLine()).endsWith("like active-directory");
    }
  }

  @Test
  void usersAndAdministratorsComeByOption() throws Exception {
    Path authority = folder.resolve("ca.pem");
    try (Run run =
            Run.of(
                "--user",
                "alice:wonder:land",
                "--administrator",
                "cn=admin,cn=config:secret",
                "--tls",
                authority.toString(),
                "--bind-required",
                "--port",
                "0",
                "--ldaps-port",
                "0");
        LDAPConnection client = new LDAPConnection("127.0.0.1", run.port())) {
      client.bind("uid=alice,ou=people,dc=example,dc=com", "wonder:land");
      client.bind("cn=admin,cn=config", "secret");
      assertThat(authority).content().startsWith("-----BEGIN CERTIFICATE-----");
      assertThat(run.firstLine()).contains(" and ldaps://127.0.0.1:");
    }
  }

  @Test
  void portInUseIsReportedInOneLine() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Run run = Run.of("--port", String.valueOf(other.getLocalPort()))) {
      assertThat(run.firstLine())
          .isEqualTo(
              "cannot start: the directory could not listen on port "
                  + other.getLocalPort()
                  + " of loopback: Address already in use; port 0 stands for a free one");
      assertThat(run.process().waitFor()).isEqualTo(1);
    }
  }

  @Test
  void fileThatDoesNotParseIsNamed() throws Exception {
    Path broken = Files.writeString(folder.resolve("broken.ldif"), "no entry\n");
    try (Run run = Run.of("--ldif", broken.toString())) {
      assertThat(run.firstLine()).startsWith("cannot start: " + broken + " does not parse: ");
      assertThat(run.process().waitFor()).isEqualTo(1);
    }
  }

  @Test
  void fileThatCannotBeReadIsNamed() throws Exception {
    Path missing = folder.resolve("none.ldif");
    try (Run none = Run.of("--ldif", missing.toString());
        Run noFile = Run.of("--ldif", folder.toString())) {
      assertThat(none.firstLine())
          .isEqualTo("cannot start: cannot read " + missing + ": there is no such file");
      assertThat(none.process().waitFor()).isEqualTo(1);
      assertThat(noFile.firstLine())
          .isEqualTo("cannot start: cannot read " + folder + ": Is a directory");
      assertThat(noFile.process().waitFor()).isEqualTo(1);
    }
  }

  @Test
  void unwritableCertificateFileIsNamed() throws Exception {
    Path file = folder.resolve("none/ca.pem");
    try (Run run = Run.of("--tls", file.toString(), "--port", "0")) {
      assertThat(run.firstLine()).isEqualTo("cannot start: cannot write " + file);
      assertThat(run.process().waitFor()).isEqualTo(1);
    }
  }

  @Test
  void wrongOptionsAreExplained() throws Exception {
    try (Run kind = Run.of("--kind", "openldap");
        Run user = Run.of("--user", "wonderland");
        Run port = Run.of("--port", "70000")) {
      assertThat(kind.firstLine()).contains("\"openldap\" is none of plain, open-ldap,");
      assertThat(kind.process().waitFor()).isEqualTo(2);
      assertThat(user.firstLine()).contains("--user").doesNotContain("wonderland");
      assertThat(user.process().waitFor()).isEqualTo(2);
      assertThat(port.firstLine()).contains("--port", "\"70000\" is not a port");
      assertThat(port.process().waitFor()).isEqualTo(2);
    }
  }

  @Test
  void optionsThatDoNotFitAreExplained() throws Exception {
    try (Run tls = Run.of("--tls-required");
        Run base = Run.of("--base-dn", "nonsense");
        Run user = Run.of("--user", "alice:")) {
      assertThat(tls.firstLine()).isEqualTo("--tls-required needs --tls");
      assertThat(tls.process().waitFor()).isEqualTo(2);
      assertThat(base.firstLine()).contains("--base-dn", "\"nonsense\" is not a DN");
      assertThat(base.process().waitFor()).isEqualTo(2);
      assertThat(user.process().waitFor()).isEqualTo(2);
    }
  }

  @Test
  void entryThatCannotBeIsNamedWithItsLine() throws Exception {
    Path orphan =
        Files.writeString(
            folder.resolve("orphan.ldif"),
            PEOPLE + "\ndn: CN=Bob,OU=None,dc=ad,dc=example,dc=org\nobjectClass: user\n");
    try (Run run =
        Run.of("--kind", "active-directory", "--ldif", orphan.toString(), "--port", "0")) {
      assertThat(run.firstLine()).contains(orphan + " in line 11 of LDIF: ");
      assertThat(run.process().waitFor()).isEqualTo(1);
    }
  }

  @Test
  void helpListsOptionsAndTheirDefaults() throws Exception {
    try (Run run = Run.of("--help")) {
      assertThat(run.firstLine()).startsWith("Usage: java -jar ldapauth-testkit-standalone.jar");
      String help = String.join("\n", run.process().inputReader().lines().toList());
      assertThat(help)
          .contains("--ldif=FILE", "Default: 3389", "loopback interface only")
          .doesNotContain("[]", "null");
      assertThat(run.process().waitFor()).isZero();
    }
  }
}
