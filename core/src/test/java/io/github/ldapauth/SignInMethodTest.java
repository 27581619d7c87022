// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ldapauth.SignInMethod.Answer;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.fixture.Account;
import java.nio.CharBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Sign-in methods of the application in a chain. */
class SignInMethodTest extends SignInChainStories {

  private SignInChain<Account> breakGlassFirst(SignInMethod<Account> method) {
    return SignInChain.<Account>builder()
        .method("break glass", method)
        .directory("head office", headOffice)
        .build();
  }

  @Test
  void signInMethodWorksWhileTheDirectoryIsDown() {
    first.stop();
    try (var chain = breakGlassFirst(SignInChainStories::breakGlass)) {
      var root = yes(chain.authenticate("root", "hammer"));

      assertThat(root.answeredBy()).isEqualTo("break glass");
      assertThat(root.account().key).isEqualTo("root");
      assertThat(root.ldapUser()).isEmpty();
      assertThat(root.created()).isFalse();
    }
  }

  @Test
  void rejectionOfAMethodEndsTheChain() {
    try (var chain = breakGlassFirst(SignInChainStories::breakGlass)) {
      var no = no(chain.authenticate("root", "axe"), RejectionReason.INVALID_CREDENTIALS);

      assertThat(no.answeredBy()).contains("break glass");
      assertThat(no.detail()).isEqualTo("not the break-glass password");
      assertThat(first.operations()).isEmpty();
      yes(chain.authenticate("alice", "wonderland"));
    }
  }

  @Test
  void methodThatReturnsNullPassesThePasswordToNoLink() {
    try (var chain = breakGlassFirst((username, password) -> null)) {
      assertThatExceptionOfType(NullPointerException.class)
          .isThrownBy(() -> chain.authenticate("alice", "wonderland"))
          .withMessageStartingWith("sign-in method \"break glass\" of ")
          .withMessageEndingWith(" returned null");
      assertThat(first.operations()).isEmpty();
    }
  }

  @Test
  void methodGetsACopyOfThePasswordThatIsCleared() {
    AtomicReference<char[]> kept = new AtomicReference<>();
    SignInMethod<Account> careless =
        (username, password) -> {
          kept.set(password);
          assertThat(password).containsExactly("wonderland".toCharArray());
          return new Answer.UnknownUser<>();
        };
    char[] typed = "wonderland".toCharArray();
    try (var chain = breakGlassFirst(careless)) {
      yes(chain.authenticate("alice", CharBuffer.wrap(typed)));
    }
    assertThat(kept.get()).containsOnly('\0');
    assertThat(typed).containsExactly("wonderland".toCharArray());
  }

  @Test
  void exceptionOfAMethodReachesTheCaller() {
    for (RuntimeException oops :
        List.of(
            new IllegalStateException("Oops"),
            new LdapDirectoryException(Stage.CONNECT, "a directory of its own is down"))) {
      AtomicReference<char[]> kept = new AtomicReference<>();
      SignInMethod<Account> throwing =
          (username, password) -> {
            kept.set(password);
            throw oops;
          };
      var chain = breakGlassFirst(throwing);
      assertThatThrownBy(() -> chain.authenticate("alice", "wonderland")).isSameAs(oops);
      assertThat(kept.get()).containsOnly('\0');
    }
    assertThat(first.operations()).isEmpty();
  }
}
