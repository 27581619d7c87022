// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ldapauth.SignInEvent.Failed;
import io.github.ldapauth.SignInEvent.Kind;
import io.github.ldapauth.SignInEvent.Rejected;
import io.github.ldapauth.SignInEvent.Succeeded;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.CapturedLog;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.fixture.Sneaky;
import io.github.ldapauth.testkit.TestDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SignInListenerTest {

  private final TestDirectory directory = Directories.people().start();
  private final List<SignInEvent> events = new ArrayList<>();

  @AfterEach
  void stop() {
    directory.close();
  }

  private LdapAuthenticatorBuilder<Account> builder() {
    return LdapAuthenticator.builder(Directories.staffOnly(directory).build(), new AccountStore())
        .attribute("telephoneNumber", Account::setMail)
        .onOutcome(events::add);
  }

  private <E extends SignInEvent> E only(Class<E> type) {
    assertThat(events).singleElement().isInstanceOf(type);
    return type.cast(events.remove(0));
  }

  @Test
  void applicationWithoutAccountsHasListenersToo() {
    try (LdapAuthenticator<LdapUser> authenticator =
        LdapAuthenticator.builder(Directories.staffOnly(directory).build())
            .onOutcome(events::add)
            .build()) {
      assertThat(yes(authenticator.authenticate("alice", "wonderland")).account().username())
          .isEqualTo("alice");
      assertThat(only(Succeeded.class).created()).isFalse();
    }
  }

  @Test
  void eachOutcomeIsReportedOnce() {
    try (var authenticator = builder().build()) {
      yes(authenticator.authenticate("Alice ", "wonderland"));
      Succeeded yes = only(Succeeded.class);
      assertThat(yes.attempt().kind()).isEqualTo(Kind.SIGN_IN);
      assertThat(yes.attempt().username()).isEqualTo("Alice ");
      assertThat(yes.attempt().duration()).isPositive();
      assertThat(yes.ldapUser().username()).isEqualTo("alice");
      assertThat(yes.created()).isTrue();
      assertThat(yes.missing()).containsExactly("telephoneNumber");

      no(authenticator.authenticate("bob", "builder"), RejectionReason.REQUIREMENT_NOT_MET);
      Rejected no = only(Rejected.class);
      assertThat(no.reason()).isEqualTo(RejectionReason.REQUIREMENT_NOT_MET);
      assertThat(no.detail()).contains("(group=cn=staff,");

      no(authenticator.authenticate(null, "x"), RejectionReason.INVALID_USERNAME);
      assertThat(only(Rejected.class).attempt().username()).isEmpty();

      authenticator.populate("bob");
      assertThat(only(Succeeded.class).attempt().kind()).isEqualTo(Kind.POPULATE);

      directory.faults().next(SEARCH).answers(50, "not for you");
      assertThatThrownBy(() -> authenticator.populate("alice"))
          .isInstanceOf(LdapDirectoryException.class)
          .satisfies(e -> assertThat(only(Failed.class).error()).isSameAs(e));

      authenticator.lookup("alice");
      assertThat(events).isEmpty();
    }
  }

  @Test
  void failedPopulateIsReportedWithItsKind() {
    try (var authenticator = builder().build()) {
      directory.stop();
      assertThatThrownBy(() -> authenticator.populate("alice"))
          .isInstanceOf(LdapDirectoryException.class);

      Failed failed = only(Failed.class);
      assertThat(failed.attempt().kind()).isEqualTo(Kind.POPULATE);
      assertThat(failed.attempt().username()).isEqualTo("alice");
      assertThat(failed.stage()).contains(Stage.CONNECT);
    }
  }

  @Test
  void failureOfALookupReachesTheCallerAndNoListener() {
    try (var authenticator = builder().build()) {
      directory.faults().next(SEARCH).answers(50, "not for you");
      assertThatThrownBy(() -> authenticator.lookup("alice"))
          .isInstanceOf(LdapDirectoryException.class)
          .hasMessageContaining("not for you");

      directory.faults().next(SEARCH).answers(50, "not for you");
      assertThatThrownBy(() -> authenticator.lookupPermitted("alice"))
          .isInstanceOf(LdapDirectoryException.class)
          .hasMessageContaining("not for you");
    }
    directory.faults().assertAllUsed();
    assertThat(events).isEmpty();
  }

  @Test
  void listenersAreCalledOnTheThreadOfTheSignIn() {
    List<Thread> threads = new ArrayList<>();
    try (var authenticator =
        builder().onOutcome(event -> threads.add(Thread.currentThread())).build()) {
      yes(authenticator.authenticate("alice", "wonderland"));
      no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      authenticator.populate("alice");
    }
    assertThat(threads).hasSize(3).containsOnly(Thread.currentThread());
  }

  @Test
  void failureHasAStageIfTheDirectoryFailed() {
    IllegalStateException oops = new IllegalStateException("Oops");
    try (var authenticator =
        builder()
            .onPopulate(
                (account, person) -> {
                  throw oops;
                })
            .build()) {
      directory.faults().next(SEARCH).withFilter("(member=").answers(50, "not for you");
      assertThatThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .isInstanceOf(LdapDirectoryException.class);
      assertThat(only(Failed.class).stage()).contains(Stage.READ_GROUPS);

      assertThatThrownBy(() -> authenticator.authenticate("alice", "wonderland")).isSameAs(oops);
      Failed failed = only(Failed.class);
      assertThat(failed.error()).isSameAs(oops);
      assertThat(failed.stage()).isEmpty();
    }
  }

  @Test
  void exceptionOfAListenerIsLoggedAndChangesNoResult() {
    IllegalStateException oops = new IllegalStateException("Oops");
    List<SignInEvent> later = new ArrayList<>();
    try (CapturedLog log = new CapturedLog();
        var authenticator =
            builder()
                .onOutcome(
                    event -> {
                      throw oops;
                    })
                .onOutcome(event -> Sneaky.<RuntimeException>raise(new IOException("Oops")))
                .onOutcome(
                    event -> {
                      throw new NoClassDefFoundError("a class of the listener");
                    })
                .onOutcome(later::add)
                .build()) {
      yes(authenticator.authenticate("alice", "wonderland"));
      no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      directory.stop();
      assertThatThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .isInstanceOf(LdapDirectoryException.class);

      assertThat(later).hasSize(3);
      assertThat(log.lines(LdapAuthenticator.class))
          .filteredOn(
              line -> line.equals("WARNING sign-in listener threw; the result is unchanged"))
          .hasSize(3 * 3);
    }
  }

  @Test
  void noEventHoldsThePassword() {
    try (var authenticator = builder().build()) {
      yes(authenticator.authenticate("alice", "wonderland"));
      no(authenticator.authenticate("bob", "builder"), RejectionReason.REQUIREMENT_NOT_MET);
    }
    assertThat(events.toString()).doesNotContain("wonderland").doesNotContain("builder");
  }

  /** A class that a setter needs may be missing. */
  @Test
  void errorIsReportedToo() {
    var error = new NoClassDefFoundError("a class of the application");
    try (var authenticator =
        builder()
            .attribute(
                "sn",
                (account, name) -> {
                  throw error;
                })
            .build()) {
      assertThatThrownBy(() -> authenticator.authenticate("alice", "wonderland")).isSameAs(error);
    }
    assertThat(only(Failed.class).error()).isSameAs(error);
  }
}
