// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.sdk.SearchResultEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What 389 Directory Server answers, with its plug-in MemberOf, and so does the kit. */
class Directory389Test {

  private static final String ALICE = "uid=alice,ou=people,dc=example,dc=com";
  private static final String GROUPS = ",ou=groups,dc=example,dc=com";

  private final TestDirectory directory =
      TestDirectory.builder()
          .like(ServerKind.DIRECTORY_389)
          .user("alice", "wonderland")
          .group("staff", "alice")
          .group("all", "staff")
          .group("everybody", "all", "ring")
          .group("ring", "everybody")
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
  void memberOfNamesTheGroupsOfGroupsToo() throws Exception {
    assertThat(client.read(ALICE, "memberOf").getAttributeValues("memberOf"))
        .containsExactlyInAnyOrder(
            "cn=staff" + GROUPS, "cn=all" + GROUPS, "cn=everybody" + GROUPS, "cn=ring" + GROUPS);
    assertThat(client.read("cn=staff" + GROUPS).getAttributeValues("memberOf"))
        .containsExactlyInAnyOrder("cn=all" + GROUPS, "cn=everybody" + GROUPS, "cn=ring" + GROUPS);
  }

  @Test
  void memberOfEndsCyclesAndNamesNoGroupAsItsOwnMember() throws Exception {
    assertThat(client.read("cn=ring" + GROUPS).getAttributeValues("memberOf"))
        .containsExactly("cn=everybody" + GROUPS);
  }

  @Test
  void memberOfComesWithAllUserAttributes() throws Exception {
    assertThat(client.read(ALICE).hasAttribute("memberOf")).isTrue();
    assertThat(client.read(ALICE, "*").hasAttribute("memberOf")).isTrue();
    assertThat(client.read(ALICE, "cn").hasAttribute("memberOf")).isFalse();
  }

  @Test
  void memberOfCanBeFilteredByAndFollowsTheGroups() throws Exception {
    String inEverybody = "(memberOf=cn=everybody" + GROUPS + ")";
    assertThat(client.find("(&(uid=alice)" + inEverybody + ")")).containsExactly(ALICE);

    directory.group("all").remove("staff");
    assertThat(client.find("(&(uid=alice)" + inEverybody + ")")).isEmpty();
  }

  @Test
  void eachEntryHasAnOperationalUniqueId() throws Exception {
    String id = client.read(ALICE, "nsUniqueId").getAttributeValue("nsUniqueId");
    assertThat(id).matches("([0-9a-f]{8}-){3}[0-9a-f]{8}");
    assertThat(client.find("(nsUniqueId=" + id + ")")).containsExactly(ALICE);
    assertThat(client.read(ALICE, "*").hasAttribute("nsUniqueId")).isFalse();
    assertThat(client.read("dc=example,dc=com", "+").hasAttribute("nsUniqueId")).isTrue();
  }

  @Test
  void theUniqueIdSurvivesARename() throws Exception {
    String id = client.read(ALICE, "nsUniqueId").getAttributeValue("nsUniqueId");
    directory.user("alice").dn("uid=alicia,ou=people,dc=example,dc=com");
    assertThat(client.find("(nsUniqueId=" + id + ")"))
        .containsExactly("uid=alicia,ou=people,dc=example,dc=com");
  }

  @Test
  void anAddedEntryGetsAUniqueIdToo() throws Exception {
    client
        .connection()
        .add("dn: uid=new,ou=people,dc=example,dc=com", "objectClass: account", "uid: new");
    SearchResultEntry added = client.read("uid=new,ou=people,dc=example,dc=com", "nsUniqueId");
    assertThat(added.hasAttribute("nsUniqueId")).isTrue();
  }

  @Test
  void aRefusedBindHasNoTextAndANameThatIsNoDnIsNoBetter() throws Exception {
    assertThat(client.bindWith(ALICE, "wrong")).isEqualTo("49");
    assertThat(client.bindWith("uid=nobody,dc=example,dc=com", "x")).isEqualTo("49");
    assertThat(client.bindWith("alice", "wonderland")).isEqualTo("49");
  }

  @Test
  void aPasswordWithoutADnBindsAsAnonymous() throws Exception {
    assertThat(client.bindWith("", "anything")).isEqualTo("0");
    assertThat(client.whoAmI()).isEqualTo("0");
  }

  @Test
  void aDnWithoutPasswordIsRefused() throws Exception {
    client.connection().getConnectionOptions().setBindWithDNRequiresPassword(false);
    assertThat(client.bindWith(ALICE, ""))
        .isEqualTo("53 \"Unauthenticated binds are not allowed\"");
  }

  @Test
  void anAccountThatHasEndedIsUnknownToThisKindOfServer() {
    assertThatThrownBy(() -> directory.user("alice").state(AccountState.EXPIRED))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a DIRECTORY_389 directory knows no account state EXPIRED");
  }
}
