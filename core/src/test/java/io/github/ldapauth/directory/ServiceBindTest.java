// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static io.github.ldapauth.testkit.Operation.Type.BIND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.testkit.HeldRequest;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a service account binds again after a refusal, on a fake clock. */
class ServiceBindTest {
  private static final Deadline LATER = Deadline.in(Duration.ofHours(1));

  private static final String SERVICE = "uid=svc,ou=people,dc=example,dc=com";

  private final TestDirectory directory = start();
  private final TestDirectory other = start();
  private final AtomicLong clock = new AtomicLong();
  private final AtomicInteger connects = new AtomicInteger();
  private volatile String password = "wrong";
  private final ServiceBind bind =
      new ServiceBind(ServiceAccount.supplied(SERVICE, () -> password), clock::get);

  private static TestDirectory start() {
    return TestDirectory.builder().user("svc", user -> user.password("right")).start();
  }

  @AfterEach
  void stop() {
    directory.close();
    other.close();
  }

  private Connection open() {
    return open(directory, LATER);
  }

  private Connection open(TestDirectory at, Deadline deadline) {
    LdapServer server = LdapServer.url(at.url());
    ServiceSecret secret = bind.password().ask(server, deadline);
    bind.requireAllowed(List.of(at.hostAndPort()), secret);
    connects.incrementAndGet();
    Connection connection = Pools.connection(server);
    long millis = deadline.millisFor(Stage.SERVICE_BIND, server.use().responseTimeout());
    try {
      bind.send(connection, secret, deadline.trace(), millis);
    } catch (LdapDirectoryException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  private static int binds(TestDirectory at) {
    return at.operations().binds(SERVICE).count();
  }

  private void refused(TestDirectory at) {
    assertThatExceptionOfType(LdapDirectoryException.class)
        .isThrownBy(() -> open(at, LATER))
        .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.SERVICE_BIND));
  }

  private void accepted(TestDirectory at) {
    open(at, LATER).close();
  }

  private int bindsAfter(Duration time) {
    clock.addAndGet(time.toNanos());
    refused(directory);
    return binds(directory);
  }

  @Test
  void wrongPasswordIsRetriedAfterMinutesAndEverMoreRarely() {
    assertThat(bindsAfter(Duration.ZERO)).isEqualTo(1);
    assertThat(bindsAfter(Duration.ofMinutes(5).minusMillis(1))).isEqualTo(1);
    assertThat(bindsAfter(Duration.ofMillis(1))).isEqualTo(2);
    assertThat(bindsAfter(Duration.ofMinutes(10).minusMillis(1))).isEqualTo(2);
    assertThat(bindsAfter(Duration.ofMillis(1))).isEqualTo(3);
    for (int i = 0; i < 10; i++) {
      bindsAfter(Duration.ofHours(1));
    }
    assertThat(bindsAfter(Duration.ofMinutes(59))).isEqualTo(13);
    assertThat(bindsAfter(Duration.ofMinutes(1))).isEqualTo(14);
  }

  @Test
  void newPasswordIsTriedAtOnceAndTheThirdOneWaits() {
    bindsAfter(Duration.ZERO);
    bindsAfter(Duration.ofMinutes(5));
    password = "wrong too";
    assertThat(bindsAfter(Duration.ZERO)).isEqualTo(3);
    password = "wrong again";
    assertThat(bindsAfter(Duration.ofMinutes(5).minusMillis(1))).isEqualTo(3);
    assertThat(bindsAfter(Duration.ofMillis(1))).isEqualTo(4);
  }

  @Test
  void twoWrongPasswordsInTurnAreSentOnceEach() {
    for (int i = 0; i < 100; i++) {
      password = i % 2 == 0 ? "wrong" : "wrong too";
      bindsAfter(Duration.ofSeconds(2));
    }
    assertThat(binds(directory)).isEqualTo(2);
  }

  @Test
  void supplierOfEverNewPasswordsSendsTwoInFiveMinutes() {
    for (int i = 0; i < 30; i++) {
      password = "wrong " + i;
      bindsAfter(Duration.ofSeconds(10));
    }
    assertThat(binds(directory)).isEqualTo(2);
  }

  @Test
  void wrongPasswordBesideTheRightOneStillWaits() {
    password = "right";
    accepted(directory);
    for (int i = 0; i < 10; i++) {
      password = "wrong " + i % 2;
      refused(directory);
      password = "right";
      accepted(directory);
    }
    assertThat(directory.operations().binds(SERVICE).answered(49)).hasSize(2);
  }

  @Test
  void wrongPasswordIsSentToOneServerOnly() {
    refused(directory);
    refused(other);
    assertThat(binds(directory)).isEqualTo(1);
    assertThat(binds(other)).isZero();

    clock.addAndGet(Duration.ofMinutes(5).toNanos());
    refused(other);
    refused(directory);
    assertThat(binds(directory) + binds(other)).isEqualTo(2);
  }

  @Test
  void newPasswordThatIsAcceptedReachesEveryServer() {
    refused(directory);
    password = "right";
    accepted(other);
    accepted(directory);
    accepted(directory);
  }

  /** As with replicas of which one has not got the new password yet. */
  @Test
  void serverThatAcceptsThePasswordDoesNotWaitForAnother() {
    other.user("svc").password("changed");
    password = "right";
    accepted(directory);

    refused(other);
    accepted(directory);
    refused(other);
    accepted(directory);
    assertThat(binds(other)).isEqualTo(1);
  }

  @Test
  void outdatedPasswordAcceptedByTwoServersIsSentAtMostTwice() {
    password = "right";
    accepted(directory);
    accepted(other);
    directory.user("svc").password("changed");
    other.user("svc").password("changed");
    for (int i = 0; i < 5; i++) {
      refused(directory);
      refused(other);
    }
    assertThat(binds(directory) + binds(other)).isEqualTo(2 + 2);
  }

  @Test
  void noConnectionIsOpenedDuringThePause() {
    for (int i = 0; i < 5; i++) {
      refused(directory);
      refused(other);
    }
    assertThat(connects).hasValue(1);
  }

  @Test
  void otherRefusalsPauseForSeconds() {
    directory.faults().every(BIND).as(SERVICE).answers(53, "not now");
    password = "right";

    assertThat(bindsAfter(Duration.ZERO)).isEqualTo(1);
    password = "another one";
    assertThat(bindsAfter(Duration.ofMillis(999))).isEqualTo(1);
    password = "right";
    assertThat(bindsAfter(Duration.ofMillis(1))).isEqualTo(2);
    assertThat(bindsAfter(Duration.ofMillis(1999))).isEqualTo(2);
    assertThat(bindsAfter(Duration.ofMillis(1))).isEqualTo(3);
    for (int i = 0; i < 10; i++) {
      bindsAfter(Duration.ofSeconds(30));
    }
    assertThat(bindsAfter(Duration.ofSeconds(29))).isEqualTo(13);
    assertThat(bindsAfter(Duration.ofSeconds(1))).isEqualTo(14);
    accepted(other);
  }

  @Test
  void refusalThatDoesNotConcernThePasswordPausesForSeconds() {
    for (String data : new String[] {"775", "533", "568"}) {
      clock.addAndGet(Duration.ofHours(1).toNanos());
      String text =
          "80090308: LdapErr: DSID-0C090439, comment: AcceptSecurityContext error, data "
              + data
              + ", v4563";
      directory.faults().next(BIND).as(SERVICE).answers(49, text);
      password = "right";
      refused(directory);
      clock.addAndGet(Duration.ofSeconds(1).toNanos());
      accepted(directory);
    }
  }

  /** The end of a long line of the log is cut off, and that is the server's. */
  @Test
  void pauseIsNamedBeforeTheTextOfTheServer() {
    directory.faults().next(BIND).answers(53, "not now");
    bindsAfter(Duration.ZERO);
    clock.addAndGet(Duration.ofMillis(12).toNanos());

    assertThatExceptionOfType(LdapDirectoryException.class)
        .isThrownBy(this::open)
        .withMessageContaining("not tried again for 1 second: " + SERVICE + " could not bind: ")
        .withMessageEndingWith("(53): not now");
  }

  @Test
  void pauseSaysWhetherAChangedPasswordIsTried() {
    bindsAfter(Duration.ZERO);
    assertThatExceptionOfType(LdapDirectoryException.class)
        .isThrownBy(this::open)
        .withMessageContaining("not tried again for 5 minutes, unless the password changes: ");

    password = "wrong too";
    bindsAfter(Duration.ofMillis(1));
    password = "third";
    assertThatExceptionOfType(LdapDirectoryException.class)
        .isThrownBy(this::open)
        .withMessageContaining("not tried again for 5 minutes: ");
  }

  @Test
  void rightPasswordEndsThePauseForItself() {
    bindsAfter(Duration.ZERO);
    bindsAfter(Duration.ofMinutes(5));
    password = "right";
    accepted(directory);
    accepted(directory);

    clock.addAndGet(Duration.ofMinutes(10).toNanos());
    password = "wrong";
    assertThat(bindsAfter(Duration.ZERO)).isEqualTo(5);
    password = "wrong too";
    assertThat(bindsAfter(Duration.ZERO)).isEqualTo(6);
    assertThat(bindsAfter(Duration.ofMinutes(5))).isEqualTo(7);
  }

  private void openAtOnce(int all) throws Exception {
    CyclicBarrier together = new CyclicBarrier(all);
    ExecutorService threads = Executors.newFixedThreadPool(all);
    try {
      Callable<Void> open =
          () -> {
            together.await();
            refused(directory);
            return null;
          };
      for (Future<Void> done : threads.invokeAll(Collections.nCopies(all, open))) {
        done.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void wrongPasswordIsSentOnceByManyConnections() throws Exception {
    openAtOnce(8);
    assertThat(binds(directory)).isEqualTo(1);
  }

  @Test
  void outdatedPasswordIsSentOnceByManyConnections() throws Exception {
    password = "right";
    accepted(directory);
    accepted(directory);
    directory.user("svc").password("rotated");

    openAtOnce(16);
    assertThat(directory.operations().binds(SERVICE).answered(49)).hasSize(1);
  }

  @Test
  void waitForAnotherBindEndsAtTheDeadline() throws Exception {
    password = "right";
    HeldRequest held = directory.faults().next(BIND).as(SERVICE).holds();
    ExecutorService first = Executors.newSingleThreadExecutor();
    try {
      Future<Connection> bound = first.submit(() -> open());
      held.awaitArrival();
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> open(directory, Deadline.in(Duration.ofMillis(500))))
          .withMessageContaining("other binds of " + SERVICE + " took all of");
      assertThatCode(() -> accepted(other)).doesNotThrowAnyException();
      held.release();
      bound.get().close();
    } finally {
      first.shutdown();
    }
  }

  @Test
  void noBindIsSentIfTheWaitForAnotherLeavesLittleTime() throws Exception {
    assertThat(failureAfterAWait("right"))
        .contains("other binds of " + SERVICE + " took all of 60000 ms");
    assertThat(binds(directory)).isEqualTo(1);
  }

  @Test
  void refusalOfThePasswordIsToldAfterALongWaitToo() throws Exception {
    assertThat(failureAfterAWait(password)).contains("not tried again for ", "49");
    assertThat(binds(directory)).isEqualTo(1);
  }

  /** Binds while another bind takes almost all the time, and is then refused. */
  private String failureAfterAWait(String nextPassword) throws Exception {
    HeldRequest held = directory.faults().next(BIND).as(SERVICE).holds();
    FutureTask<?> first = new FutureTask<>(() -> refused(directory), null);
    new Thread(first).start();
    held.awaitArrival();
    password = nextPassword;
    LdapServer server = LdapServer.url(directory.url());
    ServiceSecret secret = bind.password().ask(server, LATER);
    Connection connection = Pools.connection(server);
    FutureTask<?> second =
        new FutureTask<>(() -> bind.send(connection, secret, LATER.trace(), 60_000), null);
    Thread waiting = new Thread(second);
    waiting.start();
    while (waiting.getState() != Thread.State.TIMED_WAITING && waiting.isAlive()) {
      Thread.onSpinWait();
    }
    clock.addAndGet(Duration.ofSeconds(55).toNanos());
    held.release();
    first.get();
    try {
      second.get();
      throw new AssertionError("the bind succeeded");
    } catch (ExecutionException e) {
      return e.getMessage();
    } finally {
      connection.close();
    }
  }
}
