// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.SearchResultEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What slapd answers, with its overlays memberof and refint, and so does the kit. */
class OpenLdapTest {

  private static final String ALICE = "uid=alice,ou=people,dc=example,dc=com";
  private static final String STAFF = "cn=staff,ou=groups,dc=example,dc=com";
  private static final String ALL = "cn=all,ou=groups,dc=example,dc=com";

  private final TestDirectory directory =
      TestDirectory.builder()
          .like(ServerKind.OPEN_LDAP)
          .user("alice", "wonderland")
          .user("bob", "builder")
          .group("staff", "alice")
          .group("all", "staff")
          .group("unique", group -> group.ofUniqueNames().members("alice"))
          .start();

  private Conversation client;

  @BeforeEach
  void connect() throws Exception {
    client = new Conversation(directory);
  }

  @AfterEach
  void end() {
    client.close();
    directory.close();
  }

  @Test
  void memberOfNamesTheGroupsThatHaveTheEntryAsAMember() throws Exception {
    assertThat(client.read(ALICE, "memberOf").getAttributeValues("memberOf"))
        .containsExactlyInAnyOrder(STAFF, "cn=unique,ou=groups,dc=example,dc=com");
    assertThat(client.read(STAFF, "memberOf").getAttributeValues("memberOf")).containsExactly(ALL);
  }

  @Test
  void memberOfIsOperational() throws Exception {
    assertThat(client.read(ALICE).hasAttribute("memberOf")).isFalse();
    assertThat(client.read(ALICE, "*").hasAttribute("memberOf")).isFalse();
    assertThat(client.read(ALICE, "+").hasAttribute("memberOf")).isTrue();
  }

  @Test
  void memberOfCanBeFilteredByInAnySpellingOfTheGroup() throws Exception {
    assertThat(client.find("(memberOf=CN=Staff, OU=groups,dc=example,dc=com)"))
        .containsExactly(ALICE);
    assertThat(client.find("(&(uid=bob)(!(memberOf=*)))")).hasSize(1);
  }

  @Test
  void memberOfCanBeComparedWithAnySpellingOfTheGroup() throws Exception {
    assertThat(client.compare(ALICE, "memberOf", "CN=Staff, OU=groups,dc=example,dc=com"))
        .isEqualTo("6");
    assertThat(client.compare(ALICE, "memberOf", ALL)).isEqualTo("5");
    assertThat(client.compare(ALL, "memberOf", STAFF)).isEqualTo("16");
  }

  @Test
  void memberOfFollowsAddsRemovalsRenamesAndDeletes() throws Exception {
    directory.group("staff").members("bob");
    assertThat(client.find("(memberOf=" + STAFF + ")")).hasSize(2);

    directory.group("staff").remove("alice");
    assertThat(client.find("(memberOf=" + STAFF + ")"))
        .containsExactly("uid=bob,ou=people,dc=example,dc=com");

    directory.group("staff").dn("cn=crew,ou=groups,dc=example,dc=com");
    assertThat(client.find("(memberOf=cn=crew,ou=groups,dc=example,dc=com)")).hasSize(1);

    directory.delete("staff");
    assertThat(client.find("(&(uid=bob)(memberOf=*))")).isEmpty();
  }

  @Test
  void membersFollowTheRenameAndTheDeleteOfAPerson() throws Exception {
    directory.group("staff").members("bob");
    directory.user("alice").dn("uid=alicia,ou=people,dc=example,dc=com");
    assertThat(directory.group("staff").values("member"))
        .contains("uid=alicia,ou=people,dc=example,dc=com");

    directory.delete("alice");
    assertThat(directory.group("staff").values("member"))
        .containsExactly("uid=bob,ou=people,dc=example,dc=com");
  }

  @Test
  void aRefusedBindHasNoText() throws Exception {
    assertThat(client.bindWith(ALICE, "wrong")).isEqualTo("49");
    assertThat(client.bindWith("uid=nobody,ou=people,dc=example,dc=com", "x")).isEqualTo("49");
    assertThat(client.bindWith("uid=alice,dc=elsewhere", "x")).isEqualTo("49");
    assertThat(client.bindWith("ou=people,dc=example,dc=com", "x")).isEqualTo("49");
    assertThat(client.bindWith("", "x")).isEqualTo("49");
  }

  @Test
  void aNameThatIsNoDnIsInvalid() throws Exception {
    assertThat(client.bindWith("alice", "wonderland")).isEqualTo("34 \"invalid DN\"");
  }

  @Test
  void aFailedBindLeavesTheConnectionAnonymous() throws Exception {
    assertThat(client.bindWith(ALICE, "wonderland")).isEqualTo("0");
    assertThat(client.bindWith(ALICE, "wrong")).isEqualTo("49");

    assertThat(new String(whoAmI(), UTF_8)).isEqualTo("dn:");
  }

  private byte[] whoAmI() throws Exception {
    return client
        .connection()
        .processExtendedOperation("1.3.6.1.4.1.4203.1.11.3")
        .getValue()
        .getValue();
  }

  @Test
  void aDnWithoutPasswordIsRefused() throws Exception {
    client.connection().getConnectionOptions().setBindWithDNRequiresPassword(false);

    assertThat(client.bindWith(ALICE, ""))
        .isEqualTo("53 \"unauthenticated bind (DN with no password) disallowed\"");
  }

  @Test
  void olderServersTakeADnWithoutPasswordForAnonymous() throws Exception {
    try (TestDirectory old =
            TestDirectory.builder()
                .like(ServerKind.OPEN_LDAP)
                .user("alice", "wonderland")
                .acceptUnauthenticatedBinds()
                .start();
        Conversation reader = new Conversation(old)) {
      reader.connection().getConnectionOptions().setBindWithDNRequiresPassword(false);

      assertThat(reader.bindWith(ALICE, "")).isEqualTo("0");
    }
  }

  @Test
  void operationalAttributesComeByNameOrByPlusOnly() throws Exception {
    assertThat(client.read(ALICE, "*").getAttributes())
        .extracting("name")
        .containsExactlyInAnyOrder("objectClass", "uid", "cn", "sn", "userPassword");
    assertThat(client.read(ALICE, "entryUUID").hasAttribute("entryUUID")).isTrue();
    SearchResultEntry operational = client.read(ALICE, "+");
    assertThat(operational.hasAttribute("entryUUID")).isTrue();
    assertThat(operational.hasAttribute("pwdChangedTime")).isTrue();
    assertThat(operational.hasAttribute("cn")).isFalse();
  }

  @Test
  void aCheckedSchemaKnowsTheAttributesOfThePasswordPolicy() throws Exception {
    try (TestDirectory checked =
            TestDirectory.builder()
                .like(ServerKind.OPEN_LDAP)
                .schemaChecked()
                .user("alice", user -> user.password("wonderland").state(AccountState.LOCKED))
                .start();
        Conversation reader = new Conversation(checked)) {
      assertThat(reader.bind("alice", "wonderland")).isEqualTo("49 {account locked}");
      assertThat(reader.read(ALICE, "*").hasAttribute("pwdAccountLockedTime")).isFalse();
      assertThat(reader.read(ALICE, "+").hasAttribute("pwdAccountLockedTime")).isTrue();
    }
  }
}
