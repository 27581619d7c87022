// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static io.github.ldapauth.testkit.Operation.Type.BIND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.testkit.HeldRequest;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pauses after refused binds, on a clock of our own. */
class ServiceBindTest {
  private static final Deadline LATER = Deadline.in(Duration.ofHours(1));

  private static final String SERVICE = "uid=svc,ou=people,dc=example,dc=com";

  private final TestDirectory directory =
      TestDirectory.builder().user("svc", user -> user.password("right")).start();
  private final AtomicLong clock = new AtomicLong();
  private String password = "wrong";
  private final ServiceBind bind =
      new ServiceBind(Dn.parse(SERVICE), () -> password, Duration.ofSeconds(5), clock::get);
  private LDAPConnection connection;

  @BeforeEach
  void connect() throws Exception {
    connection = new LDAPConnection("127.0.0.1", directory.port());
  }

  @AfterEach
  void stop() {
    connection.close();
    directory.close();
  }

  private int bindsAfter(Duration time) {
    clock.addAndGet(time.toNanos());
    assertThatExceptionOfType(LdapDirectoryException.class)
        .isThrownBy(() -> bind.bind(connection, LATER))
        .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.SERVICE_BIND));
    return directory.operations().binds(SERVICE).count();
  }

  @Test
  void aWrongPasswordIsTriedAgainAfterMinutesAndEverMoreRarely() {
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
  void anotherPasswordIsTriedAtOnceAndBeginsThePausesAnew() {
    bindsAfter(Duration.ZERO);
    bindsAfter(Duration.ofMinutes(5));
    password = "wrong too";

    assertThat(bindsAfter(Duration.ZERO)).isEqualTo(3);
    assertThat(bindsAfter(Duration.ofMinutes(5).minusMillis(1))).isEqualTo(3);
    assertThat(bindsAfter(Duration.ofMillis(1))).isEqualTo(4);
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
  }

  /** The end of a long line of the log is cut off, and that is the server's. */
  @Test
  void aPauseIsToldBeforeTheWordsOfTheServer() {
    directory.faults().next(BIND).answers(53, "not now");
    bindsAfter(Duration.ZERO);
    clock.addAndGet(Duration.ofMillis(12).toNanos());

    assertThatExceptionOfType(LdapDirectoryException.class)
        .isThrownBy(() -> bind.bind(connection, LATER))
        .withMessageContaining("not tried again for 988 ms: " + SERVICE + " could not bind: ")
        .withMessageEndingWith("(53): not now");
  }

  @Test
  void aBindThatSucceedsEndsThePauses() {
    bindsAfter(Duration.ZERO);
    bindsAfter(Duration.ofMinutes(5));
    password = "right";
    assertThatCode(() -> bind.bind(connection, LATER)).doesNotThrowAnyException();

    password = "wrong";
    assertThat(bindsAfter(Duration.ZERO)).isEqualTo(4);
    assertThat(bindsAfter(Duration.ofMinutes(5))).isEqualTo(5);
  }

  @Test
  void aWrongPasswordIsSentOnceHoweverManyConnectionsAreOpenedAtOnce() throws Exception {
    int all = 8;
    CyclicBarrier together = new CyclicBarrier(all);
    ExecutorService threads = Executors.newFixedThreadPool(all);
    try {
      Callable<Void> open =
          () -> {
            try (LDAPConnection own = new LDAPConnection("127.0.0.1", directory.port())) {
              together.await();
              assertThatExceptionOfType(LdapDirectoryException.class)
                  .isThrownBy(() -> bind.bind(own, LATER));
            }
            return null;
          };
      for (Future<Void> done : threads.invokeAll(Collections.nCopies(all, open))) {
        done.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(directory.operations().binds(SERVICE)).hasSize(1);
  }

  @Test
  void whoWaitsForAnotherBindWaitsNoLongerThanAllowed() throws Exception {
    password = "right";
    HeldRequest held = directory.faults().next(BIND).as(SERVICE).holds();
    ExecutorService first = Executors.newSingleThreadExecutor();
    try (LDAPConnection other = new LDAPConnection("127.0.0.1", directory.port())) {
      Future<?> bound = first.submit(() -> bind.bind(connection, LATER));
      held.awaitArrival();
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> bind.bind(other, Deadline.in(Duration.ofMillis(50))))
          .withMessageContaining("another bind of " + SERVICE + " is under way");
      held.release();
      bound.get();

      HeldRequest again = directory.faults().next(BIND).as(SERVICE).holds();
      Future<?> slow = first.submit(() -> bind.bind(connection, LATER));
      again.awaitArrival();
      assertThatCode(() -> bind.bind(other, LATER)).doesNotThrowAnyException();
      again.release();
      slow.get();
    } finally {
      first.shutdown();
    }
  }

  /** The SDK keeps the request of the last bind that succeeded on a connection. */
  @Test
  void theConnectionDoesNotKeepThePassword() {
    password = "right";
    bind.bind(connection, LATER);

    var request = (SimpleBindRequest) connection.getLastBindRequest();
    assertThat(request.getPassword().getValue()).isEqualTo(new byte["right".length()]);
  }
}
