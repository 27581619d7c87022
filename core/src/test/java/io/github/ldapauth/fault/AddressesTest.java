// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.fault;

import static io.github.ldapauth.fixture.Directories.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapDiagnosis;
import io.github.ldapauth.LdapDiagnosis.Step;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.fixture.MachineTime;
import io.github.ldapauth.fixture.OtherProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Names of servers that DNS does not answer, or answers with several addresses. A JVM of its own
 * signs in, whose names come from a file.
 */
class AddressesTest extends FaultStories {

  private static final String NAME = "ldap.example.test";

  private static final int TIMES = 3;

  @TempDir Path folder;

  /** What the other JVM does: it loads its classes, then signs alice in at the servers to test. */
  static final class SigningProgram {

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
          long start = MachineTime.millisOfThisThread();
          String outcome;
          try {
            boolean isYes =
                authenticator.authenticate("alice", "wonderland") instanceof Authenticated;
            outcome = isYes ? "yes" : "no";
          } catch (LdapDirectoryException e) {
            outcome = e.stage().toString();
          }
          System.out.println(outcome + " " + (MachineTime.millisOfThisThread() - start));
        }
      }
    }

    private SigningProgram() {}
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

  /** Returns the outcomes of sign-ins in another JVM, none of which exceeded its limit. */
  private List<String> signInElsewhere(Path names, String... hosts) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(second.hostAndPort()));
    arguments.addAll(List.of(hosts));
    signIns.addAndGet(1 + TIMES);
    List<String> lines = run(SigningProgram.class, names, arguments.toArray(String[]::new));
    List<String> outcomes = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      int space = line.indexOf(' ');
      outcomes.add(line.substring(0, space));
      assertThat(Long.parseLong(line.substring(space + 1))).isLessThan(LIMIT.toMillis() + SLACK);
    }
    return outcomes;
  }

  private List<String> run(Class<?> program, Path names, String... arguments) throws Exception {
    return OtherProgram.run(
        folder, List.of(), List.of("-Djdk.net.hosts.file=" + names), program, arguments);
  }
}
