// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.fault;

import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.AuthenticationResult;
import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.fixture.FaultyProxy;
import io.github.ldapauth.fixture.Leftovers;
import io.github.ldapauth.fixture.MachineTime;
import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.testkit.TestCertificates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;

/**
 * Two slapds of the same data, each behind a proxy that can fail. Whatever happens: a sign-in ends
 * within its limit, at most one bind of its user reaches a server, no answer is wrong, and no
 * thread and no connection stays.
 */
@Timeout(30)
abstract class FaultStories {

  /** On a busy machine, many TLS handshakes at once need it. */
  static final Duration CONNECT = Duration.ofSeconds(1);

  static final Duration RESPONSE = Duration.ofMillis(500);
  static final Duration LIMIT = Duration.ofSeconds(3);

  /** What a sign-in may take beyond its limit. */
  static final long SLACK = 100;

  /** After this time beyond its limit, a sign-in is freed, so that its test can fail. */
  private static final long TOO_LONG = 1500;

  private static final ScheduledExecutorService RESCUE =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "story rescue");
            thread.setDaemon(true);
            return thread;
          });

  static Slapd first;
  static Slapd second;

  FaultyProxy toFirst = new FaultyProxy(first.hostAndPort());
  FaultyProxy toSecond = new FaultyProxy(second.hostAndPort());
  private final List<FaultyProxy> others = new CopyOnWriteArrayList<>();
  final AtomicInteger signIns = new AtomicInteger();
  private Leftovers leftovers;
  private long bindsBefore;

  @BeforeAll
  static void startServers() {
    TestCertificates certificates = TestCertificates.forHosts("localhost", "127.0.0.1");
    first = Slapd.start(certificates, Directories.slapdLdif());
    second = Slapd.start(certificates, Directories.slapdLdif());
    Stream.of(Way.values()).forEach(FaultStories::loadClasses);
  }

  /** The first handshake of a JVM may take longer than the short limits of these stories. */
  private static void loadClasses(Way way) {
    String target = way == Way.LDAPS ? first.ldapsHostAndPort() : first.hostAndPort();
    try (var proxy = new FaultyProxy(target);
        var authenticator =
            LdapAuthenticator.create(
                LdapAuthConfig.builder(Directories.patient(way.server(proxy)), Directories.byUid())
                    .serviceAccount(SERVICE, "service secret")
                    .timeLimit(Directories.PATIENCE)
                    .build())) {
      yes(authenticator.authenticate("alice", "wonderland"));
    }
  }

  @AfterAll
  static void stopServers() {
    for (Slapd each : new Slapd[] {first, second}) {
      if (each != null) {
        each.close();
      }
    }
  }

  @BeforeEach
  void remember() {
    leftovers = Leftovers.from();
    bindsBefore = binds();
  }

  /** Requires what is true after any fault. Runs after the authenticator was closed. */
  @AfterEach
  void nothingIsLeft() {
    try {
      assertThat(binds() - bindsBefore)
          .describedAs("binds of the user that reached a server, of %s sign-ins", signIns)
          .isLessThanOrEqualTo(signIns.get());
      leftovers.assertNone(toFirst.port(), toSecond.port());
      others.forEach(proxy -> leftovers.assertNone(proxy.port()));
    } finally {
      toFirst.close();
      toSecond.close();
      others.forEach(FaultyProxy::close);
    }
  }

  static long binds() {
    return first.binds(ALICE) + second.binds(ALICE);
  }

  static UserLookup template() {
    return UserLookup.dnTemplate("uid={username}," + Directories.PEOPLE);
  }

  static Stream<Named<UserLookup>> lookups() {
    return Stream.of(Named.of("search", Directories.byUid()), Named.of("DN template", template()));
  }

  /** A way to speak to a slapd. */
  enum Way {
    CLEAR_TEXT,
    START_TLS,
    LDAPS;

    LdapServer server(FaultyProxy... proxies) {
      String[] hosts = Stream.of(proxies).map(FaultyProxy::hostAndPort).toArray(String[]::new);
      return switch (this) {
        case CLEAR_TEXT ->
            LdapServer.url(Stream.of(hosts).map("ldap://"::concat).toArray(String[]::new));
        case START_TLS -> LdapServer.startTls(hosts).trustedCertificates(first.authority());
        case LDAPS -> LdapServer.ldaps(hosts).trustedCertificates(first.authority());
      };
    }
  }

  /** Lets the proxies lead to the ports for this way. */
  void speak(Way way) {
    if (way == Way.LDAPS) {
      toFirst.close();
      toSecond.close();
      toFirst = new FaultyProxy(first.ldapsHostAndPort());
      toSecond = new FaultyProxy(second.ldapsHostAndPort());
    }
  }

  static LdapAuthConfigBuilder config(LdapServer server, UserLookup users) {
    return config(server.connectTimeout(CONNECT), users, RESPONSE).timeLimit(LIMIT);
  }

  static LdapAuthConfigBuilder config(LdapServer server, UserLookup users, Duration response) {
    return LdapAuthConfig.builder(server.responseTimeout(response), users)
        .serviceAccount(SERVICE, "service secret");
  }

  static LdapAuthenticator<LdapUser> authenticator(LdapServer server, UserLookup users) {
    return LdapAuthenticator.create(config(server, users).build());
  }

  /**
   * What a sign-in came to.
   *
   * @param result null if the directory failed
   */
  record Outcome(
      @Nullable AuthenticationResult<LdapUser> result,
      @Nullable LdapDirectoryException failure,
      long millis) {

    boolean isYes() {
      return result instanceof Authenticated;
    }

    @Override
    public String toString() {
      return (failure == null ? result.getClass().getSimpleName() : failure.getMessage())
          + " after "
          + millis
          + " ms";
    }
  }

  /** Signs alice in, within the limit. */
  Outcome signIn(LdapAuthenticator<LdapUser> authenticator) {
    return signIn(authenticator, LIMIT);
  }

  Outcome signIn(LdapAuthenticator<LdapUser> authenticator, Duration limit) {
    signIns.incrementAndGet();
    Future<?> rescue =
        RESCUE.schedule(this::free, limit.toMillis() + TOO_LONG, TimeUnit.MILLISECONDS);
    long start = MachineTime.millisOfThisThread();
    AuthenticationResult<LdapUser> result = null;
    LdapDirectoryException failure = null;
    try {
      result = authenticator.authenticate("alice", "wonderland");
    } catch (LdapDirectoryException e) {
      failure = e;
    } finally {
      rescue.cancel(false);
    }
    Outcome outcome = new Outcome(result, failure, MachineTime.millisOfThisThread() - start);
    assertThat(outcome.millis())
        .describedAs("%s", outcome)
        .isLessThanOrEqualTo(limit.toMillis() + SLACK);
    assertThat(failure != null || outcome.isYes()).describedAs("%s", outcome).isTrue();
    return outcome;
  }

  /** Starts a proxy in front of another server. */
  FaultyProxy proxy(String target) {
    FaultyProxy proxy = new FaultyProxy(target);
    others.add(proxy);
    return proxy;
  }

  private void free() {
    Stream.concat(Stream.of(toFirst, toSecond), others.stream())
        .forEach(
            proxy -> {
              proxy.heal();
              proxy.closeConnections();
            });
  }

  /** Signs alice in, as often as given. Each has to be a yes. */
  void succeeds(LdapAuthenticator<LdapUser> authenticator, int times) {
    for (int i = 0; i < times; i++) {
      Outcome outcome = signIn(authenticator);
      assertThat(outcome.isYes()).describedAs("%s", outcome).isTrue();
    }
  }

  Outcome fails(LdapAuthenticator<LdapUser> authenticator) {
    Outcome outcome = signIn(authenticator);
    assertThat(outcome.failure()).describedAs("%s", outcome).isNotNull();
    return outcome;
  }

  List<Outcome> signInAtOnce(LdapAuthenticator<LdapUser> authenticator, int threads)
      throws Exception {
    return signInAtOnce(authenticator, threads, LIMIT);
  }

  /** Signs alice in from so many threads at once. A busy machine takes long to start them. */
  List<Outcome> signInAtOnce(LdapAuthenticator<LdapUser> authenticator, int threads, Duration limit)
      throws Exception {
    ExecutorService pool =
        Executors.newFixedThreadPool(threads, work -> new Thread(work, "story " + threads));
    try {
      CountDownLatch together = new CountDownLatch(threads);
      Callable<Outcome> one =
          () -> {
            together.countDown();
            together.await();
            return signIn(authenticator, limit);
          };
      List<Outcome> outcomes = new ArrayList<>();
      for (Future<Outcome> each : pool.invokeAll(Collections.nCopies(threads, one))) {
        outcomes.add(each.get());
      }
      return outcomes;
    } finally {
      pool.shutdown();
    }
  }

  /** Leaves so many idle connections in all. */
  void warmUp(LdapAuthenticator<LdapUser> authenticator, int connections) throws Exception {
    succeeds(authenticator, 1);
    toFirst.delay(Duration.ofMillis(20));
    for (int i = 0; i < 20 && toFirst.open() < connections; i++) {
      signInAtOnce(authenticator, connections / 2);
    }
    toFirst.heal();
    assertThat(toFirst.open()).isGreaterThanOrEqualTo(connections);
  }
}
