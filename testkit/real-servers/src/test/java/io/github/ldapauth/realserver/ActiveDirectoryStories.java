// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import static com.unboundid.ldap.sdk.SearchScope.BASE;
import static com.unboundid.ldap.sdk.SearchScope.ONE;
import static com.unboundid.ldap.sdk.SearchScope.SUB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Active Directory answers, told once for each directory that claims to be like it. */
abstract class ActiveDirectoryStories {

  static final String DOMAIN = "DC=ad,DC=example,DC=com";
  static final String USERS = "CN=Users," + DOMAIN;
  static final String PASSWORD = "wonderland";

  /** Those whose password was set {@link #LONG_AGO}. */
  static final List<String> TOO_OLD = List.of("expired", "eternal");

  static final String LONG_AGO = "130000000000000000";

  private static final String CODE =
      "80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data %s, v1db1";
  private static final String NEVER_AT_ALL = "\0".repeat(21);
  private static final String IN_CHAIN = ":1.2.840.113556.1.4.1941:=";

  /** Connects without a bind. */
  abstract LDAPConnection connect() throws Exception;

  /** Connects as somebody who may do everything. */
  abstract LDAPConnection connectAsAdministrator() throws Exception;

  /** Returns what ends the text that refuses a bind. */
  abstract String ending();

  /** Returns the people, whose password is always the same. */
  static List<Entry> people() {
    return List.of(
        person("alice", "userPrincipalName", "alice@ad.example.com"),
        person("bob", "userPrincipalName", "robert@elsewhere.example"),
        person("disabled", "userAccountControl", "514"),
        person("ended", "accountExpires", "1"),
        person("endless", "accountExpires", "0"),
        person("mustchange", "pwdLastSet", "0"),
        person("expired"),
        person("eternal", "userAccountControl", "66048"),
        person("nohours", "logonHours", NEVER_AT_ALL),
        person("elsewhere", "userWorkstations", "OTHER"),
        person("here", "userWorkstations", "OTHER,DC1"),
        person("everything", "userAccountControl", "514", "accountExpires", "1", "pwdLastSet", "0"),
        person("endedmust", "accountExpires", "1", "pwdLastSet", "0", "userWorkstations", "OTHER"),
        person("mustnow", "pwdLastSet", "0", "logonHours", NEVER_AT_ALL),
        person("lockable"),
        person("careless"),
        person("rebound"));
  }

  /** Returns the groups, in an order in which they can be added. */
  static List<Entry> groups() {
    return List.of(
        group("inner", "alice"),
        group("middle", "inner"),
        group("outer", "middle"),
        group("mail", "alice"),
        group("behindmail", "mail"),
        group("ring", "alice"));
  }

  private static Entry person(String name, String... attributes) {
    Entry person = new Entry("CN=" + name + "," + USERS);
    person.addAttribute("objectClass", "user");
    person.addAttribute("sAMAccountName", name);
    if (!List.of(attributes).contains("userAccountControl")) {
      person.addAttribute("userAccountControl", "512");
    }
    for (int i = 0; i < attributes.length; i += 2) {
      person.addAttribute(attributes[i], attributes[i + 1]);
    }
    return person;
  }

  private static Entry group(String name, String... members) {
    Entry group = new Entry("CN=" + name + "," + USERS);
    group.addAttribute("objectClass", "group");
    group.addAttribute("sAMAccountName", name);
    if (name.equals("mail")) {
      group.addAttribute("groupType", "2");
    }
    Stream.of(members).forEach(member -> group.addAttribute("member", dn(member)));
    return group;
  }

  static String dn(String name) {
    return "CN=" + name + "," + USERS;
  }

  private String bind(String name, String password) throws Exception {
    try (LDAPConnection connection = connect()) {
      return bind(connection, name, password);
    }
  }

  /** Returns the code in the text, once it is seen that all the rest is as it should be. */
  private String bind(LDAPConnection connection, String name, String password) {
    try {
      connection.bind(name, password);
      return "ok";
    } catch (LDAPException e) {
      assertThat(e.getResultCode().intValue()).isEqualTo(49);
      String text = e.getDiagnosticMessage();
      String code = text.replaceFirst("(?s).* data ([0-9a-f]+),.*", "$1");
      assertThat(text).isEqualTo(CODE.formatted(code) + ending());
      return code;
    }
  }

  private SearchResult search(String base, SearchScope scope, String filter, String... attributes)
      throws Exception {
    try (LDAPConnection connection = connectAsAdministrator()) {
      return connection.search(base, scope, filter, attributes);
    }
  }

  private List<String> names(String filter) throws Exception {
    return search(USERS, SUB, filter, "cn").getSearchEntries().stream()
        .map(entry -> entry.getAttributeValue("cn"))
        .sorted()
        .toList();
  }

  private SearchResultEntry read(String dn, String... attributes) throws Exception {
    return search(dn, BASE, "(objectClass=*)", attributes).getSearchEntries().get(0);
  }

  private static Map<String, List<String>> shown(Entry entry) {
    Map<String, List<String>> shown = new LinkedHashMap<>();
    entry.getAttributes().forEach(each -> shown.put(each.getName(), List.of(each.getValues())));
    return shown;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CN=alice,CN=Users,DC=ad,DC=example,DC=com",
        "cn=ALICE, cn=users,dc=AD,dc=example,dc=com",
        "alice@ad.example.com",
        "ALICE@AD.Example.COM",
        "alice@AD",
        "AD\\alice",
        "ad\\Alice",
        "robert@elsewhere.example",
        "bob@ad.example.com",
        "AD\\bob",
        "endless@ad.example.com"
      })
  void aPersonBindsByAnyOfTheseNames(String name) throws Exception {
    assertThat(bind(name, PASSWORD)).isEqualTo("ok");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice",
        "ad.example.com\\alice",
        "OTHER\\alice",
        "alice@elsewhere.example",
        "robert@ad.example.com",
        "nobody@ad.example.com",
        "CN=nobody,CN=Users,DC=ad,DC=example,DC=com",
        "DC=other",
        "",
        "=,"
      })
  void nobodyBindsByTheseNames(String name) throws Exception {
    assertThat(bind(name, PASSWORD)).isEqualTo("52e");
  }

  @ParameterizedTest
  @CsvSource({
    "alice,      ok",
    "disabled,   533",
    "ended,      701",
    "endless,    ok",
    "mustchange, 773",
    "expired,    532",
    "eternal,    ok",
    "nohours,    530",
    "elsewhere,  531",
    "here,       ok",
    "everything, 533",
    "endedmust,  701",
    "mustnow,    773"
  })
  void theRightPasswordIsToldTheStateAndAWrongOneIsNot(String name, String code) throws Exception {
    assertThat(bind(dn(name), PASSWORD)).isEqualTo(code);
    assertThat(bind(dn(name), "wrong")).isEqualTo("52e");
  }

  @Test
  void threeWrongPasswordsLockForEveryPassword() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(bind(dn("lockable"), "wrong")).isEqualTo("52e");
    }
    assertThat(bind(dn("lockable"), "wrong")).isEqualTo("775");
    assertThat(bind(dn("lockable"), PASSWORD)).isEqualTo("775");
    SearchResultEntry entry = read(dn("lockable"), "badPwdCount", "lockoutTime");
    assertThat(entry.getAttributeValue("badPwdCount")).isEqualTo("3");
    assertThat(entry.getAttributeValueAsLong("lockoutTime")).isPositive();
  }

  @Test
  void theRightPasswordMakesWrongOnesForgotten() throws Exception {
    for (int round = 0; round < 2; round++) {
      assertThat(bind(dn("careless"), "wrong")).isEqualTo("52e");
      assertThat(bind(dn("careless"), "wrong")).isEqualTo("52e");
      assertThat(read(dn("careless"), "badPwdCount").getAttributeValue("badPwdCount"))
          .isEqualTo("2");
      assertThat(bind(dn("careless"), PASSWORD)).isEqualTo("ok");
    }
    assertThat(read(dn("careless"), "badPwdCount").getAttributeValue("badPwdCount")).isEqualTo("0");
  }

  @Test
  void aFailedBindLeavesTheConnectionBoundAsBefore() throws Exception {
    try (LDAPConnection connection = connect()) {
      assertThat(bind(connection, dn("alice"), PASSWORD)).isEqualTo("ok");
      assertThat(bind(connection, dn("rebound"), "wrong")).isEqualTo("52e");
      assertThat(connection.search(USERS, SUB, "(cn=alice)").getEntryCount()).isEqualTo(1);
      assertThat(bind(connection, dn("disabled"), PASSWORD)).isEqualTo("533");
      assertThat(connection.search(USERS, SUB, "(cn=alice)").getEntryCount()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'DC=ad,DC=example,DC=com', 0",
    "'CN=Users,DC=ad,DC=example,DC=com', 2",
    "DC=other, 2",
    "'', 2"
  })
  void whoDidNotBindMayNotSearch(String base, int scope) throws Exception {
    try (LDAPConnection connection = connect()) {
      assertThatExceptionOfType(LDAPSearchException.class)
          .isThrownBy(() -> connection.search(base, SearchScope.valueOf(scope), "(cn=*)"))
          .satisfies(
              e -> {
                assertThat(e.getResultCode().intValue()).isEqualTo(1);
                assertThat(e.getDiagnosticMessage())
                    .isEqualTo("00002020: Operation unavailable without authentication");
              });
    }
  }

  @Test
  void everybodyMayReadTheRootDse() throws Exception {
    try (LDAPConnection connection = connect()) {
      Entry root = connection.getEntry("");
      assertThat(root.getAttributeValue("defaultNamingContext")).isEqualTo(DOMAIN);
      assertThat(root.getAttributeValue("rootDomainNamingContext")).isEqualTo(DOMAIN);
      assertThat(root.getAttributeValue("configurationNamingContext"))
          .isEqualTo("CN=Configuration," + DOMAIN);
      assertThat(root.getAttributeValue("schemaNamingContext"))
          .isEqualTo("CN=Schema,CN=Configuration," + DOMAIN);
      assertThat(root.getAttributeValue("dnsHostName")).isEqualTo("dc1.ad.example.com");
      assertThat(root.getAttributeValue("isSynchronized")).isEqualTo("TRUE");
      assertThat(root.getAttributeValues("supportedCapabilities"))
          .containsExactlyInAnyOrder(
              "1.2.840.113556.1.4.800",
              "1.2.840.113556.1.4.1670",
              "1.2.840.113556.1.4.1791",
              "1.2.840.113556.1.4.1935",
              "1.2.840.113556.1.4.2080");
      assertThat(root.getAttributeValues("namingContexts")).contains(DOMAIN);
    }
  }

  @Test
  void aPersonHasTheseAttributes() throws Exception {
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
  void aGroupHasTheseAttributes(
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
  void theBuiltinGroupOfUsersHoldsDomainUsers() throws Exception {
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
  void thePrimaryGroupIsFoundByItsSid() throws Exception {
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
  void tokenGroupsAreTheSecurityGroupsNestedAndPrimaryOnesIncluded() throws Exception {
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
  void tokenGroupsComeOnlyByNameAndWithScopeBase() throws Exception {
    assertThat(shown(read(dn("alice"), "+"))).doesNotContainKey("tokenGroups");
    assertThat(shown(read(dn("alice"), "*", "+"))).doesNotContainKey("tokenGroups");
    assertThatExceptionOfType(LDAPSearchException.class)
        .isThrownBy(() -> search(USERS, SUB, "(cn=alice)", "tokenGroups"))
        .satisfies(e -> assertThat(e.getResultCode().intValue()).isEqualTo(1));
    assertThat(names("(tokenGroups=*)")).isEmpty();
  }

  @Test
  void inChainFollowsNestedGroupsBothWays() throws Exception {
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
  void inChainEndsInARing() throws Exception {
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
  void bitsAreComparedAllOrAny() throws Exception {
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
  void sidsAndGuidsAreFoundAsTextAndAsBytes() throws Exception {
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
  void namesAreComparedAsNames() throws Exception {
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
  void passwordsAreNeitherShownNorFound() throws Exception {
    assertThat(shown(read(dn("alice"), "userPassword", "unicodePwd", "cn")))
        .containsExactly(Map.entry("cn", List.of("alice")));
    assertThat(names("(userPassword=*)")).isEmpty();
    assertThat(names("(userPassword=" + PASSWORD + ")")).isEmpty();
  }

  @Test
  void rangesOfValuesAreReturnedOnRequest() throws Exception {
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
  void aSearchFromTheTopEndsWithAReference() throws Exception {
    String configuration = "ldap://ad.example.com/CN=Configuration," + DOMAIN;
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
  void renamedMembersStayMembers() throws Exception {
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
}
