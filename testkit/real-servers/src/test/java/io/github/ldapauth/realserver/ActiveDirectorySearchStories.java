// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import static com.unboundid.ldap.sdk.SearchScope.BASE;
import static com.unboundid.ldap.sdk.SearchScope.ONE;
import static com.unboundid.ldap.sdk.SearchScope.SUB;
import static io.github.ldapauth.realserver.ActiveDirectoryTalk.dn;
import static io.github.ldapauth.realserver.ActiveDirectoryTalk.shown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.ServerSideSortRequestControl;
import com.unboundid.ldap.sdk.controls.SortKey;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Filters and references in a domain of Active Directory. */
interface ActiveDirectorySearchStories extends ActiveDirectoryTalk {

  String IN_CHAIN = ":1.2.840.113556.1.4.1941:=";

  @Test
  default void thePrimaryGroupIsFoundByItsSid() throws Exception {
    assertThat(read(dn("Domain Users"), "primaryGroupToken").getAttributeValue("primaryGroupToken"))
        .isEqualTo("513");
    byte[] sid = read(dn("alice"), "objectSid").getAttributeValueBytes("objectSid");
    sid[24] = (byte) (513 % 256);
    sid[25] = (byte) (513 / 256);
    sid[26] = 0;
    sid[27] = 0;
    assertThat(names(Filter.createEqualityFilter("objectSid", sid).toString()))
        .containsExactly("Domain Users");
    assertThat(names("(member=" + dn("alice") + ")")).doesNotContain("Domain Users");
  }

  @Test
  default void tokenGroupsHoldNestedAndPrimarySecurityGroups() throws Exception {
    SearchResultEntry alice = read(dn("alice"), "tokenGroups");
    TreeSet<String> names = new TreeSet<>();
    for (byte[] sid : alice.getAttributeValueByteArrays("tokenGroups")) {
      String filter = Filter.createEqualityFilter("objectSid", sid).toString();
      search(DOMAIN, SUB, filter).getSearchEntries().forEach(entry -> names.add(entry.getDN()));
    }
    assertThat(names)
        .containsExactlyInAnyOrder(
            dn("inner"),
            dn("middle"),
            dn("outer"),
            dn("ring"),
            dn("Domain Users"),
            "CN=Users,CN=Builtin," + DOMAIN);
  }

  @Test
  default void rootDseTellsAUserItsOwnSidFirst() throws Exception {
    List<String> groups = sids(read(dn("alice"), "tokenGroups"));
    String own = sids(read(dn("alice"), "objectSid")).get(0);
    try (LDAPConnection connection = connect()) {
      connection.bind(dn("alice"), PASSWORD);
      List<String> told = sids(connection.getEntry("", "tokenGroups"));

      assertThat(told.get(0)).isEqualTo(own);
      assertThat(told).containsAll(groups);
      assertThat(shown(connection.getEntry("", "*", "+"))).doesNotContainKey("tokenGroups");
    }
  }

  private static List<String> sids(SearchResultEntry entry) {
    return entry.getAttributes().stream()
        .flatMap(attribute -> Stream.of(attribute.getValueByteArrays()))
        .map(ActiveDirectorySearchStories::sidText)
        .toList();
  }

  @Test
  default void tokenGroupsComeOnlyByNameAndWithScopeBase() throws Exception {
    assertThat(shown(read(dn("alice"), "+"))).doesNotContainKey("tokenGroups");
    assertThat(shown(read(dn("alice"), "*", "+"))).doesNotContainKey("tokenGroups");
    assertThatExceptionOfType(LDAPSearchException.class)
        .isThrownBy(() -> search(USERS, SUB, "(cn=alice)", "tokenGroups"))
        .satisfies(e -> assertThat(e.getResultCode().intValue()).isEqualTo(1));
    assertThat(names("(tokenGroups=*)")).isEmpty();
  }

  @Test
  default void inChainFollowsNestedGroupsBothWays() throws Exception {
    assertThat(names("(member" + IN_CHAIN + dn("alice") + ")"))
        .containsExactly("behindmail", "inner", "mail", "middle", "outer", "ring");
    assertThat(names("(memberOf" + IN_CHAIN + dn("outer") + ")"))
        .containsExactly("alice", "inner", "middle");
    assertThat(names("(memberOf" + IN_CHAIN + "cn=OUTER, " + USERS + ")"))
        .containsExactly("alice", "inner", "middle");
    assertThat(names("(&(cn=alice)(memberOf" + IN_CHAIN + dn("outer") + "))"))
        .containsExactly("alice");
    assertThat(names("(memberOf" + IN_CHAIN + "nonsense)")).isEmpty();
    assertThat(names("(memberOf" + IN_CHAIN + dn("Domain Users") + ")")).isEmpty();
  }

  @Test
  default void inChainEndsInARing() throws Exception {
    try (LDAPConnection connection = connectAsAdministrator()) {
      connection.add(
          "dn: " + dn("ringtwo"),
          "objectClass: group",
          "sAMAccountName: ringtwo",
          "member: " + dn("ring"));
      connection.modify(
          "dn: " + dn("ring"), "changetype: modify", "add: member", "member: " + dn("ringtwo"));
      assertThat(names("(&(cn=ring*)(member" + IN_CHAIN + dn("alice") + "))"))
          .containsExactly("ring", "ringtwo");
      assertThat(names("(memberOf" + IN_CHAIN + dn("ringtwo") + ")"))
          .containsExactly("alice", "ring", "ringtwo");
      assertThat(read(dn("ringtwo"), "memberOf").getAttributeValues("memberOf"))
          .containsExactly(dn("ring"));
      connection.delete(dn("ringtwo"));
      assertThat(read(dn("ring"), "member").getAttributeValues("member"))
          .containsExactly(dn("alice"));
    }
  }

  @Test
  default void bitsAreComparedAllOrAny() throws Exception {
    String rule = "(&(|(cn=alice)(cn=disabled)(cn=eternal))(userAccountControl:1.2.840.113556.1.4.";
    assertThat(names(rule + "803:=2))")).containsExactly("disabled");
    assertThat(names(rule + "803:=514))")).containsExactly("disabled");
    assertThat(names(rule + "803:=66048))")).containsExactly("eternal");
    assertThat(names(rule + "804:=65538))")).containsExactly("disabled", "eternal");
    assertThat(names(rule + "804:=0))")).isEmpty();
    assertThat(names(rule + "803:=0))")).containsExactly("alice", "disabled", "eternal");
    assertThat(names("(&(cn=alice)(!(userAccountControl:1.2.840.113556.1.4.803:=2)))"))
        .containsExactly("alice");
    String security = "(groupType:1.2.840.113556.1.4.803:=2147483648)";
    assertThat(names("(&(|(cn=inner)(cn=mail))" + security + ")")).containsExactly("inner");
    assertThat(names("(userAccountControl:1.2.3.4.5:=2)")).isEmpty();
  }

  @Test
  default void extensibleFiltersWithoutARuleAreEqualities() throws Exception {
    assertThat(names("(cn:=ALICE)")).containsExactly("alice");
    assertThat(names("(cn:dn:=alice)")).containsExactly("alice");
    assertThat(names("(&(cn=alice)(dc:dn:=ad))")).isEmpty();
    assertThat(names("(&(cn=alice)(!(dc:dn:=ad)))")).containsExactly("alice");
    assertThat(names("(cn:caseIgnoreMatch:=alice)")).isEmpty();
    assertThat(names("(:caseIgnoreMatch:=alice)")).isEmpty();
    assertThat(names("(&(cn=alice)(!(cn:1.2.3.4:=alice)))")).containsExactly("alice");
  }

  @Test
  default void sidsAndGuidsAreFoundAsTextAndAsBytes() throws Exception {
    SearchResultEntry alice = read(dn("alice"), "objectSid", "objectGUID");
    byte[] sid = alice.getAttributeValueBytes("objectSid");
    byte[] guid = alice.getAttributeValueBytes("objectGUID");
    assertThat(names(Filter.createEqualityFilter("objectSid", sid).toString()))
        .containsExactly("alice");
    assertThat(names("(objectSid=" + sidText(sid) + ")")).containsExactly("alice");
    assertThat(names(Filter.createEqualityFilter("objectGUID", guid).toString()))
        .containsExactly("alice");
    assertThat(names("(objectGUID=" + guidText(guid) + ")")).containsExactly("alice");
    assertThat(names("(objectGUID={" + guidText(guid) + "})")).containsExactly("alice");
    assertThat(names("(objectSid=nonsense)")).isEmpty();
    assertThat(names("(objectGUID=nonsense)")).isEmpty();
  }

  private static String sidText(byte[] sid) {
    StringBuilder text = new StringBuilder("S-1-5");
    for (int i = 8; i < sid.length; i += 4) {
      long part = 0;
      for (int j = 3; j >= 0; j--) {
        part = part * 256 + (sid[i + j] & 255);
      }
      text.append('-').append(part);
    }
    return text.toString();
  }

  private static String guidText(byte[] guid) {
    int[] order = {3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15};
    StringBuilder text = new StringBuilder();
    for (int i : order) {
      text.append(i < 0 ? "-" : "%02x".formatted(guid[i]));
    }
    return text.toString();
  }

  @Test
  default void namesAreComparedAsNames() throws Exception {
    String spelledOtherwise = "cn=Inner, cn=users," + DOMAIN;
    assertThat(names("(memberOf=" + spelledOtherwise + ")")).containsExactly("alice");
    assertThat(names("(member=" + spelledOtherwise + ")")).containsExactly("middle");
    assertThat(names("(distinguishedName=" + spelledOtherwise + ")")).containsExactly("inner");
    assertThat(names("(&(cn=alice)(memberOf=*))")).containsExactly("alice");
    assertThat(names("(&(cn=bob)(memberOf=*))")).isEmpty();
    assertThat(names("(&(|(cn=alice)(cn=inner))(objectCategory=person))")).containsExactly("alice");
    assertThat(names("(&(|(cn=alice)(cn=inner))(objectCategory=user))")).containsExactly("alice");
    assertThat(names("(&(|(cn=alice)(cn=inner))(objectCategory=group))")).containsExactly("inner");
    assertThat(
            names(
                "(&(cn=alice)(objectCategory=cn=person,cn=Schema,cn=Configuration,"
                    + DOMAIN
                    + "))"))
        .containsExactly("alice");
  }

  @Test
  default void searchFromTheBaseEndsWithAReference() throws Exception {
    String configuration = scheme() + "://ad.example.com/CN=Configuration," + DOMAIN;
    assertThat(search("dc=AD, dc=example,dc=com", SUB, "(cn=nobody)").getReferenceCount())
        .isEqualTo(1);
    assertThat(search(DOMAIN, SUB, "(cn=alice)").getSearchReferences())
        .extracting(reference -> List.of(reference.getReferralURLs()))
        .containsExactly(List.of(configuration));
    assertThat(search(DOMAIN, ONE, "(cn=alice)").getSearchReferences())
        .extracting(reference -> List.of(reference.getReferralURLs()))
        .containsExactly(List.of(configuration + "??base"));
    assertThat(search(DOMAIN, BASE, "(objectClass=*)").getReferenceCount()).isZero();
    assertThat(search(USERS, SUB, "(cn=alice)").getReferenceCount()).isZero();
  }

  @Test
  default void noEntryIsBelowAnUnknownBase() throws Exception {
    for (String base : List.of("", "DC=other", "OU=none," + DOMAIN)) {
      for (SearchScope scope : List.of(ONE, SUB)) {
        assertThatExceptionOfType(LDAPSearchException.class)
            .as("%s of \"%s\"", scope, base)
            .isThrownBy(() -> search(base, scope, "(cn=alice)"))
            .satisfies(e -> assertThat(e.getResultCode().intValue()).isEqualTo(32));
      }
    }
  }

  /** Samba refers by the protocol of the connection. The test kit always says {@code ldap}. */
  private String scheme() throws Exception {
    try (LDAPConnection connection = connectAsAdministrator()) {
      return connection.getSSLSession() == null ? "ldap" : "ldaps";
    }
  }

  @Test
  default void entriesAreSorted() throws Exception {
    assertThat(sorted("cn", false)).containsExactly("alice", "bob", "inner");
    assertThat(sorted("cn", true)).containsExactly("inner", "bob", "alice");
    assertThat(sorted("noSuchAttribute", false)).containsExactlyInAnyOrder("alice", "bob", "inner");
  }

  private List<String> sorted(String attribute, boolean reverse) throws Exception {
    SearchRequest request = new SearchRequest(USERS, SUB, "(|(cn=bob)(cn=inner)(cn=alice))", "cn");
    request.addControl(new ServerSideSortRequestControl(true, new SortKey(attribute, reverse)));
    try (LDAPConnection connection = connectAsAdministrator()) {
      return connection.search(request).getSearchEntries().stream()
          .map(entry -> entry.getAttributeValue("cn"))
          .toList();
    }
  }

  @Test
  default void cookiesCountForTheirFilterAndConnection() throws Exception {
    String filter = "(objectClass=group)";
    try (LDAPConnection connection = connectAsAdministrator();
        LDAPConnection other = connectAsAdministrator()) {
      List<String> answers = new ArrayList<>();
      PagedTalk pages = new PagedTalk(connection, DOMAIN, answers);
      ASN1OctetString cookie = pages.first(filter, 1, 0);
      pages.next("(cn=*)", 1, 0, cookie);
      new PagedTalk(other, DOMAIN, answers).next(filter, 1, 0, cookie);
      pages.next(filter, 1, 0, new ASN1OctetString("made up"));
      assertThat(answers)
          .extracting(answer -> answer.replaceFirst("page of 1, limit 0: (\\d+) .*", "$1"))
          .containsExactly("0", "12", "53", "53");
    }
  }
}
