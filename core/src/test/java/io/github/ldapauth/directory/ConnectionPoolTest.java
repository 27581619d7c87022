// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static io.github.ldapauth.testkit.Operation.Type.CONNECT;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.testkit.AccountState;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionPoolTest {
  private static final Deadline LATER = Deadline.in(Duration.ofHours(1));

  private final TestDirectory directory = TestDirectory.builder().start();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong millis = new AtomicLong();
  private final Network network = new Network(new Clock(nanos::get, millis::get), text -> text);
  private ConnectionPool pool = pool(3);

  @AfterEach
  void stop() {
    pool.close();
    directory.close();
  }

  private ConnectionPool pool(int connections) {
    LdapServer server =
        LdapServer.url(directory.url())
            .maxConnections(connections)
            .connectTimeout(Duration.ofSeconds(2))
            .responseTimeout(Duration.ofSeconds(20));
    return Pools.ofUsers(server, network);
  }

  private static <T> FutureTask<T> waiting(Callable<T> task) {
    FutureTask<T> future = new FutureTask<>(task);
    Thread thread = new Thread(future);
    thread.start();
    while (thread.getState() != Thread.State.TIMED_WAITING && thread.isAlive()) {
      Thread.onSpinWait();
    }
    return future;
  }

  @Test
  void theConnectionUsedLastIsLentFirst() {
    Connection one = pool.checkOut(LATER, null);
    Connection other = pool.checkOut(LATER, null);
    pool.checkIn(one);
    pool.checkIn(other);

    assertThat(pool.checkOut(LATER, null)).isSameAs(other);
    assertThat(pool.checkOut(LATER, null)).isSameAs(one);
  }

  private void checkInOneAfterTheOther(Connection one, Duration time, Connection other) {
    pool.checkIn(one);
    pass(time);
    pool.checkIn(other);
  }

  @Test
  void restedConnectionIsLentBeforeTheOneJustUsed() {
    Connection one = pool.checkOut(LATER, null);
    Connection other = pool.checkOut(LATER, null);
    checkInOneAfterTheOther(one, Duration.ofNanos(100_000), other);

    assertThat(pool.checkOut(LATER, null)).isSameAs(one);
    assertThat(pool.checkOut(LATER, null)).isSameAs(other);
  }

  @Test
  void connectionThatNeedsATestIsLentAfterTheOneJustUsed() {
    Connection one = pool.checkOut(LATER, null);
    Connection other = pool.checkOut(LATER, null);
    checkInOneAfterTheOther(one, Duration.ofSeconds(11), other);

    assertThat(pool.checkOut(LATER, null)).isSameAs(other);
    assertThat(directory.operations().requests()).isEmpty();
  }

  @Test
  void waitingThreadGetsAConnectionWhenAnotherBreaks() throws Exception {
    pool = pool(1);
    Connection broken = pool.checkOut(LATER, null);
    FutureTask<Connection> waiting = waiting(() -> pool.checkOut(LATER, null));

    pool.discard(broken);

    assertThat(waiting.get().isReusable()).isTrue();
    assertThat(broken.isReusable()).isFalse();
  }

  @Test
  void waitingThreadCanBeInterrupted() {
    pool = pool(1);
    pool.checkOut(LATER, null);
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(LdapDirectoryException.class)
        .isThrownBy(() -> pool.checkOut(LATER, null))
        .withMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  /** Marks all connections, as when one of them breaks. */
  private void oneBreaks(Connection another) {
    another.endpoint().server().connectionBroke();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
    millis.addAndGet(time.toMillis());
  }

  @Test
  void oneDeadConnectionClosesAllIdleOnes() {
    List<Connection> used =
        List.of(pool.checkOut(LATER, null), pool.checkOut(LATER, null), pool.checkOut(LATER, null));
    used.forEach(pool::checkIn);
    oneBreaks(used.get(0));
    directory.faults().next(SEARCH).neverAnswers();

    Connection lent = pool.checkOut(LATER, null);
    assertThat(lent.isReusable()).isTrue();
    assertThat(used).noneMatch(Connection::isReusable);
  }

  @Test
  void connectionThatWasIdleForTenSecondsIsTestedBeforeUse() {
    pool = pool(1);
    Connection used = pool.checkOut(LATER, null);
    pool.checkIn(used);
    pass(Duration.ofSeconds(10));
    pool.checkIn(pool.checkOut(LATER, null));
    assertThat(directory.operations().requests()).isEmpty();

    pass(Duration.ofMillis(10_001));
    assertThat(pool.checkOut(LATER, null)).isSameAs(used);
    assertThat(directory.operations().searches()).hasSize(1);
  }

  @Test
  void refusedTestKeepsAConnectionAndAnUnavailableServerDoesNot() {
    Connection used = pool.checkOut(LATER, null);
    pool.checkIn(used);
    oneBreaks(used);
    directory.faults().next(SEARCH).answers(50, "not for you");
    assertThat(pool.checkOut(LATER, null)).isSameAs(used);
    pool.checkIn(used);

    oneBreaks(used);
    directory.faults().next(SEARCH).answers(52, "shutting down");
    assertThat(pool.checkOut(LATER, null)).isNotSameAs(used);
    assertThat(used.isReusable()).isFalse();
  }

  @Test
  void connectionIsReplacedAfterTenMinutesOrAMinuteLess() {
    pool = pool(1);
    Connection used = pool.checkOut(LATER, null);
    pool.checkIn(used);
    pass(Duration.ofMinutes(9).minusMillis(1));
    assertThat(pool.checkOut(LATER, null)).isSameAs(used);
    pool.checkIn(used);

    pass(Duration.ofMinutes(1).plusMillis(1));
    assertThat(pool.checkOut(LATER, null)).isNotSameAs(used);
    assertThat(used.isReusable()).isFalse();
  }

  @Test
  void timeOfDayThatWasSetBackChangesNoAge() {
    pool = pool(1);
    Connection used = pool.checkOut(LATER, null);
    pool.checkIn(used);
    millis.addAndGet(-Duration.ofHours(1).toMillis());
    pass(Duration.ofSeconds(9));
    pool.checkIn(pool.checkOut(LATER, null));
    assertThat(directory.operations().requests()).isEmpty();

    pass(Duration.ofSeconds(11));
    pool.checkIn(pool.checkOut(LATER, null));
    assertThat(directory.operations().searches()).hasSize(1);
    pass(Duration.ofMinutes(10));
    assertThat(pool.checkOut(LATER, null)).isNotSameAs(used);
  }

  @Test
  void connectionIsTestedAfterTheMachineWasSuspended() {
    pool = pool(1);
    Connection used = pool.checkOut(LATER, null);
    pool.checkIn(used);
    millis.addAndGet(Duration.ofMinutes(1).toMillis());

    assertThat(pool.checkOut(LATER, null)).isSameAs(used);
    assertThat(directory.operations().searches()).hasSize(1);
  }

  /** The clock is read between the wait for a connection and the test of an idle one. */
  @Test
  void connectionIsClosedIfTheDeadlinePassesBeforeItIsTested() {
    Deadline soon = Deadline.in(Duration.ofSeconds(2));
    AtomicBoolean isSlow = new AtomicBoolean();
    LongSupplier slowClock =
        () -> {
          while (isSlow.get() && !soon.hasPassed()) {
            Thread.onSpinWait();
          }
          return System.nanoTime();
        };
    LdapServer server = LdapServer.url(directory.url()).maxConnections(1);
    pool =
        Pools.ofUsers(
            server, new Network(new Clock(slowClock, System::currentTimeMillis), text -> text));
    Connection used = pool.checkOut(LATER, null);
    pool.checkIn(used);
    oneBreaks(used);
    isSlow.set(true);

    assertThatExceptionOfType(LdapDirectoryException.class)
        .isThrownBy(() -> pool.checkOut(soon, null));
    isSlow.set(false);
    Connection lent = pool.checkOut(LATER, null);
    assertThat(lent.isReusable()).isTrue();
    if (lent != used) {
      assertThat(used.isReusable()).isFalse();
    }
  }

  /** The directory cannot close a connection that it has not accepted yet. */
  private void dropConnections() {
    directory.awaitOperation(operation -> operation.type() == CONNECT);
    directory.dropConnections();
  }

  @Test
  void connectionThatTheServerClosedIsNotLent() {
    pool = pool(1);
    Connection used = pool.checkOut(LATER, null);
    pool.checkIn(used);
    dropConnections();

    assertThat(pool.checkOut(LATER, null)).isNotSameAs(used);
    assertThat(directory.operations().requests()).isEmpty();
  }

  /** A look at each use would cost more than all else that a warm sign-in does by itself. */
  @Test
  void connectionThatStaysOpenIsLookedAtOnceInAMillisecond() {
    pool = pool(1);
    Connection used = pool.checkOut(LATER, null);
    pool.checkIn(used);
    pool.checkIn(pool.checkOut(LATER, null));
    dropConnections();
    assertThat(pool.checkOut(LATER, null)).isSameAs(used);
    pool.checkIn(used);

    pass(Duration.ofMillis(1));
    assertThat(pool.checkOut(LATER, null)).isNotSameAs(used);
  }

  @Test
  void trialOfAServerIsLeftToTheNextThreadIfThereIsNoTurn() {
    pool = pool(1);
    Server server = pool.checkOut(LATER, null).endpoint().server();
    server.failed(CoolDown.SERVICE, "no answer");
    pass(Duration.ofSeconds(30));
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(LdapDirectoryException.class)
        .isThrownBy(() -> pool.checkOut(LATER, null));
    assertThat(Thread.interrupted()).isTrue();

    assertThat(server.isUsable()).isTrue();
    assertThat(server.isUsable()).isFalse();
  }

  @Test
  void noSocketIsLeftIfALogAppenderThrows() throws InterruptedException {
    try (ThrowingLog log = new ThrowingLog("connect: ")) {
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> pool.checkOut(LATER, null));
      assertThat(log.hasThrown()).isTrue();
    }
    assertNoSocketIsLeft();
  }

  @Test
  void noConnectionIsLeftIfTheLogOfItsFailureThrows() throws InterruptedException {
    pool = pool(1);
    Connection lent = pool.checkOut(LATER, null);
    lent.endpoint().server().doubted(CoolDown.USER, "no answer");
    lent.endpoint().server().works(lent.endpoint());
    LDAPException unavailable = new LDAPException(ResultCode.UNAVAILABLE, "unavailable");
    try (ThrowingLog log = new ThrowingLog("failed, and is tried again")) {
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> pool.discard(lent, unavailable, LATER));
      assertThat(log.hasThrown()).isTrue();
    }
    assertNoSocketIsLeft();
    assertThat(pool.health().inUse()).isZero();
  }

  /** Otherwise a pool of one connection would have none left, or lend two. */
  @ParameterizedTest
  @CsvSource({"alice, wonderland", "alice, wrong", "reset, initial"})
  void eachConnectionComesBackOnceIfTheLogOfItsServerThrows(String user, String password) {
    try (TestDirectory strict = strict();
        Directory connections =
            Directory.open(
                LdapServer.url(strict.url()).maxConnections(1),
                ServiceAccount.anonymous(),
                text -> text)) {
      ThrowingCallable bind =
          () -> {
            try (DirectorySession session = connections.openSession(Duration.ofSeconds(10))) {
              session.checkPassword(strict.dn(user), password.toCharArray());
            }
          };
      strict.stop();
      assertThatExceptionOfType(LdapDirectoryException.class).isThrownBy(bind);
      strict.start();
      try (ThrowingLog log = new ThrowingLog("works again")) {
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(bind);
        assertThat(log.hasThrown()).isTrue();
      }
      assertThat(connections.health().passwordChecks().inUse()).isZero();
    }
  }

  private static TestDirectory strict() {
    return TestDirectory.builder()
        .like(ServerKind.OPEN_LDAP)
        .user("alice", "wonderland")
        .user("reset", user -> user.password("initial").state(AccountState.MUST_CHANGE_PASSWORD))
        .start();
  }

  private void assertNoSocketIsLeft() throws InterruptedException {
    Thread watchdog = network.watchdog().thread();
    if (watchdog != null) {
      watchdog.join(30_000);
      assertThat(watchdog.isAlive()).isFalse();
    }
  }

  /** A log appender of an application that throws at some lines. */
  private static final class ThrowingLog extends Handler implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Directory.class.getName());

    private final String line;
    private boolean hasThrown;

    ThrowingLog(String line) {
      this.line = line;
      LOG.addHandler(this);
    }

    @Override
    public void publish(LogRecord entry) {
      if (entry.getMessage().contains(line)) {
        hasThrown = true;
        throw new IllegalStateException("the disk is full");
      }
    }

    boolean hasThrown() {
      return hasThrown;
    }

    @Override
    public void flush() {
      // Nothing is buffered.
    }

    @Override
    public void close() {
      LOG.removeHandler(this);
    }
  }

  @Test
  void connectionsThatComeBackAfterTheEndAreClosed() {
    Connection lent = pool.checkOut(LATER, null);
    pool.close();
    pool.checkIn(lent);

    assertThat(lent.isReusable()).isFalse();
    assertThatExceptionOfType(LdapDirectoryException.class)
        .isThrownBy(() -> pool.checkOut(LATER, null))
        .withMessageContaining("closed");
  }

  @Test
  void connectionsThatFailedToOpenTakeNoPlace() {
    pool = pool(1);
    directory.stop();
    for (int i = 0; i < 3; i++) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> pool.checkOut(LATER, null));
    }
    directory.start();

    assertThat(pool.checkOut(LATER, null).isReusable()).isTrue();
  }
}
