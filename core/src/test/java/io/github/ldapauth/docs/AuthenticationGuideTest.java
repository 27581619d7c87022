// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.AuthenticationResult;
import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.AuthenticationResult.Rejected;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The blocks of the guide about authentication. */
class AuthenticationGuideTest {

  @Test
  void equalTimes() {
    LdapServer server = LdapServer.ldaps("ldap.example.com");
    UserLookup users = UserLookup.search("o=test", "(uid={username})");

    LdapAuthConfig config =
        LdapAuthConfig.builder(server, users)
            .minRejectionTime(Duration.ofMillis(300))
            .decoyBind("cn=decoy,dc=example,dc=com")
            .build();

    assertThat(config.toString())
        .contains("minRejectionTime=PT0.3S", "decoyBind=cn=decoy,dc=example,dc=com");
  }

  @Test
  void answers() {
    List<String> shown = new ArrayList<>();
    try (TestDirectory directory = TestDirectory.builder().user("alice", "wonderland").start();
        LdapAuthenticator<LdapUser> authenticator =
            LdapAuthenticator.create(
                LdapAuthConfig.builder(
                        LdapServer.url(directory.url()),
                        UserLookup.search("dc=example,dc=com", "(uid={username})"))
                    .build())) {
      for (String password : List.of("wonderland", "wrong")) {
        shown.add(answer(authenticator, password));
      }
      directory.stop();
      shown.add(answer(authenticator, "wonderland"));
    }
    assertThat(shown)
        .containsExactly(
            "Welcome, alice",
            "The user name or the password is wrong, or you may not sign in here.",
            "Sign-in is not available at the moment.");
  }

  private static String answer(LdapAuthenticator<LdapUser> authenticator, String password) {
    try {
      AuthenticationResult<LdapUser> result = authenticator.authenticate("alice", password);
      return result instanceof Authenticated<LdapUser> yes
          ? "Welcome, " + yes.account().username()
          : ((Rejected<LdapUser>) result).publicMessage();
    } catch (LdapDirectoryException e) {
      return "Sign-in is not available at the moment.";
    }
  }
}
