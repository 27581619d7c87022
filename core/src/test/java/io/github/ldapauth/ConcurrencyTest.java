// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.fixture.VirtualThreads;
import io.github.ldapauth.testkit.HeldRequest;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.Operation.Type;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConcurrencyTest {

  private static final int SIGN_INS = 400;

  private final TestDirectory directory = Directories.people().start();

  @AfterEach
  void stop() {
    directory.close();
  }

  @Test
  void anyNumberOfThreadsShareAnAuthenticator() throws Exception {
    assertEverybodyGetsTheirOwnAnswer(Executors.newFixedThreadPool(32));
  }

  @Test
  void virtualThreadsShareAnAuthenticator() throws Exception {
    assertEverybodyGetsTheirOwnAnswer(VirtualThreads.assumed());
  }

  private void assertEverybodyGetsTheirOwnAnswer(ExecutorService threads) throws Exception {
    var config =
        LdapAuthConfig.builder(
                Directories.patient(LdapServer.url(directory.url()).maxConnections(4)),
                Directories.byUid())
            .serviceAccount(SERVICE, "service secret")
            .timeLimit(Directories.PATIENCE)
            .build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      List<Callable<Void>> people = new ArrayList<>();
      for (int i = 0; i < SIGN_INS / 4; i++) {
        people.add(() -> signsIn(authenticator, "alice", "wonderland"));
        people.add(() -> signsIn(authenticator, "bob", "builder"));
        people.add(() -> isRejected(authenticator, "alice", "builder"));
        people.add(() -> isRejected(authenticator, "bob", "wonderland"));
      }
      for (Future<Void> done : threads.invokeAll(people)) {
        done.get();
      }
      assertThat(directory.operations().connects().count()).isLessThanOrEqualTo(8);
      assertThat(directory.operations().binds(ALICE)).hasSize(SIGN_INS / 2);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Void signsIn(
      LdapAuthenticator<LdapUser> authenticator, String name, String password) {
    LdapUser user = yes(authenticator.authenticate(name, password)).ldapUser();
    assertThat(user.username()).isEqualTo(name);
    return null;
  }

  private static Void isRejected(
      LdapAuthenticator<LdapUser> authenticator, String name, String password) {
    no(authenticator.authenticate(name, password), RejectionReason.INVALID_CREDENTIALS);
    return null;
  }

  @Test
  void signInFailsInTimeIfAllConnectionsAreInUse() throws Exception {
    var server =
        LdapServer.url(directory.url()).maxConnections(1).responseTimeout(Duration.ofSeconds(4));
    var config =
        LdapAuthConfig.builder(server, Directories.byUid())
            .serviceAccount(SERVICE, "service secret")
            .build();
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (var authenticator = LdapAuthenticator.create(config)) {
      HeldRequest search = directory.faults().next(Type.SEARCH).holds();
      var first = other.submit(() -> authenticator.authenticate("alice", "wonderland"));
      search.awaitArrival();

      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("bob", "builder"))
          .withMessageContaining("maxConnections")
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.WAIT));

      search.release();
      yes(first.get());
      yes(authenticator.authenticate("bob", "builder"));
    } finally {
      other.shutdown();
    }
  }

  /** The supplier may be a client of a vault that is down. */
  @Test
  void supplierThatHangsHoldsNoConnectionAndEndsAtTheTimeLimit() throws Exception {
    CountDownLatch vaultIsBack = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    var config =
        LdapAuthConfig.builder(
                LdapServer.url(directory.url()).maxConnections(1), Directories.byUid())
            .serviceAccount(
                SERVICE,
                () -> {
                  calls.incrementAndGet();
                  awaitQuietly(vaultIsBack);
                  return "service secret";
                })
            .timeLimit(Duration.ofSeconds(1))
            .build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      for (int i = 0; i < 4; i++) {
        assertThatExceptionOfType(LdapDirectoryException.class)
            .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
            .withMessageContaining("the password supplier of " + SERVICE + " did not return within")
            .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.SERVICE_BIND));
      }
      assertThat(calls).hasValueLessThan(4);
      assertThat(directory.operations().list()).isEmpty();

      vaultIsBack.countDown();
      yes(authenticator.authenticate("alice", "wonderland"));
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void closedAuthenticatorRejectsCallsAndLeavesNoConnection() {
    var authenticator = LdapAuthenticator.create(Directories.config(directory).build());
    yes(authenticator.authenticate("alice", "wonderland"));
    authenticator.close();
    authenticator.close();

    assertThat(directory.operations().connects()).hasSize(2);
    for (Operation opened : directory.operations().connects()) {
      directory.awaitOperation(
          done -> done.type() == Type.UNBIND && done.connection() == opened.connection());
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
        .withMessage("the authenticator is closed");
    assertThatIllegalStateException().isThrownBy(authenticator::findProblems);
  }

  @Test
  void runningSignInFailsWhenTheAuthenticatorIsClosed() {
    AtomicReference<LdapAuthenticator<LdapUser>> open = new AtomicReference<>();
    var config =
        Directories.config(directory)
            .serviceAccount(
                SERVICE,
                () -> {
                  open.get().close();
                  return "service secret";
                });
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      open.set(authenticator);

      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.WAIT));
    }
  }
}
