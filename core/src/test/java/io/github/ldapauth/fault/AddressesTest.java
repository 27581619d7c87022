// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.fault;

import static io.github.ldapauth.fixture.Directories.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPConnection;
import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapDiagnosis;
import io.github.ldapauth.LdapDiagnosis.Step;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.fixture.MachineTime;
import io.github.ldapauth.realserver.Slapd;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/**
 * Names of servers that DNS does not answer, or answers with several addresses. A JVM of its own
 * signs in, whose names come from a file.
 */
class AddressesTest extends FaultStories {

  private static final String NAME = "ldap.example.test";

  private static final int TIMES = 3;

  @TempDir Path folder;

  /** What the other JVM does: it loads its classes, then signs alice in at the servers to test. */
  static final class OtherProgram {

    public static void main(String... hosts) {
      signIn(LdapServer.insecure(hosts[0]), Duration.ofSeconds(15), 1);
      String[] others = Arrays.copyOfRange(hosts, 1, hosts.length);
      signIn(
          LdapServer.insecure(others).connectTimeout(CONNECT).responseTimeout(RESPONSE),
          LIMIT,
          TIMES);
    }

    private static void signIn(LdapServer server, Duration limit, int times) {
      var config =
          LdapAuthConfig.builder(server, Directories.byUid())
              .serviceAccount(SERVICE, "service secret")
              .timeLimit(limit)
              .build();
      try (var authenticator = LdapAuthenticator.create(config)) {
        for (int i = 0; i < times; i++) {
          long start = MachineTime.millis();
          String outcome;
          try {
            boolean isYes =
                authenticator.authenticate("alice", "wonderland") instanceof Authenticated;
            outcome = isYes ? "yes" : "no";
          } catch (LdapDirectoryException e) {
            outcome = e.stage().toString();
          }
          System.out.println(outcome + " " + (MachineTime.millis() - start));
        }
      }
    }

    private OtherProgram() {}
  }

  /** Another program: it prints what a diagnosis tells of each address of a host. */
  static final class DiagnosingProgram {

    public static void main(String... hosts) {
      var config =
          LdapAuthConfig.builder(LdapServer.insecure(hosts[0]), Directories.byUid())
              .serviceAccount(SERVICE, "service secret")
              .build();
      try (var authenticator = LdapAuthenticator.create(config)) {
        LdapDiagnosis diagnosis = LdapDiagnosis.run(authenticator);
        diagnosis.checks().stream()
            .filter(check -> check.step() == Step.CONNECT)
            .forEach(check -> System.out.println(check.status()));
        System.out.println(diagnosis.firstFailure().isPresent() ? "failed" : "works");
      }
    }

    private DiagnosingProgram() {}
  }

  @Test
  void dnsThatNeverAnswersEndsWithTheDeadline() throws Exception {
    assertThat(signInElsewhere(silentDns(), NAME + ":" + toFirst.port()))
        .containsOnly("CONNECT")
        .hasSize(TIMES);
    assertThat(toFirst.opened()).isZero();
  }

  @Test
  void otherServerAnswersIfDnsDoesNotKnowTheFirst() throws Exception {
    assertThat(
            signInElsewhere(
                silentDns(), NAME + ":" + toFirst.port(), "127.0.0.1:" + toSecond.port()))
        .containsOnly("yes")
        .hasSize(TIMES);
  }

  /** Nothing listens on the first address. */
  @Test
  void secondAddressIsUsedIfTheFirstRefuses() throws Exception {
    assertThat(signInElsewhere(twoAddresses(), NAME + ":" + toFirst.port()))
        .containsOnly("yes")
        .hasSize(TIMES);
    assertThat(toFirst.opened()).isEqualTo(2);
  }

  /** Nothing listens on the first address, which is a warning: sign-ins use the other one. */
  @Test
  void diagnosisTriesEachAddress() throws Exception {
    assertThat(run(DiagnosingProgram.class, twoAddresses(), NAME + ":" + toFirst.port()))
        .containsExactly("WARNING", "PASSED", "works");
  }

  private Path twoAddresses() throws IOException {
    return Files.write(folder.resolve("hosts"), List.of("127.0.0.2 " + NAME, "127.0.0.1 " + NAME));
  }

  /** Returns a file of names whose reader waits for ever. */
  private Path silentDns() throws Exception {
    Path pipe = folder.resolve("hosts");
    Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
    assertThat(made.waitFor()).isZero();
    return pipe;
  }

  /** Returns the class path for the other program, which is not always that of the test runner. */
  private static String classPath() throws URISyntaxException {
    List<String> paths = new ArrayList<>();
    for (Class<?> each :
        List.of(
            OtherProgram.class,
            LdapAuthenticator.class,
            Slapd.class,
            LDAPConnection.class,
            Logger.class,
            NullMarked.class,
            Test.class)) {
      paths.add(
          Path.of(each.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    }
    return String.join(File.pathSeparator, paths);
  }

  /** Returns the outcomes of sign-ins in another JVM, none of which exceeded its limit. */
  private List<String> signInElsewhere(Path names, String... hosts) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(second.hostAndPort()));
    arguments.addAll(List.of(hosts));
    signIns.addAndGet(1 + TIMES);
    List<String> lines = run(OtherProgram.class, names, arguments.toArray(String[]::new));
    List<String> outcomes = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      int space = line.indexOf(' ');
      outcomes.add(line.substring(0, space));
      assertThat(Long.parseLong(line.substring(space + 1))).isLessThan(LIMIT.toMillis() + SLACK);
    }
    return outcomes;
  }

  /** Runs a program in another JVM, and returns the lines that it prints. */
  private List<String> run(Class<?> program, Path names, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Djdk.net.hosts.file=" + names, "-cp", classPath()));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    assertThat(process.exitValue())
        .describedAs(Files.readString(folder.resolve("errors")))
        .isZero();
    return Files.readAllLines(output);
  }
}
