// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.testing;

import static io.github.ldapauth.testkit.Operation.Type.BIND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.testkit.TestDirectory;
import io.github.ldapauth.testkit.TestDirectoryExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LoginPageTest {

  @RegisterExtension
  static final TestDirectoryExtension LDAP =
      TestDirectoryExtension.of(
              TestDirectory.builder()
                  .bindRequiredToSearch()
                  .user("svc", "service secret")
                  .user("alice", u -> u.password("wonderland").attribute("givenName", "Alice")))
          .failOnUnusedFaults();

  private LdapAuthenticator<LdapUser> authenticator;
  private LoginPage page;

  @BeforeEach
  void open(TestDirectory directory) {
    authenticator =
        LdapAuthenticator.create(
            LdapAuthConfig.builder(
                    LdapServer.url(directory.url()),
                    UserLookup.search("ou=people,dc=example,dc=com", "(uid={username})"))
                .serviceAccount(directory.dn("svc"), "service secret")
                .build());
    page = new LoginPage(authenticator);
  }

  @AfterEach
  void close() {
    authenticator.close();
  }

  @Test
  void aliceIsWelcome() {
    assertThat(page.submit("alice", "wonderland")).isEqualTo("Welcome, Alice");
  }

  @Test
  void wrongPasswordIsSentOnce(TestDirectory directory) {
    assertThat(page.submit("alice", "wunderland")).startsWith("The user name or the password");
    assertThat(directory.operations().binds("alice")).hasSize(1);
  }

  @Test
  void changedPasswordCountsAtOnce(TestDirectory directory) {
    directory.user("alice").password("changed");
    assertThat(page.submit("alice", "wonderland")).startsWith("The user name or the password");
    assertThat(page.submit("alice", "changed")).isEqualTo("Welcome, Alice");
  }

  @Test
  void busyDirectoryIsNoWrongPassword(TestDirectory directory) {
    directory.faults().next(BIND).as("alice").answers(51, "too busy");
    assertThat(page.submit("alice", "wonderland")).startsWith("Sign-in is not available");
    assertThat(page.submit("alice", "wonderland")).isEqualTo("Welcome, Alice");
  }

  @Test
  void pageRecoversAfterAnOutage(TestDirectory directory) {
    directory.stop();
    assertThat(page.submit("alice", "wonderland")).startsWith("Sign-in is not available");
    directory.start();
    assertThat(page.submit("alice", "wonderland")).isEqualTo("Welcome, Alice");
  }
}
