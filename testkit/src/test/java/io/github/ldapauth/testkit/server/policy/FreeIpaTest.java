// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.extensions.WhoAmIExtendedRequest;
import io.github.ldapauth.testkit.AccountState;
import io.github.ldapauth.testkit.Conversation;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What FreeIPA is documented to answer. It is not there to be compared with. */
class FreeIpaTest {

  private static final String ALICE = "uid=alice,cn=users,cn=accounts,dc=example,dc=com";
  private static final String ALICE_VIEW = "uid=alice,cn=users,cn=compat,dc=example,dc=com";
  private static final String STAFF = "cn=staff,cn=groups,cn=accounts,dc=example,dc=com";
  private static final String ALL = "cn=all,cn=groups,cn=accounts,dc=example,dc=com";
  private static final String ALL_VIEW = "cn=all,cn=groups,cn=compat,dc=example,dc=com";

  private final TestDirectory directory =
      TestDirectory.builder()
          .like(ServerKind.FREE_IPA)
          .schemaChecked()
          .passwordPolicy(
              policy -> policy.lockAfter(3).lockFor(Duration.ofMinutes(10)).minLength(6).history(2))
          .tls()
          .user("alice", "wonderland")
          .user("bob", "builder")
          .group("staff", "alice")
          .group("all", "staff", "bob")
          .start();

  private Conversation client;

  @BeforeEach
  void connect() throws Exception {
    client = new Conversation(directory);
  }

  @AfterEach
  void close() {
    client.close();
    directory.close();
  }

  @Test
  void userIsBelowAccountsWithKerberosAndPosixAttributes() throws Exception {
    SearchResultEntry alice = client.read(ALICE);
    assertThat(alice.getAttributeValue("krbPrincipalName")).isEqualTo("alice@EXAMPLE.COM");
    assertThat(alice.getAttributeValue("ipaUniqueID")).hasSize(36);
    assertThat(alice.getAttributeValue("homeDirectory")).isEqualTo("/home/alice");
    assertThat(alice.getAttributeValues("memberOf")).containsExactlyInAnyOrder(STAFF, ALL);
    assertThat(client.bindWith(ALICE, "wonderland")).isEqualTo("0");
  }

  @Test
  void searchFromTheBaseFindsTheUserTwice() throws Exception {
    assertThat(client.find("(uid=alice)")).containsExactlyInAnyOrder(ALICE, ALICE_VIEW);
    assertThat(client.find("(&(uid=alice)(objectClass=inetOrgPerson))")).containsExactly(ALICE);
    assertThat(client.read(ALICE_VIEW).hasAttribute("memberOf")).isFalse();
  }

  @Test
  void viewOfAGroupNamesNestedMembers() throws Exception {
    assertThat(client.read(ALL_VIEW).getAttributeValues("memberUid"))
        .containsExactly("alice", "bob");
  }

  @Test
  void viewsFollowTheirOriginals() throws Exception {
    directory.user("alice").attribute("loginShell", "/bin/false");
    directory.delete("bob");
    assertThat(client.read(ALICE_VIEW).getAttributeValue("loginShell")).isEqualTo("/bin/false");
    assertThat(client.read(ALL_VIEW).getAttributeValues("memberUid")).containsExactly("alice");
    assertThat(client.find("(uid=bob)")).isEmpty();
    directory.reset();
    assertThat(client.find("(uid=bob)")).hasSize(2);
    assertThat(client.read(ALICE_VIEW).getAttributeValue("loginShell")).isEqualTo("/bin/sh");
  }

  @Test
  void viewLosesWhatItsOriginalLoses() throws Exception {
    assertThat(client.read(ALL_VIEW).hasAttribute("memberUid")).isTrue();
    directory.group("all").remove("staff");
    directory.group("all").remove("bob");
    assertThat(client.read(ALL_VIEW).hasAttribute("memberUid")).isFalse();
  }

  @Test
  void bindAsAViewIsOneAsTheOriginal() throws Exception {
    assertThat(client.bindWith(ALICE_VIEW, "wonderland")).isEqualTo("0");
    assertThat(
            client
                .connection()
                .processExtendedOperation(new WhoAmIExtendedRequest())
                .getValue()
                .stringValue())
        .isEqualTo("dn: " + ALICE);
    assertThat(client.bindWith(ALICE_VIEW, "wrong")).isEqualTo("49");
  }

  @Test
  void userOfLdifIsAddressedByNameInSpiteOfItsView() {
    try (TestDirectory other =
        TestDirectory.builder()
            .like(ServerKind.FREE_IPA)
            .ldif(
                "dn: " + ALICE,
                "objectClass: inetOrgPerson",
                "objectClass: posixAccount",
                "uid: alice",
                "cn: alice",
                "sn: alice",
                "uidNumber: 7",
                "gidNumber: 7",
                "homeDirectory: /home/alice")
            .start()) {
      assertThat(other.user("alice").dn()).isEqualTo(ALICE);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DISABLED, 53 \"Account inactivated. Contact system administrator.\"",
    "EXPIRED, 53 \"Account (Kerberos principal) is expired\"",
    "PASSWORD_EXPIRED, 0",
    "MUST_CHANGE_PASSWORD, 0"
  })
  void stateOfAnAccountStopsABindOrDoesNot(AccountState state, String answer) throws Exception {
    directory.user("alice").state(state);
    assertThat(client.bindWith(ALICE, "wonderland")).isEqualTo(answer);
  }

  @Test
  void expiredPasswordShowsInTheEntryOnly() throws Exception {
    directory.user("alice").state(AccountState.PASSWORD_EXPIRED);
    assertThat(
            client.find("(&(objectClass=inetOrgPerson)(krbPasswordExpiration>=20200101000000Z))"))
        .containsExactly(ALICE);
    assertThat(client.bindWith(ALICE, "wonderland")).isEqualTo("0");
    assertThat(client.search(ALICE)).isEqualTo("0");
  }

  @Test
  void wrongPasswordsLockTheAccountForAWhile() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(client.bindWith(ALICE, "wrong")).isEqualTo("49");
    }
    String locked = "53 \"Too many failed logins.\n\"";
    assertThat(client.bindWith(ALICE, "wonderland")).isEqualTo(locked);
    directory.advanceClock(Duration.ofMinutes(11));
    assertThat(client.bindWith(ALICE, "wonderland")).isEqualTo("0");
  }

  @Test
  void lockWithoutAnEndIsPermanent() throws Exception {
    try (TestDirectory strict =
            TestDirectory.builder()
                .like(ServerKind.FREE_IPA)
                .passwordPolicy(policy -> policy.lockAfter(1))
                .user("alice", user -> user.password("wonderland").state(AccountState.LOCKED))
                .start();
        Conversation other = new Conversation(strict)) {
      assertThat(other.bindWith(ALICE, "wonderland"))
          .isEqualTo("53 \"Entry permanently locked.\n\"");
    }
  }

  @Test
  void shortAndFormerPasswordsAreRefused() throws Exception {
    assertThat(client.bindWith(ALICE, "wonderland")).isEqualTo("0");
    client.startTls();
    assertThat(client.bindWith(ALICE, "wonderland")).isEqualTo("0");
    assertThat(client.set(ALICE, "userPassword", "short"))
        .isEqualTo("19 \"Password is too short\"");
    assertThat(client.changePassword(ALICE, "wonderland", "wonderland"))
        .isEqualTo("19 \"Password reuse not permitted\"");
    assertThat(client.set(ALICE, "userPassword", "looking glass")).isEqualTo("0");
    assertThat(client.set(ALICE, "userPassword", "wonderland"))
        .isEqualTo("19 \"Password reuse not permitted\"");
    directory.user("alice").password("through");
    assertThat(client.set(ALICE, "userPassword", "wonderland")).isEqualTo("0");
  }

  @Test
  void filtersThatTheKitJudgesFindViews() throws Exception {
    assertThat(client.find("(memberUid:caseExactMatch:=bob)")).containsExactly(ALL_VIEW);
    directory.group("all").remove("bob");
    assertThat(client.find("(memberUid:caseExactMatch:=bob)")).isEmpty();
  }

  @Test
  void viewIsReadAndComparedAtItsOwnName() throws Exception {
    assertThat(client.compare(ALL_VIEW, "memberUid", "bob")).isEqualTo("6");
    directory.group("all").remove("bob");
    assertThat(client.compare(ALL_VIEW, "memberUid", "bob")).isEqualTo("5");
    directory.delete("alice");
    assertThat(client.search(ALICE_VIEW)).isEqualTo("32");
  }
}
