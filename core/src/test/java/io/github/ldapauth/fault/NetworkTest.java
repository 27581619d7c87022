// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.fault;

import static io.github.ldapauth.fault.FaultStories.CONNECT;
import static io.github.ldapauth.fault.FaultStories.LIMIT;
import static io.github.ldapauth.fault.FaultStories.RESPONSE;
import static io.github.ldapauth.fault.FaultStories.SLACK;
import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.fixture.Leftovers;
import io.github.ldapauth.fixture.MachineTime;
import io.github.ldapauth.fixture.OtherProgram;
import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.testkit.TestCertificates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A network that loses all packets, those that open and close connections too. The kernel loses
 * them, in a network namespace of its own, which only root may make.
 */
class NetworkTest {

  private static final String OTHER_NETWORK = "unshare -n ";
  private static final String LOOPBACK = "ip link set lo up";
  private static final String LOSE = "tc qdisc add dev lo root tbf rate 8bit burst 1b limit 1b";
  private static final String HEAL = "tc qdisc del dev lo root";
  private static final int CONNECTIONS = 6;

  @TempDir Path folder;

  private static boolean succeeds(String command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command.split(" ", -1))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false; // not installed
    }
  }

  @Test
  void lostPacketsEndWithTheDeadlineAndCostClosingNothing() throws Exception {
    assumeTrue(
        succeeds(OTHER_NETWORK + LOOPBACK) && succeeds(OTHER_NETWORK + LOSE),
        "no network namespace that can lose packets");
    List<String> lines =
        OtherProgram.run(
            folder, List.of(OTHER_NETWORK.trim().split(" ", -1)), List.of(), Program.class);

    assertThat(lines)
        .containsExactly(
            "yes in time", // the network works
            "no answer in time", // packets of open connections are lost
            "no answer in time", // those that would open connections too
            "yes in time", // the network works again
            "closed in time", // while packets are lost
            "nothing left",
            "one bind at most");
  }

  /** What the other JVM does. */
  static final class Program {

    private Program() {}

    public static void main(String... none) throws Exception {
      require(LOOPBACK);
      try (Slapd slapd =
          Slapd.start(TestCertificates.forHosts("127.0.0.1"), Directories.slapdLdif())) {
        LdapServer server =
            LdapServer.ldaps(slapd.ldapsHostAndPort()).trustedCertificates(slapd.authority());
        loadClasses(server);
        long before = slapd.binds(ALICE);
        int port = Integer.parseInt(slapd.ldapsHostAndPort().split(":", -1)[1]);
        Leftovers leftovers = Leftovers.from();
        LdapAuthenticator<LdapUser> authenticator =
            LdapAuthenticator.create(
                config(server.connectTimeout(CONNECT).responseTimeout(RESPONSE))
                    .timeLimit(LIMIT)
                    .build());
        int signIns = openConnections(authenticator, port);
        report(authenticator);
        require(LOSE);
        report(authenticator);
        report(authenticator);
        require(HEAL);
        report(authenticator);
        signIns += 4 + openConnections(authenticator, port);
        require(LOSE);
        long start = MachineTime.millisOfThisThread();
        authenticator.close();
        System.out.println("closed " + time(start, 0));
        List<String> left = new ArrayList<>(leftovers.threadsLeft());
        left.addAll(Leftovers.socketsLeft(port));
        System.out.println(left.isEmpty() ? "nothing left" : "left: " + left);
        require(HEAL);
        System.out.println(
            slapd.binds(ALICE) - before <= signIns ? "one bind at most" : "too many binds");
      }
    }

    private static LdapAuthConfigBuilder config(LdapServer server) {
      return LdapAuthConfig.builder(server, Directories.byUid())
          .serviceAccount(SERVICE, "service secret");
    }

    /** The first handshake of a JVM may take longer than the short limits. */
    private static void loadClasses(LdapServer server) {
      LdapServer patient = Directories.patient(server);
      try (var authenticator =
          LdapAuthenticator.create(config(patient).timeLimit(Directories.PATIENCE).build())) {
        authenticator.authenticate("alice", "wonderland");
      }
    }

    /** Leaves some idle connections. Returns how many sign-ins that took. */
    private static int openConnections(LdapAuthenticator<LdapUser> authenticator, int port)
        throws InterruptedException {
      int signIns = 0;
      while (Leftovers.sockets(port).size() < CONNECTIONS) {
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        for (int i = 0; i < CONNECTIONS; i++) {
          threads.execute(() -> authenticator.authenticate("alice", "wonderland"));
          signIns++;
        }
        threads.shutdown();
        threads.awaitTermination(1, TimeUnit.MINUTES);
      }
      return signIns;
    }

    private static void report(LdapAuthenticator<LdapUser> authenticator) {
      long start = MachineTime.millisOfThisThread();
      String outcome;
      try {
        boolean isYes = authenticator.authenticate("alice", "wonderland").user().isPresent();
        outcome = isYes ? "yes" : "no";
      } catch (LdapDirectoryException e) {
        outcome = "no answer";
      }
      System.out.println(outcome + " " + time(start, LIMIT.toMillis()));
    }

    private static String time(long start, long limit) {
      long millis = MachineTime.millisOfThisThread() - start;
      return millis <= limit + SLACK ? "in time" : "after " + millis + " ms";
    }

    private static void require(String command) throws InterruptedException {
      if (!succeeds(command)) {
        throw new AssertionError(command);
      }
    }
  }
}
