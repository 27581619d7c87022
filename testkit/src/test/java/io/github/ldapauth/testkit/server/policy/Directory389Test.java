// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.sdk.SearchResultEntry;
import io.github.ldapauth.testkit.AccountState;
import io.github.ldapauth.testkit.ServerKind;
import org.junit.jupiter.api.Test;

/** What 389 Directory Server answers, with its plug-in MemberOf, and so does the kit. */
class Directory389Test extends MemberOfStories {

  Directory389Test() {
    super(ServerKind.DIRECTORY_389);
  }

  @Override
  String noDn() {
    return "49";
  }

  @Override
  String noPassword() {
    return "53 \"Unauthenticated binds are not allowed\"";
  }

  @Override
  String noIdentity() {
    return "32 \"No such Entry exists.\n\"";
  }

  @Test
  void memberOfNamesTheGroupsOfGroupsToo() throws Exception {
    assertThat(client.read(ALICE, "memberOf").getAttributeValues("memberOf"))
        .containsExactlyInAnyOrder(
            STAFF, ALL, "cn=everybody" + GROUPS, "cn=ring" + GROUPS, "cn=unique" + GROUPS);
    assertThat(client.read(STAFF).getAttributeValues("memberOf"))
        .containsExactlyInAnyOrder(ALL, "cn=everybody" + GROUPS, "cn=ring" + GROUPS);
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
  void aPasswordWithoutADnBindsAsAnonymous() throws Exception {
    assertThat(client.bindWith("", "anything")).isEqualTo("0");
    assertThat(client.whoAmI()).isEqualTo("0");
  }

  @Test
  void anAccountThatHasEndedIsUnknownToThisKindOfServer() {
    assertThatThrownBy(() -> directory.user("alice").state(AccountState.EXPIRED))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no account state EXPIRED");
  }
}
