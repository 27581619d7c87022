// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.docs;

import static io.github.ldapauth.testkit.Operation.Type.BIND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import io.github.ldapauth.testkit.TestDirectoryExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The blocks of the guide for users of other embedded LDAP servers: the same test, twice. */
class EmbeddedServersGuideTest {

  private static boolean login(String url, String username, String password) {
    var config =
        LdapAuthConfig.builder(
                LdapServer.url(url), UserLookup.search("dc=example,dc=com", "(uid={username})"))
            .build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      return authenticator.authenticate(username, password).user().isPresent();
    }
  }

  @Nested
  class Before {

    private InMemoryDirectoryServer server;

    @BeforeEach
    void start() throws Exception {
      var config = new InMemoryDirectoryServerConfig("dc=example,dc=com");
      config.setListenerConfigs(InMemoryListenerConfig.createLDAPConfig("ldap", 0));
      config.setSchema(null);
      server = new InMemoryDirectoryServer(config);
      server.add("dn: dc=example,dc=com", "objectClass: domain", "dc: example");
      server.add(
          "dn: uid=alice,dc=example,dc=com",
          "objectClass: inetOrgPerson",
          "uid: alice",
          "cn: Alice",
          "sn: Alice",
          "userPassword: wonderland");
      server.startListening();
    }

    @AfterEach
    void stop() {
      server.shutDown(true);
    }

    @Test
    void aliceLogsIn() {
      assertThat(login("ldap://localhost:" + server.getListenPort(), "alice", "wonderland"))
          .isTrue();
    }
  }

  @Nested
  class After {

    @RegisterExtension
    static final TestDirectoryExtension LDAP =
        TestDirectoryExtension.of(TestDirectory.builder().user("alice", "wonderland"));

    @Test
    void aliceLogsIn(TestDirectory directory) {
      assertThat(login(directory.url(), "alice", "wonderland")).isTrue();
    }

    @Test
    void busyDirectoryIsNoWrongPassword(TestDirectory directory) {
      directory.faults().next(BIND).as("alice").answers(51, "busy");
      assertThatThrownBy(() -> login(directory.url(), "alice", "wonderland"));
    }
  }

  @Test
  void ldif() {
    try (TestDirectory directory =
        TestDirectory.builder()
            .like(ServerKind.OPEN_LDAP)
            .baseDn("dc=example,dc=com")
            .ldifResource("example.ldif")
            .administrator("cn=admin,dc=example,dc=com", "secret")
            .start()) {
      assertThat(login(directory.url(), "alice", "wonderland")).isTrue();
    }
  }
}
