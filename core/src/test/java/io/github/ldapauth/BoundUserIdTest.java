// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Binds by a name at a server that does not know "Who am I?", as Samba. */
class BoundUserIdTest {

  private static final String DOMAIN = "dc=ad,dc=example,dc=com";

  private final TestDirectory directory =
      TestDirectory.builder()
          .baseDn(DOMAIN)
          .like(ServerKind.ACTIVE_DIRECTORY)
          .user("alice", user -> user.password("wonderland"))
          .user("bob", user -> user.password("builder").attribute("description", "alice"))
          .ldif(
              "dn: cn=card,cn=Users," + DOMAIN,
              "objectClass: contact",
              "cn: card",
              "mail: alice@example.com")
          .group("readers", group -> group.members("alice").attribute("displayName", "alice"))
          .start();

  @AfterEach
  void stop() {
    directory.close();
  }

  private LdapAuthenticator<LdapUser> authenticator(String template, String filter) {
    UserLookup users =
        UserLookup.bindName(
            template, UserLookup.search(DOMAIN, filter).usernameAttribute("sAMAccountName"));
    return LdapAuthenticator.create(
        LdapAuthConfig.builder(LdapServer.url(directory.url()), users).build());
  }

  @Test
  void boundUserIsConfirmedBySecurityId() {
    try (var authenticator =
        authenticator("{username}@ad.example.com", "(sAMAccountName={username})")) {
      assertThat(yes(authenticator.authenticate("Alice", "wonderland")).ldapUser().username())
          .isEqualTo("alice");
      assertThat(directory.operations().binds()).hasSize(1);
      no(authenticator.authenticate("alice", "builder"), RejectionReason.INVALID_CREDENTIALS);
    }
  }

  @Test
  void ownPasswordNeverOpensAnotherUsersEntry() {
    try (var authenticator =
        authenticator("{username}@ad.example.com", "(description={username})")) {
      var rejected =
          no(authenticator.authenticate("alice", "wonderland"), RejectionReason.AMBIGUOUS_USER);
      assertThat(rejected.detail()).contains("CN=bob", "has another objectSid");
    }
  }

  /** Contacts have no security identifier. */
  @Test
  void entryWithoutASecurityIdIsNotTheUser() {
    try (var authenticator =
        authenticator("{username}@ad.example.com", "(mail={username}@example.com)")) {
      var rejected =
          no(authenticator.authenticate("alice", "wonderland"), RejectionReason.AMBIGUOUS_USER);
      assertThat(rejected.detail()).contains("cn=card", "shows no objectSid");
    }
  }

  /** A group of the user has one of the ids in the token, but not the first. */
  @Test
  void groupOfTheUserIsNotTheUser() {
    try (var authenticator =
        authenticator("{username}@ad.example.com", "(displayName={username})")) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.AMBIGUOUS_USER);
    }
  }

  @Test
  void rootDseWithoutSecurityIdsFails() {
    try (var authenticator =
        authenticator("{username}@ad.example.com", "(sAMAccountName={username})")) {
      directory.faults().next(SEARCH).withFilter("(objectClass=*)").answers(0, "");

      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.USER_BIND))
          .satisfies(e -> assertThat(e.resultCode()).hasValue(2));
    }
  }

  @Test
  void searchForTheBindNameNeedsNoSecurityId() {
    try (var authenticator =
        authenticator(
            "{username}@ad.example.com", "(userPrincipalName={username}@ad.example.com)")) {
      yes(authenticator.authenticate("alice", "wonderland"));
      assertThat(directory.operations().extended()).isEmpty();
      assertThat(directory.operations().searches()).hasSize(1);
    }
  }

  @Test
  void problemsNameAServerThatTellsNeither() throws LDAPException {
    var settings = new InMemoryDirectoryServerConfig(DOMAIN);
    settings.setListenerConfigs(
        InMemoryListenerConfig.createLDAPConfig(
            "loopback", InetAddress.getLoopbackAddress(), 0, null));
    Entry root = new Entry("");
    root.addAttribute("objectClass", "top");
    root.addAttribute("namingContexts", DOMAIN);
    root.addAttribute("vendorName", "Example");
    settings.setRootDSEEntry(root);
    InMemoryDirectoryServer server = new InMemoryDirectoryServer(settings);
    server.startListening();
    LdapServer address = LdapServer.url("ldap://127.0.0.1:" + server.getListenPort());
    try {
      assertThat(problems(address, "(uid={username})"))
          .singleElement()
          .asString()
          .startsWith(
              "UserLookup.bindName: the server is of an unknown kind (Example), and does not"
                  + " support \"Who am I?\" (RFC 4532); let the filter require userPrincipalName");
      assertThat(problems(address, "(userPrincipalName={username}@ad.example.com)")).isEmpty();
    } finally {
      server.shutDown(true);
    }
  }

  private static List<String> problems(LdapServer server, String filter) {
    UserLookup users =
        UserLookup.bindName("{username}@ad.example.com", UserLookup.search(DOMAIN, filter));
    try (var authenticator =
        LdapAuthenticator.create(LdapAuthConfig.builder(server, users).build())) {
      return authenticator.findProblems();
    }
  }
}
