// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.SignInChain;
import io.github.ldapauth.SignInChainResult;
import io.github.ldapauth.SignInMethod;
import io.github.ldapauth.SignInMethod.Answer.No;
import io.github.ldapauth.SignInMethod.Answer.UnknownUser;
import io.github.ldapauth.SignInMethod.Answer.Yes;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The blocks of the guide about several directories. */
class ChainGuideTest {

  /** Stands for the reader's own password hashes. */
  private record Hashes(String password) {

    boolean match(String username, char[] secret) {
      return username.equals("root") && Arrays.equals(secret, password.toCharArray());
    }
  }

  private final TestDirectory office = TestDirectory.builder().user("bob", "builder").start();
  private final TestDirectory others = TestDirectory.builder().user("alice", "wonderland").start();
  private final List<String> shown = new ArrayList<>();

  @AfterEach
  void stop() {
    office.close();
    others.close();
  }

  private static LdapAuthenticator<Account> authenticator(TestDirectory directory) {
    LdapAuthConfig config =
        LdapAuthConfig.builder(
                LdapServer.url(directory.url()),
                UserLookup.search("dc=example,dc=com", "(uid={username})"))
            .build();
    return LdapAuthenticator.builder(config, new EmptyStore<>((key, user) -> new Account(key)))
        .build();
  }

  private void greet(Account account, String answeredBy) {
    shown.add(account.username() + " by " + answeredBy);
  }

  private void show(String message) {
    shown.add(message);
  }

  private SignInMethod<Account> localPasswords() {
    Hashes hashes = new Hashes("hammer");
    SignInMethod<Account> localPasswords =
        (username, secret) -> {
          if (!username.equals("root")) {
            return new UnknownUser<>(); // ask the next link
          }
          return hashes.match(username, secret)
              ? new Yes<>(new Account(username))
              : new No<>("wrong local password"); // end the chain
        };
    return localPasswords;
  }

  private void signIn(String password) {
    SignInMethod<Account> localPasswords = localPasswords();
    LdapAuthenticator<Account> headOffice = authenticator(office);
    LdapAuthenticator<Account> partners = authenticator(others);

    SignInChain<Account> chain =
        SignInChain.<Account>builder()
            .method("break glass", localPasswords)
            .directory("head office", headOffice)
            .optionalDirectory("partners", partners)
            .build();

    SignInChainResult<Account> result = chain.authenticate("alice", password);
    if (result instanceof SignInChainResult.Authenticated<Account> yes) {
      greet(yes.account(), yes.answeredBy());
    } else if (result instanceof SignInChainResult.Rejected<Account> no) {
      show(no.publicMessage());
    }

    try (chain) {
      assertThat(chain.authenticate("root", "hammer").user()).isPresent();
      assertThat(chain.authenticate("root", "wrong").user()).isEmpty();
    }
  }

  @Test
  void directoryThatKnowsTheUserAnswers() {
    signIn("wonderland");
    signIn("wrong");

    assertThat(shown).hasSize(2).first().isEqualTo("alice by partners");
    assertThat(office.operations().binds()).isEmpty();
  }
}
