// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.SignInMethod.Answer;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;

/** Two directories, and chains of them. */
abstract class SignInChainStories {

  final TestDirectory first = Directories.people().start();
  final TestDirectory second =
      Directories.people().user("carol", user -> user.password("tea party")).start();
  final AccountStore accounts = new AccountStore();
  final LdapAuthenticator<Account> headOffice = authenticator(first);
  final LdapAuthenticator<Account> branch = authenticator(second);

  @AfterEach
  void stop() {
    headOffice.close();
    branch.close();
    first.close();
    second.close();
  }

  LdapAuthenticator<Account> authenticator(TestDirectory directory) {
    return authenticator(Directories.config(directory).build());
  }

  LdapAuthenticator<Account> authenticator(LdapAuthConfig config) {
    return LdapAuthenticator.builder(config, accounts).build();
  }

  SignInChain<Account> chain() {
    return SignInChain.<Account>builder()
        .directory("head office", headOffice)
        .directory("branch", branch)
        .build();
  }

  SignInChain<Account> optionalFirst() {
    return SignInChain.<Account>builder()
        .optionalDirectory("head office", headOffice)
        .directory("branch", branch)
        .build();
  }

  static SignInChainResult.Authenticated<Account> yes(SignInChainResult<Account> result) {
    assertThat(result).isInstanceOf(SignInChainResult.Authenticated.class);
    return (SignInChainResult.Authenticated<Account>) result;
  }

  static SignInChainResult.Rejected<Account> no(
      SignInChainResult<Account> result, RejectionReason reason) {
    assertThat(result).isInstanceOf(SignInChainResult.Rejected.class);
    SignInChainResult.Rejected<Account> no = (SignInChainResult.Rejected<Account>) result;
    assertThat(no.reason()).isEqualTo(reason);
    return no;
  }

  static Answer<Account> breakGlass(String username, char[] password) {
    if (!username.equals("root")) {
      return new Answer.UnknownUser<>();
    }
    return Arrays.equals(password, "hammer".toCharArray())
        ? new Answer.Yes<>(new Account("root"))
        : new Answer.No<>("not the break-glass password");
  }
}
