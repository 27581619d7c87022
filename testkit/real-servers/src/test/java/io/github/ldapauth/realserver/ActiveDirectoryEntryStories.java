// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import static com.unboundid.ldap.sdk.SearchScope.SUB;
import static io.github.ldapauth.realserver.ActiveDirectoryTalk.dn;
import static io.github.ldapauth.realserver.ActiveDirectoryTalk.shown;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The attributes of entries in a domain of Active Directory. */
interface ActiveDirectoryEntryStories extends ActiveDirectoryTalk {

  @Test
  default void userHasTheseAttributes() throws Exception {
    SearchResultEntry alice = read(dn("alice"));
    assertThat(alice.getObjectClassValues())
        .containsExactly("top", "person", "organizationalPerson", "user");
    assertThat(alice.getAttributeValue("cn")).isEqualTo("alice");
    assertThat(alice.getAttributeValue("name")).isEqualTo("alice");
    assertThat(alice.getAttributeValue("distinguishedName")).isEqualTo(dn("alice"));
    assertThat(alice.getAttributeValue("sAMAccountName")).isEqualTo("alice");
    assertThat(alice.getAttributeValue("sAMAccountType")).isEqualTo("805306368");
    assertThat(alice.getAttributeValue("userAccountControl")).isEqualTo("512");
    assertThat(alice.getAttributeValue("primaryGroupID")).isEqualTo("513");
    assertThat(alice.getAttributeValue("accountExpires")).isEqualTo("9223372036854775807");
    assertThat(alice.getAttributeValueAsLong("pwdLastSet")).isGreaterThan(134_000_000_000_000_000L);
    assertThat(alice.getAttributeValue("objectCategory"))
        .isEqualTo("CN=Person,CN=Schema,CN=Configuration," + DOMAIN);
    assertThat(alice.getAttributeValueBytes("objectGUID")).hasSize(16);
    assertThat(alice.getAttributeValueBytes("objectSid")).hasSize(28).startsWith(1, 5, 0, 0);
    assertThat(alice.getAttributeValues("memberOf"))
        .containsExactlyInAnyOrder(dn("inner"), dn("mail"), dn("ring"));
    for (String absent :
        List.of("userPassword", "unicodePwd", "entryUUID", "tokenGroups", "lockoutTime")) {
      assertThat(alice.hasAttribute(absent)).as(absent).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "inner,        group, -2147483646, 268435456, Group",
    "mail,         group, 2,           268435457, Group",
    "Domain Users, group, -2147483646, 268435456, Group"
  })
  default void groupHasTheseAttributes(
      String name, String objectClass, String type, String accountType, String category)
      throws Exception {
    SearchResultEntry group = read(dn(name));
    assertThat(group.getObjectClassValues()).containsExactly("top", objectClass);
    assertThat(group.getAttributeValue("groupType")).isEqualTo(type);
    assertThat(group.getAttributeValue("sAMAccountType")).isEqualTo(accountType);
    assertThat(group.getAttributeValue("sAMAccountName")).isEqualTo(name);
    assertThat(group.getAttributeValue("objectCategory"))
        .isEqualTo("CN=" + category + ",CN=Schema,CN=Configuration," + DOMAIN);
    assertThat(group.getAttributeValueBytes("objectSid")).hasSize(28);
    assertThat(group.hasAttribute("primaryGroupToken")).isFalse();
  }

  @Test
  default void theBuiltinGroupOfUsersHoldsDomainUsers() throws Exception {
    SearchResultEntry users = read("CN=Users,CN=Builtin," + DOMAIN);
    assertThat(users.getAttributeValue("groupType")).isEqualTo("-2147483643");
    assertThat(users.getAttributeValue("sAMAccountType")).isEqualTo("536870912");
    assertThat(users.getAttributeValues("member")).contains(dn("Domain Users"));
    assertThat(read(dn("Domain Users")).getAttributeValue("memberOf")).isEqualTo(users.getDN());
    assertThat(search(DOMAIN, SUB, "(objectSid=S-1-5-32-545)").getSearchEntries())
        .extracting(Entry::getDN)
        .containsExactly(users.getDN());
  }

  @Test
  default void passwordsAreNeitherShownNorFound() throws Exception {
    assertThat(shown(read(dn("alice"), "userPassword", "unicodePwd", "cn")))
        .containsExactly(Map.entry("cn", List.of("alice")));
    assertThat(names("(userPassword=*)")).isEmpty();
    assertThat(names("(userPassword=" + PASSWORD + ")")).isEmpty();
  }

  @Test
  default void rangesOfValuesAreReturnedOnRequest() throws Exception {
    assertThat(shown(read(dn("inner"), "member;range=0-*")))
        .containsExactly(Map.entry("member;range=0-*", List.of(dn("alice"))));
    assertThat(shown(read(dn("inner"), "member;range=0-1499")))
        .containsExactly(Map.entry("member;range=0-*", List.of(dn("alice"))));
    assertThat(shown(read(dn("inner"), "member;range=0-0")))
        .containsExactly(Map.entry("member;range=0-*", List.of(dn("alice"))));
    assertThat(shown(read(dn("inner"), "member;range=1-*")))
        .containsExactly(Map.entry("member;range=1-*", List.of()));
    assertThat(shown(read(dn("alice"), "memberOf;range=0-0"))).containsKey("memberOf;range=0-0");
    assertThat(shown(read(dn("alice"), "memberOf;range=0-1"))).containsKey("memberOf;range=0-1");
    assertThat(shown(read(dn("alice"), "memberOf;range=1-*")))
        .hasEntrySatisfying("memberOf;range=1-*", values -> assertThat(values).hasSize(2));
    assertThat(shown(read(dn("alice"), "memberOf;range=2-5"))).containsKey("memberOf;range=2-*");
  }

  @Test
  default void renamedMembersStayMembers() throws Exception {
    try (LDAPConnection connection = connectAsAdministrator()) {
      connection.add("dn: " + dn("renamed"), "objectClass: group", "sAMAccountName: renamed");
      connection.add(
          "dn: " + dn("holder"),
          "objectClass: group",
          "sAMAccountName: holder",
          "member: " + dn("renamed"));
      connection.modifyDN(dn("renamed"), "CN=newname", true);
      assertThat(read(dn("holder"), "member").getAttributeValue("member")).isEqualTo(dn("newname"));
      assertThat(read(dn("newname"), "memberOf").getAttributeValue("memberOf"))
          .isEqualTo(dn("holder"));
      assertThat(read(dn("newname"), "name").getAttributeValue("name")).isEqualTo("newname");
      connection.delete(dn("newname"));
      assertThat(read(dn("holder"), "member").hasAttribute("member")).isFalse();
      connection.delete(dn("holder"));
    }
  }

  @Test
  default void rootDseTellsOfTheDomain() throws Exception {
    try (LDAPConnection connection = connect()) {
      Entry all = connection.getEntry("");
      assertThat(all.getAttributes())
          .extracting(Attribute::getName)
          .contains(
              "configurationNamingContext",
              "currentTime",
              "defaultNamingContext",
              "highestCommittedUSN",
              "isSynchronized",
              "namingContexts",
              "rootDomainNamingContext",
              "schemaNamingContext",
              "supportedCapabilities",
              "supportedControl")
          .doesNotContain("objectClass", "entryUUID", "entryDN");
      assertThat(all.getAttributeValues("supportedControl"))
          .contains(
              "1.2.840.113556.1.4.319",
              "1.2.840.113556.1.4.473",
              "1.2.840.113556.1.4.805",
              "1.2.840.113556.1.4.1413",
              "2.16.840.1.113730.3.4.9");
      assertThat(all.getAttributeValue("dsServiceName"))
          .isEqualTo("CN=NTDS Settings," + all.getAttributeValue("serverName"))
          .endsWith("CN=Sites,CN=Configuration," + DOMAIN);
      assertThat(all.getAttributeValue("dnsHostName")).isEqualTo("dc1.ad.example.com");
      assertThat(all.getAttributeValue("domainFunctionality")).isEqualTo("4");
      assertThat(all.getAttributeValue("isGlobalCatalogReady")).isEqualTo("TRUE");
      assertThat(all.getAttributeValue("subschemaSubentry"))
          .isEqualTo("CN=Aggregate,CN=Schema,CN=Configuration," + DOMAIN);
      assertThat(connection.getEntry("", "+").getAttributes()).isEmpty();
      assertThat(connection.getEntry("", "CURRENTTIME").getAttributes()).hasSize(1);
      assertThat(connection.search("", SearchScope.BASE, "(objectClass=group)").getEntryCount())
          .isEqualTo(1);
    }
  }
}
