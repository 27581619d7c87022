// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.docs;

import static io.github.ldapauth.testkit.Operation.Type.BIND;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.UserStore;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The blocks of the guide about testing. */
class TestingGuideTest {

  private static LdapAuthenticator<LdapUser> authenticator(LdapServer server) {
    return LdapAuthenticator.create(
        LdapAuthConfig.builder(server, UserLookup.search("dc=example,dc=com", "(uid={username})"))
            .build());
  }

  private static boolean signIn(TestDirectory directory, String username, String password) {
    try (var authenticator = authenticator(LdapServer.url(directory.url()))) {
      return authenticator.authenticate(username, password).user().isPresent();
    }
  }

  @Test
  void changes() {
    try (TestDirectory directory =
        TestDirectory.builder()
            .like(ServerKind.OPEN_LDAP)
            .user("alice", user -> user.password("wonderland").attribute("title", "Engineer"))
            .user("bob", "builder")
            .group("staff", group -> group.members("alice"))
            .start()) {

      directory.user("alice").password("changed").attribute("title", "Architect");
      directory.group("staff").members("bob");
      directory.delete("bob");

      assertThat(signIn(directory, "alice", "changed")).isTrue();
      assertThat(signIn(directory, "bob", "builder")).isFalse();
      directory.reset(); // back to the description above
      assertThat(signIn(directory, "bob", "builder")).isTrue();
    }
  }

  @Test
  void faults() {
    try (TestDirectory directory = TestDirectory.builder().user("alice", "wonderland").start()) {

      directory.faults().next(BIND).as("alice").answers(51, "busy");
      directory.faults().next(SEARCH).withFilter("(uid=").closesConnection();

      assertThatThrownBy(() -> signIn(directory, "alice", "wonderland"))
          .isInstanceOf(LdapDirectoryException.class)
          .hasMessageContaining("USER_BIND");
      assertThat(directory.operations().binds("alice").count()).isEqualTo(1);
      assertThat(directory.operations().searches().count()).isEqualTo(2);
      directory.faults().assertAllUsed();
    }
  }

  @Test
  void usersForYourOwnCode() {
    UserStore<Account> accounts = new EmptyStore<>((key, user) -> new Account(user.username()));
    try (TestDirectory directory = TestDirectory.builder().user("alice", "wonderland").start();
        var authenticator = authenticator(LdapServer.url(directory.url()))) {

      LdapUser alice = authenticator.lookup("alice").orElseThrow();

      Account account = accounts.create("alice", alice);

      assertThat(account.username()).isEqualTo("alice");
    }
  }

  @Test
  void tls(@TempDir Path folder) throws Exception {
    Path authority = folder.resolve("authority.pem");
    try (TestDirectory directory =
        TestDirectory.builder().tls().user("alice", "wonderland").start()) {
      directory.certificates().writeAuthorityPem(authority);

      LdapServer server =
          LdapServer.ldaps(directory.ldapsHostAndPort()).trustedCertificates(authority);

      try (var authenticator = authenticator(server)) {
        assertThat(authenticator.authenticate("alice", "wonderland").user()).isPresent();
      }
    }
  }
}
