// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.fault;

import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.fixture.Leftovers;
import io.github.ldapauth.fixture.PinnedThreads;
import io.github.ldapauth.fixture.VirtualThreads;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.realserver.Slapd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Users sign in from platform threads, and from virtual ones where the JVM has them, while servers
 * are killed, paused, restarted and slowed at random. {@code -Dsoak.seconds} sets how long.
 */
@Tag("soak")
class SoakTest {

  private static final int PLATFORM = 200;
  private static final int VIRTUAL = VirtualThreads.exist() ? 5000 : 0;
  private static final int USERS = PLATFORM + VIRTUAL;
  private static final int PLATFORM_PAUSE = 1000;
  private static final int VIRTUAL_PAUSE = 20_000;
  private static final Duration LIMIT = Duration.ofSeconds(3);

  /** What a sign-in may take beyond its limit, and twice the delay of the machine's scheduler. */
  private static final long SLACK = 500;

  private static final long MEGABYTE = 1 << 20;
  private static final long HEAP_SLACK = 16 * MEGABYTE;

  private final Duration length = Duration.ofSeconds(Integer.getInteger("soak.seconds", 15));
  private final long seed = Long.getLong("soak.seed", System.nanoTime());

  private static LdapAuthenticator<LdapUser> authenticator(LdapServer server, UserLookup users) {
    return LdapAuthenticator.create(
        LdapAuthConfig.builder(
                server
                    .connectTimeout(Duration.ofMillis(500))
                    .responseTimeout(Duration.ofSeconds(1))
                    .coolDown(Duration.ofSeconds(1)),
                users)
            .serviceAccount(SERVICE, "service secret")
            .groups(GroupLookup.search(GROUPS, GroupType.groupOfNames()))
            .timeLimit(LIMIT)
            .build());
  }

  private static List<LdapAuthenticator<LdapUser>> authenticators(SoakServers servers) {
    return List.of(
        authenticator(servers.clearText(), Directories.byUid()),
        authenticator(servers.ldaps(), UserLookup.dnTemplate("uid={username}," + PEOPLE)));
  }

  @Test
  void everyAnswerIsTrueAndNothingIsLeftWhileServersFail() throws Exception {
    Slapd.assumeInstalled();
    try (SoakServers servers = new SoakServers(USERS)) {
      // Loads classes, and lets the JVM open what it keeps.
      soak(servers, authenticators(servers), Duration.ofSeconds(1), new Random(seed));
      Leftovers leftovers = Leftovers.from();
      long[] bindsBefore = servers.binds(USERS);

      var authenticators = authenticators(servers);
      Soak soak;
      List<String> pins;
      try (PinnedThreads pinned = new PinnedThreads()) {
        soak = soak(servers, authenticators, length, new Random(seed));
        pins = pinned.stop();
      }

      long[] binds = servers.binds(USERS);
      for (int user = 0; user < USERS; user++) {
        binds[user] -= bindsBefore[user];
      }
      List<String> threads = leftovers.threadsLeft();
      List<String> sockets = new ArrayList<>();
      for (int port : servers.ports()) {
        sockets.addAll(Leftovers.socketsLeft(port));
      }
      List<String> channels = leftovers.channelsLeft();
      report(soak, servers, binds, threads, sockets, channels, pins);

      assertThat(soak.load.wrong()).describedAs("wrong answers").isEmpty();
      assertThat(soak.load.longest())
          .isLessThanOrEqualTo(LIMIT.toMillis() + SLACK + 2 * soak.load.latest());
      for (int user = 0; user < USERS; user++) {
        assertThat(binds[user])
            .describedAs("binds of %s that reached a server", SoakServers.name(user))
            .isBetween(soak.load.answered(user), soak.load.signIns(user));
      }
      assertThat(threads).describedAs("threads left").isEmpty();
      assertThat(sockets).describedAs("sockets left").isEmpty();
      assertThat(channels).describedAs("file descriptors left").isEmpty();
      assertThat(soak.heapAtEnd).isLessThanOrEqualTo(soak.heapAtFirst + HEAP_SLACK);
      assertThat(pins).describedAs("pinned virtual threads").isEmpty();
    }
  }

  private record Soak(SoakLoad load, long heapAtFirst, long heapAtEnd) {}

  private static Soak soak(
      SoakServers servers,
      List<LdapAuthenticator<LdapUser>> authenticators,
      Duration length,
      Random random)
      throws Exception {
    SoakLoad load = new SoakLoad(authenticators, USERS);
    ExecutorService platform =
        Executors.newFixedThreadPool(PLATFORM, work -> new Thread(work, "story platform"));
    ExecutorService virtual = VIRTUAL == 0 ? platform : VirtualThreads.executor();
    long heapAtFirst;
    try {
      for (int user = 0; user < USERS; user++) {
        int each = user;
        if (user < PLATFORM) {
          platform.execute(() -> load.run(each, PLATFORM_PAUSE));
        } else {
          virtual.execute(() -> load.run(each, VIRTUAL_PAUSE));
        }
      }
      trouble(servers, length.dividedBy(4), random);
      heapAtFirst = heap();
      trouble(servers, length.dividedBy(4).multipliedBy(3), random);
    } finally {
      load.end();
      platform.shutdown();
      virtual.shutdown();
    }
    long patience = LIMIT.multipliedBy(10).toSeconds();
    assertThat(platform.awaitTermination(patience, TimeUnit.SECONDS)).isTrue();
    assertThat(virtual.awaitTermination(patience, TimeUnit.SECONDS)).isTrue();
    for (LdapAuthenticator<LdapUser> authenticator : authenticators) {
      assertThat(worksAgain(authenticator)).isTrue();
    }
    long heapAtEnd = heap();
    authenticators.forEach(LdapAuthenticator::close);
    return new Soak(load, heapAtFirst, heapAtEnd);
  }

  private static void trouble(SoakServers servers, Duration length, Random random)
      throws InterruptedException {
    long end = System.nanoTime() + length.toNanos();
    while (System.nanoTime() < end) {
      servers.trouble(random);
    }
  }

  /** Returns whether alice can sign in within a few cool-downs. */
  private static boolean worksAgain(LdapAuthenticator<LdapUser> authenticator)
      throws InterruptedException {
    for (int attempt = 0; attempt < 20; attempt++) {
      try {
        return authenticator.authenticate("alice", "wonderland") instanceof Authenticated;
      } catch (LdapDirectoryException notYet) {
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
    return false;
  }

  /** Returns how many bytes are in use after a garbage collection. */
  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private void report(
      Soak soak,
      SoakServers servers,
      long[] binds,
      List<String> threads,
      List<String> sockets,
      List<String> channels,
      List<String> pins)
      throws IOException {
    long reached = 0;
    long most = 0;
    for (int user = 0; user < USERS; user++) {
      reached += binds[user];
      most = Math.max(most, binds[user] - soak.load.signIns(user));
    }
    String figures =
        String.join(
            "\n",
            "soak of " + length.toSeconds() + " s on Java " + Runtime.version() + ", seed " + seed,
            PLATFORM + " platform threads, " + VIRTUAL + " virtual threads",
            "troubles: " + servers.troubles(),
            soak.load.signIns() + " sign-ins: " + soak.load,
            "wrong answers: " + soak.load.wrong().size(),
            "user binds at the servers: "
                + reached
                + ", more than sign-ins of a user: "
                + Math.max(0, most),
            "longest sign-in: "
                + soak.load.longest()
                + " ms of "
                + LIMIT.toMillis()
                + "; threads ran up to "
                + soak.load.latest()
                + " ms late",
            "left: "
                + threads.size()
                + " threads, "
                + sockets.size()
                + " sockets, "
                + channels.size()
                + " file descriptors",
            "heap: "
                + soak.heapAtFirst / MEGABYTE
                + " MiB after a quarter, "
                + soak.heapAtEnd / MEGABYTE
                + " MiB at the end",
            "pinned virtual threads: " + pins.size(),
            "");
    System.out.println(figures);
    Files.createDirectories(Path.of("target"));
    Files.writeString(
        Path.of("target", "soak-java" + Runtime.version().feature() + ".txt"), figures);
  }
}
