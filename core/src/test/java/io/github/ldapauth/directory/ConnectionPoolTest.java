// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static io.github.ldapauth.directory.ServerOrder.ANY;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionPoolTest {
  private static final Deadline LATER = Deadline.in(Duration.ofHours(1));

  private final TestDirectory directory = TestDirectory.builder().start();
  private final AtomicLong lastBreak = new AtomicLong();
  private ConnectionPool pool = pool(3);

  @AfterEach
  void stop() {
    pool.close();
    directory.close();
  }

  private ConnectionPool pool(int connections) {
    return pool(connections, InstantSource.system());
  }

  private ConnectionPool pool(int connections, InstantSource clock) {
    LdapServer server =
        LdapServer.url(directory.url())
            .maxConnections(connections)
            .connectTimeout(Duration.ofMillis(200))
            .responseTimeout(Duration.ofSeconds(20));
    return new ConnectionPool(server, new ServerOrder(server), null, lastBreak, clock);
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
    LDAPConnection one = pool.checkOut(LATER, ANY);
    LDAPConnection other = pool.checkOut(LATER, ANY);
    pool.checkIn(one);
    pool.checkIn(other);

    assertThat(pool.checkOut(LATER, ANY)).isSameAs(other);
    assertThat(pool.checkOut(LATER, ANY)).isSameAs(one);
  }

  @Test
  void waitingThreadGetsAConnectionWhenAnotherBreaks() throws Exception {
    pool = pool(1);
    LDAPConnection broken = pool.checkOut(LATER, ANY);
    FutureTask<LDAPConnection> waiting = waiting(() -> pool.checkOut(LATER, ANY));

    pool.discard(broken);

    assertThat(waiting.get().isConnected()).isTrue();
    assertThat(broken.isConnected()).isFalse();
  }

  @Test
  void waitingThreadCanBeInterrupted() {
    pool = pool(1);
    pool.checkOut(LATER, ANY);
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(LdapDirectoryException.class)
        .isThrownBy(() -> pool.checkOut(LATER, ANY))
        .withMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void oneDeadConnectionClosesAllIdleOnes() {
    List<LDAPConnection> used =
        List.of(pool.checkOut(LATER, ANY), pool.checkOut(LATER, ANY), pool.checkOut(LATER, ANY));
    used.forEach(pool::checkIn);
    lastBreak.set(Long.MAX_VALUE);
    directory.faults().next(SEARCH).neverAnswers();

    assertThat(pool.checkOut(LATER, ANY).isConnected()).isTrue();
    assertThat(used).noneMatch(LDAPConnection::isConnected);
  }

  @Test
  void aConnectionThatWasIdleForTenSecondsIsTriedBeforeItIsLent() {
    AtomicLong now = new AtomicLong();
    pool = pool(1, () -> Instant.ofEpochMilli(now.get()));
    LDAPConnection used = pool.checkOut(LATER, ANY);
    pool.checkIn(used);
    now.set(used.getLastCommunicationTime() + 10_000);
    pool.checkIn(pool.checkOut(LATER, ANY));
    assertThat(directory.operations().requests()).isEmpty();

    now.incrementAndGet();
    assertThat(pool.checkOut(LATER, ANY)).isSameAs(used);
    assertThat(directory.operations().searches()).hasSize(1);
  }

  /** The clock is read once between the wait for a connection and the test of an idle one. */
  @Test
  void connectionIsClosedIfTheDeadlinePassesBeforeItIsTested() {
    Deadline soon = Deadline.in(Duration.ofMillis(500));
    pool =
        pool(
            1,
            () -> {
              while (lastBreak.get() > 0 && !soon.hasPassed()) {
                Thread.onSpinWait();
              }
              return Instant.now();
            });
    LDAPConnection used = pool.checkOut(LATER, ANY);
    pool.checkIn(used);
    lastBreak.set(Long.MAX_VALUE);

    assertThatExceptionOfType(LdapDirectoryException.class)
        .isThrownBy(() -> pool.checkOut(soon, ANY));
    assertThat(used.isConnected()).isFalse();
    assertThat(pool.checkOut(LATER, ANY).isConnected()).isTrue();
  }

  @Test
  void refusedTestKeepsAConnectionAndAnUnavailableServerDoesNot() {
    LDAPConnection used = pool.checkOut(LATER, ANY);
    pool.checkIn(used);
    lastBreak.set(Long.MAX_VALUE);
    directory.faults().next(SEARCH).answers(50, "not for you");
    assertThat(pool.checkOut(LATER, ANY)).isSameAs(used);
    pool.checkIn(used);

    lastBreak.set(Long.MAX_VALUE);
    directory.faults().next(SEARCH).answers(52, "shutting down");
    assertThat(pool.checkOut(LATER, ANY)).isNotSameAs(used);
    assertThat(used.isConnected()).isFalse();
  }

  @Test
  void connectionThatIsTenMinutesOldIsReplaced() {
    AtomicLong now = new AtomicLong();
    pool = pool(1, () -> Instant.ofEpochMilli(now.get()));
    LDAPConnection used = pool.checkOut(LATER, ANY);
    pool.checkIn(used);
    now.set(used.getConnectTime() + Duration.ofMinutes(10).toMillis());
    assertThat(pool.checkOut(LATER, ANY)).isSameAs(used);
    pool.checkIn(used);

    now.incrementAndGet();
    assertThat(pool.checkOut(LATER, ANY)).isNotSameAs(used);
    assertThat(used.isConnected()).isFalse();
  }

  /** The SDK sets the times of a connection by the clock of the machine. */
  private static void useAfter(long time, LDAPConnection connection) throws LDAPException {
    while (connection.getLastCommunicationTime() <= time) {
      connection.getRootDSE();
    }
  }

  @Test
  void connectionIsTriedIfTheClockWasSetBackSinceItsLastUse() throws LDAPException {
    AtomicLong now = new AtomicLong();
    pool = pool(1, () -> Instant.ofEpochMilli(now.get()));
    LDAPConnection used = pool.checkOut(LATER, ANY);
    useAfter(used.getConnectTime(), used);
    pool.checkIn(used);
    directory.forgetOperations();

    now.set(used.getLastCommunicationTime() - 1);
    assertThat(pool.checkOut(LATER, ANY)).isSameAs(used);
    assertThat(directory.operations().searches()).hasSize(1);
  }

  @Test
  void connectionIsReplacedIfTheClockWasSetBackSinceItWasOpened() {
    AtomicLong now = new AtomicLong();
    pool = pool(1, () -> Instant.ofEpochMilli(now.get()));
    LDAPConnection used = pool.checkOut(LATER, ANY);
    pool.checkIn(used);

    now.set(used.getConnectTime() - 1);
    assertThat(pool.checkOut(LATER, ANY)).isNotSameAs(used);
    assertThat(used.isConnected()).isFalse();
  }

  @Test
  void breakBeforeTheClockWasSetBackCausesOneTest() throws LDAPException {
    AtomicLong now = new AtomicLong();
    pool = pool(1, () -> Instant.ofEpochMilli(now.get()));
    LDAPConnection used = pool.checkOut(LATER, ANY);
    pool.checkIn(used);
    now.set(used.getLastCommunicationTime());
    lastBreak.set(Long.MAX_VALUE);
    assertThat(pool.checkOut(LATER, ANY)).isSameAs(used);
    assertThat(directory.operations().searches()).hasSize(1);

    useAfter(now.get(), used);
    pool.checkIn(used);
    directory.forgetOperations();
    now.set(used.getLastCommunicationTime());
    assertThat(pool.checkOut(LATER, ANY)).isSameAs(used);
    assertThat(directory.operations().searches()).isEmpty();
  }

  @Test
  void connectionsThatComeBackAfterTheEndAreClosed() {
    LDAPConnection lent = pool.checkOut(LATER, ANY);
    pool.close();
    pool.checkIn(lent);

    assertThat(lent.isConnected()).isFalse();
    assertThatExceptionOfType(LdapDirectoryException.class)
        .isThrownBy(() -> pool.checkOut(LATER, ANY))
        .withMessageContaining("closed");
  }

  @Test
  void connectionsThatFailedToOpenTakeNoPlace() {
    pool = pool(1);
    directory.stop();
    for (int i = 0; i < 3; i++) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> pool.checkOut(LATER, ANY));
    }
    directory.start();

    assertThat(pool.checkOut(LATER, ANY).isConnected()).isTrue();
  }
}
