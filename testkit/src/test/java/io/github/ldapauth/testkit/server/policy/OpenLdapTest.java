// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.SearchResultEntry;
import io.github.ldapauth.testkit.AccountState;
import io.github.ldapauth.testkit.Conversation;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import org.junit.jupiter.api.Test;

/** What slapd answers, with its overlays memberof and refint, and so does the kit. */
class OpenLdapTest extends MemberOfStories {

  OpenLdapTest() {
    super(ServerKind.OPEN_LDAP);
  }

  @Override
  String noDn() {
    return "34 \"invalid DN\"";
  }

  @Override
  String noPassword() {
    return "53 \"unauthenticated bind (DN with no password) disallowed\"";
  }

  @Override
  String noIdentity() {
    return "21 \"Invalid DN\"";
  }

  @Test
  void memberOfNamesTheGroupsThatHaveTheEntryAsAMember() throws Exception {
    assertThat(client.read(ALICE, "memberOf").getAttributeValues("memberOf"))
        .containsExactlyInAnyOrder(STAFF, "cn=unique" + GROUPS);
    assertThat(client.read(STAFF, "memberOf").getAttributeValues("memberOf")).containsExactly(ALL);
  }

  @Test
  void memberOfIsOperational() throws Exception {
    assertThat(client.read(ALICE).hasAttribute("memberOf")).isFalse();
    assertThat(client.read(ALICE, "*").hasAttribute("memberOf")).isFalse();
    assertThat(client.read(ALICE, "+").hasAttribute("memberOf")).isTrue();
  }

  @Test
  void memberOfCanBeComparedWithAnySpellingOfTheGroup() throws Exception {
    assertThat(client.compare(ALICE, "memberOf", "CN=Staff, OU=groups,dc=example,dc=com"))
        .isEqualTo("6");
    assertThat(client.compare(ALICE, "memberOf", ALL)).isEqualTo("5");
    assertThat(client.compare(BOB, "memberOf", STAFF)).isEqualTo("16");
  }

  @Test
  void aPasswordWithoutADnIsRefused() throws Exception {
    assertThat(client.bindWith("", "x")).isEqualTo("49");
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
