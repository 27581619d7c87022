// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A directory in a few lines, changed while it runs. */
class TestDirectoryTest {

  @Test
  void nameThatLooksLikeADnIsANameFirst() {
    try (TestDirectory directory =
        TestDirectory.builder()
            .user("a=b", "x")
            .group("g", "a=b", "cn=c,dc=example,dc=com")
            .start()) {
      assertThat(directory.group("g").values("member"))
          .containsExactly(directory.dn("a=b"), "cn=c,dc=example,dc=com");
    }
  }

  @Test
  void usersAndGroupsOfLdifHaveNames() {
    try (TestDirectory directory =
        TestDirectory.builder()
            .ldifResource("dora.ldif")
            .ldif(
                "dn: cn=crew,dc=example,dc=com",
                "objectClass: groupOfNames",
                "cn: crew",
                "member: uid=nobody,dc=example,dc=com")
            .group("staff", "dora", "crew")
            .start()) {
      assertThat(directory.group("staff").values("member"))
          .containsExactly(directory.dn("dora"), "cn=crew,dc=example,dc=com");
      directory.user("dora").attribute("mail", "dora@example.com");
      assertThat(directory.user("dora").values("mail")).containsExactly("dora@example.com");
      directory.group("crew").members("dora");
      assertThat(directory.group("crew").values("member")).contains(directory.dn("dora"));
      assertThat(directory.operations().binds("dora").count()).isZero();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> directory.user("crew"))
          .withMessageContaining("use group(...)");
    }
  }

  @ParameterizedTest
  @EnumSource(ServerKind.class)
  void administratorBindsWithoutAnEntry(ServerKind kind) throws LDAPException {
    try (TestDirectory directory =
            TestDirectory.builder()
                .like(kind)
                .administrator("cn=Directory Manager", "secret")
                .anotherBaseDn("cn=config")
                .ldif("dn: cn=more,cn=config", "objectClass: device", "cn: more")
                .start();
        Client client = new Client(directory)) {
      assertThat(client.bind("CN=Directory Manager", "secret")).isZero();
      assertThat(client.connection().getEntry("cn=more,cn=config")).isNotNull();
      assertThat(client.bind("cn=Directory Manager", "wrong")).isEqualTo(49);
      assertThat(client.bind("cn=other manager", "secret")).isEqualTo(49);
      assertThat(directory.operations().binds("cn=directory manager").count()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PLAIN, 50",
    "OPEN_LDAP, 53",
    "DIRECTORY_389, 48",
    "OPEN_DJ, 53",
    "ACTIVE_DIRECTORY, 1"
  })
  void anonymousSearchIsRefusedButForTheRootDse(ServerKind kind, int code) throws LDAPException {
    try (TestDirectory directory =
            TestDirectory.builder().like(kind).bindRequiredToSearch().start();
        Client client = new Client(directory)) {
      assertThat(client.search("(objectClass=*)").getResultCode().intValue()).isEqualTo(code);
      assertThat(client.connection().getRootDSE().getNamingContextDNs())
          .containsExactly("dc=example,dc=com");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PLAIN, 13",
    "OPEN_LDAP, 13",
    "DIRECTORY_389, 13",
    "FREE_IPA, 13",
    "OPEN_DJ, 49",
    "ACTIVE_DIRECTORY, 8"
  })
  void passwordIsRefusedWithoutTls(ServerKind kind, int code) throws LDAPException {
    try (TestDirectory strict =
            TestDirectory.builder()
                .like(kind)
                .user("alice", "wonderland")
                .tls()
                .tlsRequiredToBind()
                .start();
        LDAPConnection client = new LDAPConnection("127.0.0.1", strict.port())) {
      assertThatExceptionOfType(LDAPException.class)
          .isThrownBy(() -> client.bind(strict.dn("alice"), "wonderland"))
          .satisfies(e -> assertThat(e.getResultCode().intValue()).isEqualTo(code));
      client.processExtendedOperation(
          new StartTLSExtendedRequest(strict.certificates().clientContext()));
      assertThat(client.bind(strict.dn("alice"), "wonderland").getResultCode().intValue()).isZero();
    }
  }

  private static final String ALICE = "uid=alice,ou=people,dc=example,dc=com";
  private static final String STAFF = "cn=staff,ou=groups,dc=example,dc=com";

  private final TestDirectory directory =
      TestDirectory.builder()
          .group("staff", "alice", "uid=outsider,dc=example,dc=org")
          .user("alice", "wonderland")
          .user("bob", user -> user.password("builder").attribute("mail", "bob@example.com"))
          .group("px", group -> group.posix(100).members("alice"))
          .start();

  @AfterEach
  void close() {
    directory.close();
  }

  @Test
  void peopleAndGroupsHaveTheUsualObjectClasses() throws Exception {
    try (Client client = new Client(directory)) {
      var alice = client.search("(&(objectClass=inetOrgPerson)(uid=alice))").getSearchEntries();
      assertThat(alice).hasSize(1);
      assertThat(alice.get(0).getAttributeValue("sn")).isEqualTo("alice");
      assertThat(client.dns("(&(objectClass=groupOfNames)(member=" + ALICE + "))"))
          .containsExactly(STAFF);
      assertThat(client.dns("(&(objectClass=posixGroup)(memberUid=alice))"))
          .containsExactly("cn=px,ou=groups,dc=example,dc=com");
    }
  }

  @Test
  void changedPasswordReplacesTheOldOne() throws Exception {
    directory.user("alice").password("new");
    try (Client client = new Client(directory)) {
      assertThat(client.bind(ALICE, "wonderland")).isEqualTo(49);
      assertThat(client.bind(ALICE, "new")).isZero();
    }
  }

  @Test
  void membersComeAndGoWhileItRuns() throws Exception {
    directory.group("staff").members("bob").remove("alice");
    try (Client client = new Client(directory)) {
      assertThat(client.dns("(member=" + ALICE + ")")).isEmpty();
      assertThat(client.dns("(member=" + directory.dn("bob") + ")")).containsExactly(STAFF);
    }
  }

  @Test
  void userKeepsItsShortNameAfterARename() throws Exception {
    directory.user("alice").dn("uid=alicia,ou=groups,dc=example,dc=com");

    assertThat(directory.dn("alice")).isEqualTo("uid=alicia,ou=groups,dc=example,dc=com");
    assertThat(directory.user("alice").values("uid")).containsExactly("alicia");
    try (Client client = new Client(directory)) {
      assertThat(client.bind("uid=alicia,ou=groups,dc=example,dc=com", "wonderland")).isZero();
    }
  }

  @Test
  void deletedEntriesAreGone() throws Exception {
    directory.delete("alice");
    try (Client client = new Client(directory)) {
      assertThat(client.bind(ALICE, "wonderland")).isEqualTo(49);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> directory.user("alice"))
        .withMessage("\"alice\" was deleted from the directory");
  }

  @Test
  void resetGoesBackToTheBeginning() throws Exception {
    try (Client client = new Client(directory)) {
      client.bind(ALICE, "wonderland");
      directory.user("alice").password("new").attribute("mail", "alice@example.com");
      directory.delete("bob");
      directory.faults().next().answers(51, "busy");
      directory.stop();

      directory.reset();

      assertThat(directory.operations()).isEmpty();
      assertThat(directory.faults().unused()).isEmpty();
      assertThat(directory.user("alice").values("mail")).isEmpty();
      assertThat(directory.user("bob").values("mail")).containsExactly("bob@example.com");
    }
    try (Client client = new Client(directory)) {
      assertThat(client.bind(ALICE, "wonderland")).isZero();
    }
  }

  @Test
  void restartListensOnTheSamePort() throws Exception {
    int port = directory.port();
    directory.stop();
    assertThatThrownBy(() -> new Client(directory)).isInstanceOf(LDAPException.class);

    directory.start();

    assertThat(directory.port()).isEqualTo(port);
    try (Client client = new Client(directory)) {
      assertThat(client.bind(ALICE, "wonderland")).isZero();
    }
  }

  @Test
  void closedDirectoryStaysClosed() {
    directory.close();

    assertThatThrownBy(directory::reset)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the directory is closed");
  }

  @Test
  void openConnectionsSurviveRefusedOnes() throws Exception {
    try (Client client = new Client(directory)) {
      client.bind(ALICE, "wonderland");
      directory.refuseConnections();

      assertThat(client.dns("(uid=bob)")).hasSize(1);
      assertThatThrownBy(() -> new Client(directory)).isInstanceOf(LDAPException.class);
    }
  }

  @Test
  void directoriesCanShareADescription() throws Exception {
    TestDirectoryBuilder description = TestDirectory.builder().user("alice", "wonderland");
    try (TestDirectory one = description.start();
        TestDirectory other = description.start();
        Client client = new Client(other)) {
      one.user("alice").password("new");

      assertThat(client.bind(ALICE, "wonderland")).isZero();
    }
  }

  @Test
  void ldifComesFromTextFilesAndResources(@TempDir Path folder) throws Exception {
    String erin =
        """
        dn: uid=erin,ou=people,dc=example,dc=com
        objectClass: inetOrgPerson
        uid: erin
        cn: Erin
        sn: Erikson
        """;
    Path file = Files.writeString(folder.resolve("erin.ldif"), erin);
    try (TestDirectory filled =
            TestDirectory.builder()
                .ldif(erin.replace("erin", "fred"))
                .ldifFile(file)
                .ldifResource("dora.ldif")
                .start();
        Client client = new Client(filled)) {
      assertThat(client.dns("(uid=*)")).hasSize(3);
      assertThat(client.bind("uid=dora,ou=people,dc=example,dc=com", "explorer")).isZero();
    }
  }

  /** RFC 2849, note 8: such values should be in base64, but need not. */
  @Test
  void ldifLinesMayEndWithASpace() throws Exception {
    try (TestDirectory filled =
            TestDirectory.builder()
                .ldif(
                    "dn: uid=erin,ou=people,dc=example,dc=com ",
                    "objectClass: inetOrgPerson",
                    "uid: erin",
                    "cn: Erin",
                    "sn: Erikson ",
                    "userPassword: pass word ")
                .start();
        Client client = new Client(filled)) {
      String erin = "uid=erin,ou=people,dc=example,dc=com";
      assertThat(client.dns("(sn=Erikson)")).containsExactly(erin);
      assertThat(client.bind(erin, "pass word")).isEqualTo(49);
      assertThat(client.bind(erin, "pass word ")).isZero();
    }
  }

  @Test
  void ldifCanBringTheBaseAndTheContainers() throws Exception {
    try (TestDirectory filled =
            TestDirectory.builder()
                .baseDn("o=test")
                .ldif("dn: o=test", "objectClass: organization", "o: test", "description: ours")
                .user("alice", "wonderland")
                .start();
        Client client = new Client(filled)) {
      assertThat(client.bind("uid=alice,ou=people,o=test", "wonderland")).isZero();
      assertThat(client.connection().getEntry("o=test").getAttributeValue("description"))
          .isEqualTo("ours");
    }
  }

  @Test
  void onRequestTheSchemaIsChecked() {
    TestDirectoryBuilder description =
        TestDirectory.builder().user("alice", user -> user.attribute("shoeSize", "42"));
    description.start().close();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> description.schemaChecked().start())
        .withMessageContaining("shoeSize")
        .withMessageContaining("TestDirectoryTest.java:");
  }

  @Test
  void ldapsAndStartTlsUseTheCertificates(@TempDir Path folder) throws Exception {
    try (TestDirectory secure = TestDirectory.builder().user("alice", "wonderland").tls().start()) {
      SSLContext trust = secure.certificates().clientContext();
      try (LDAPConnection ldaps =
              new LDAPConnection(trust.getSocketFactory(), "127.0.0.1", secure.ldapsPort());
          LDAPConnection startTls = new LDAPConnection("127.0.0.1", secure.port())) {
        startTls.processExtendedOperation(new StartTLSExtendedRequest(trust));
        ldaps.bind(ALICE, "wonderland");
        startTls.bind(ALICE, "wonderland");
      }
      assertThat(secure.certificates().writeAuthorityPem(folder.resolve("ca.pem")))
          .content()
          .startsWith("-----BEGIN CERTIFICATE-----");
    }
  }

  @Test
  void withoutTlsItSaysHowToHaveIt() {
    assertThatThrownBy(directory::ldapsUrl)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the directory has no TLS: call tls(...) on the builder");
  }

  @Test
  void printsItsUrlAndKind() {
    assertThat(directory)
        .hasToString("TestDirectory[ldap://127.0.0.1:" + directory.port() + ", like PLAIN]");
    assertThat(directory.user("alice")).hasToString(ALICE);
    assertThat(directory.group("staff")).hasToString(STAFF);
  }

  @Test
  void groupMayGetItsKindAfterItsMembers() {
    try (TestDirectory directory =
        TestDirectory.builder()
            .user("alice", "x")
            .group("unique", group -> group.members("alice").ofUniqueNames())
            .group("posix", group -> group.members("alice", "stranger").posix(7))
            .start()) {
      assertThat(directory.group("unique").values("uniqueMember"))
          .containsExactly(directory.dn("alice"));
      assertThat(directory.group("posix").members("bob").values("memberUid"))
          .containsExactly("alice", "stranger", "bob");
    }
  }
}
