// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import static com.unboundid.ldap.sdk.SearchScope.BASE;
import static com.unboundid.ldap.sdk.SearchScope.SUB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.unboundid.ldap.sdk.CompareRequest;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a directory like Active Directory answers. The real-servers module compares it with Samba.
 */
class ActiveDirectoryTest {

  private static final String USERS = "CN=Users,DC=ad,DC=example,DC=com";
  private static final String TEXT =
      "80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data %s, v1db1\0";

  private static TestDirectoryBuilder domain() {
    return TestDirectory.builder()
        .baseDn("DC=ad,DC=example,DC=com")
        .like(ServerKind.ACTIVE_DIRECTORY);
  }

  private static TestDirectoryBuilder withAlice() {
    return domain().user("alice", "wonderland");
  }

  private static LDAPConnection connect(TestDirectory directory) throws LDAPException {
    return new LDAPConnection("127.0.0.1", directory.port());
  }

  private static LDAPConnection connectAsAlice(TestDirectory directory) throws LDAPException {
    LDAPConnection connection = connect(directory);
    connection.bind("AD\\alice", "wonderland");
    return connection;
  }

  /** Returns the code in the text of the answer, or "ok". */
  private static String bind(TestDirectory directory, String name, String password)
      throws LDAPException {
    try (LDAPConnection connection = connect(directory)) {
      connection.bind(name, password);
      return "ok";
    } catch (LDAPException e) {
      String code = e.getDiagnosticMessage().replaceFirst("(?s).* data (\\w+),.*", "$1");
      assertThat(e.getResultCode().intValue()).isEqualTo(49);
      assertThat(e.getDiagnosticMessage()).isEqualTo(TEXT.formatted(code));
      return code;
    }
  }

  private static List<String> names(TestDirectory directory, String filter) throws LDAPException {
    try (LDAPConnection connection = connectAsAlice(directory)) {
      return connection.search(USERS, SUB, filter, "cn").getSearchEntries().stream()
          .map(entry -> entry.getAttributeValue("cn"))
          .sorted()
          .toList();
    }
  }

  private static Entry read(TestDirectory directory, String name, String... attributes)
      throws LDAPException {
    try (LDAPConnection connection = connectAsAlice(directory)) {
      return connection.getEntry(directory.dn(name), attributes);
    }
  }

  @Test
  void peopleAndGroupsLookAsTheyDoThere() throws LDAPException {
    try (TestDirectory directory = withAlice().group("staff", "alice").start()) {
      Entry alice = read(directory, "alice");
      assertThat(alice.getDN()).isEqualTo("CN=alice," + USERS);
      assertThat(alice.getObjectClassValues())
          .containsExactly("top", "person", "organizationalPerson", "user");
      assertThat(alice.getAttributeValue("userPrincipalName")).isEqualTo("alice@ad.example.com");
      assertThat(alice.getAttributeValue("sAMAccountName")).isEqualTo("alice");
      assertThat(alice.getAttributeValue("userAccountControl")).isEqualTo("512");
      assertThat(alice.getAttributeValue("primaryGroupID")).isEqualTo("513");
      assertThat(alice.getAttributeValue("memberOf")).isEqualTo("CN=staff," + USERS);
      assertThat(alice.getAttributeValue("distinguishedName")).isEqualTo(alice.getDN());
      assertThat(alice.getAttributes()).extracting("name").doesNotContain("userPassword");
      Entry staff = read(directory, "staff", "*", "primaryGroupToken");
      assertThat(staff.getAttributeValue("groupType")).isEqualTo("-2147483646");
      Sid sid = Sid.read(staff.getAttributeValueBytes("objectSid")).orElseThrow();
      assertThat(sid.domain())
          .isEqualTo(Sid.read(alice.getAttributeValueBytes("objectSid")).orElseThrow().domain());
      assertThat(staff.getAttributeValueAsLong("primaryGroupToken")).isEqualTo(sid.relativeId());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "alice@ad.example.com, ok",
    "Alice@AD,             ok",
    "ad\\ALICE,            ok",
    "other@elsewhere,      ok",
    "alice,                52e",
    "ad.example.com\\alice,52e",
    "alice@elsewhere,      52e",
    "bob@ad.example.com,   ok",
    "nobody@ad.example.com,52e",
    "'',                   52e"
  })
  void someNamesBindAndOthersDoNot(String name, String answer) throws LDAPException {
    TestDirectoryBuilder people =
        withAlice()
            .user(
                "bob",
                user ->
                    user.password("wonderland").attribute("userPrincipalName", "other@elsewhere"));
    try (TestDirectory directory = people.start()) {
      assertThat(bind(directory, name, "wonderland")).isEqualTo(answer);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice@ad.example.com", "AD\\Alice", "cn=alice, " + USERS})
  void aBindByAnyNameIsABindOfAlice(String name) throws LDAPException {
    try (TestDirectory directory = withAlice().user("bob", "wonderland").start()) {
      directory.faults().next(Operation.Type.BIND).as("bob").answers(51, "busy");
      directory.faults().next(Operation.Type.BIND).as("alice").answers(49, TEXT.formatted("tea"));
      assertThat(bind(directory, name, "wonderland")).isEqualTo("tea");
      assertThat(bind(directory, name, "wonderland")).isEqualTo("ok");
      assertThat(directory.operations().binds("alice").count()).isEqualTo(2);
      assertThat(directory.operations().binds("bob").count()).isZero();
      assertThat(directory.operations().binds("AD\\bob").count()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ACTIVE,               ok,  52e",
    "DISABLED,             533, 52e",
    "EXPIRED,              701, 52e",
    "MUST_CHANGE_PASSWORD, 773, 52e",
    "PASSWORD_EXPIRED,     532, 52e",
    "LOCKED,               775, 775"
  })
  void theStateIsToldWithTheRightPasswordAndALockWithAny(
      AccountState state, String right, String wrong) throws LDAPException {
    TestDirectoryBuilder builder =
        domain()
            .passwordPolicy(policy -> policy.maxAge(Duration.ofDays(42)))
            .user("described", user -> user.state(state).password("wonderland"))
            .user("changed", "wonderland");
    try (TestDirectory directory = builder.start()) {
      directory.user("changed").state(state);
      for (String name : List.of("AD\\described", "AD\\changed")) {
        assertThat(bind(directory, name, "wonderland")).isEqualTo(right);
        assertThat(bind(directory, name, "wrong")).isEqualTo(wrong);
      }
      directory.user("changed").state(AccountState.ACTIVE);
      assertThat(bind(directory, "AD\\changed", "wonderland")).isEqualTo("ok");
    }
  }

  @Test
  void anExpiredPasswordNeedsAPolicyUnderWhichPasswordsExpire() {
    TestDirectoryBuilder builder =
        domain().user("alice", user -> user.state(AccountState.PASSWORD_EXPIRED));
    assertThatIllegalStateException().isThrownBy(builder::start).withMessageContaining("maxAge");
  }

  @Test
  void wrongPasswordsLockAndTimeUnlocks() throws LDAPException {
    TestDirectoryBuilder builder =
        withAlice().passwordPolicy(policy -> policy.lockAfter(2).lockFor(Duration.ofMinutes(30)));
    try (TestDirectory directory = builder.start()) {
      assertThat(bind(directory, "AD\\alice", "wrong")).isEqualTo("52e");
      assertThat(bind(directory, "AD\\alice", "wrong")).isEqualTo("52e");
      assertThat(bind(directory, "AD\\alice", "wonderland")).isEqualTo("775");
      assertThat(directory.user("alice").values("badPwdCount")).containsExactly("2");

      directory.advanceClock(Duration.ofMinutes(31));
      assertThat(bind(directory, "AD\\alice", "wrong")).isEqualTo("52e");
      assertThat(bind(directory, "AD\\alice", "wonderland")).isEqualTo("ok");
      assertThat(directory.user("alice").values("badPwdCount")).containsExactly("0");
      assertThat(directory.user("alice").values("lockoutTime")).containsExactly("0");
    }
  }

  @Test
  void passwordsExpireWithTimeAndANewOneIsYoung() throws LDAPException {
    TestDirectoryBuilder builder =
        withAlice().passwordPolicy(policy -> policy.maxAge(Duration.ofDays(42)));
    try (TestDirectory directory = builder.start()) {
      directory.advanceClock(Duration.ofDays(41));
      assertThat(bind(directory, "AD\\alice", "wonderland")).isEqualTo("ok");
      directory.advanceClock(Duration.ofDays(1));
      assertThat(bind(directory, "AD\\alice", "wonderland")).isEqualTo("532");
      directory.user("alice").password("new");
      assertThat(bind(directory, "AD\\alice", "new")).isEqualTo("ok");
      directory.advanceClock(Duration.ofDays(42));
      directory.user("alice").attribute("userAccountControl", "66048");
      assertThat(bind(directory, "AD\\alice", "new")).isEqualTo("ok");
    }
  }

  @Test
  void logonHoursAreThoseOfTheDirectorysClock() throws LDAPException {
    byte[] everyEvenHour = new byte[21];
    Arrays.fill(everyEvenHour, (byte) 0b01010101);
    TestDirectoryBuilder builder =
        domain()
            .user("bob", user -> user.password("builder").attribute("logonHours", everyEvenHour));
    try (TestDirectory directory = builder.start()) {
      List<String> answers = new ArrayList<>();
      for (int hour = 0; hour < 2; hour++) {
        answers.add(bind(directory, "AD\\bob", "builder"));
        directory.advanceClock(Duration.ofHours(1));
      }
      assertThat(answers).containsExactlyInAnyOrder("ok", "530");
    }
  }

  @Test
  void aBindWithoutAPasswordSucceedsAndIsAnonymous() throws LDAPException {
    try (TestDirectory directory = withAlice().start();
        LDAPConnection connection = connectAsAlice(directory)) {
      connection.getConnectionOptions().setBindWithDNRequiresPassword(false);
      connection.bind(directory.dn("alice"), "");
      assertThatExceptionOfType(LDAPSearchException.class)
          .isThrownBy(() -> connection.search(USERS, SUB, "(cn=alice)"))
          .satisfies(
              e -> {
                assertThat(e.getResultCode().intValue()).isEqualTo(1);
                assertThat(e.getDiagnosticMessage())
                    .isEqualTo("00002020: Operation unavailable without authentication");
              });
      assertThat(connection.getRootDSE().getAttributeValue("defaultNamingContext"))
          .isEqualTo("DC=ad,DC=example,DC=com");
    }
  }

  @Test
  void aFailedBindLeavesTheConnectionBoundAsBefore() throws LDAPException {
    try (TestDirectory directory = withAlice().start();
        LDAPConnection connection = connectAsAlice(directory)) {
      assertThatExceptionOfType(LDAPException.class)
          .isThrownBy(() -> connection.bind("AD\\alice", "wrong"));
      assertThat(connection.search(USERS, SUB, "(cn=alice)").getEntryCount()).isEqualTo(1);
    }
  }

  @Test
  void inChainFollowsNestedGroupsBothWaysAndRingsEnd() throws LDAPException {
    TestDirectoryBuilder builder =
        withAlice().group("a", "alice", "c").group("b", "a").group("c", "b").group("other");
    try (TestDirectory directory = builder.start()) {
      String rule = ":1.2.840.113556.1.4.1941:=";
      assertThat(names(directory, "(member" + rule + directory.dn("alice") + ")"))
          .containsExactly("a", "b", "c");
      assertThat(names(directory, "(memberOf" + rule + directory.dn("b") + ")"))
          .containsExactly("a", "alice", "b", "c");
      assertThat(names(directory, "(memberOf=" + directory.dn("b") + ")")).containsExactly("a");
    }
  }

  @Test
  void bitsAreComparedAllOrAny() throws LDAPException {
    TestDirectoryBuilder builder =
        withAlice().user("bob", user -> user.state(AccountState.DISABLED));
    try (TestDirectory directory = builder.start()) {
      String rule = "(userAccountControl:1.2.840.113556.1.4.";
      assertThat(names(directory, rule + "803:=514)")).containsExactly("bob");
      assertThat(names(directory, rule + "804:=514)")).containsExactly("alice", "bob");
      assertThat(names(directory, "(&(objectClass=user)(!" + rule + "803:=2)))"))
          .containsExactly("alice");
    }
  }

  @Test
  void tokenGroupsHoldNestedSecurityGroupsAndThePrimaryGroup() throws LDAPException {
    TestDirectoryBuilder builder =
        withAlice()
            .group("inner", "alice")
            .group("outer", "inner")
            .group("mail", group -> group.attribute("groupType", "2").members("alice"));
    try (TestDirectory directory = builder.start()) {
      assertThat(
              Stream.of(
                      read(directory, "alice", "tokenGroups")
                          .getAttributeValueByteArrays("tokenGroups"))
                  .flatMap(bytes -> Sid.read(bytes).stream()))
          .containsExactlyInAnyOrder(
              sid(directory, "inner"),
              sid(directory, "outer"),
              sid(directory, "alice").domain().within(513),
              new Sid("S-1-5-32-545"));
      try (LDAPConnection connection = connectAsAlice(directory)) {
        assertThatExceptionOfType(LDAPSearchException.class)
            .isThrownBy(() -> connection.search(USERS, SUB, "(cn=alice)", "tokenGroups"))
            .satisfies(e -> assertThat(e.getResultCode().intValue()).isEqualTo(1));
      }
    }
  }

  private static Sid sid(TestDirectory directory, String name) throws LDAPException {
    return Sid.read(read(directory, name, "objectSid").getAttributeValueBytes("objectSid"))
        .orElseThrow();
  }

  @Test
  void sidsAndGuidsAreFoundAsTextAndAsBytes() throws LDAPException {
    TestDirectoryBuilder builder =
        withAlice()
            .user("bob", user -> user.attribute("objectGUID", Guid.parse(GUID).orElseThrow()));
    try (TestDirectory directory = builder.start()) {
      Sid sid = sid(directory, "alice");
      assertThat(names(directory, "(objectSid=" + sid.text() + ")")).containsExactly("alice");
      assertThat(names(directory, equality("objectSid", sid.bytes()))).containsExactly("alice");
      assertThat(names(directory, "(objectGUID=" + GUID + ")")).containsExactly("bob");
      assertThat(names(directory, "(objectGUID={" + GUID + "})")).containsExactly("bob");
      byte[] littleEndian = {
        0x51,
        0x14,
        0x15,
        0x0D,
        (byte) 0xEC,
        (byte) 0xEA,
        (byte) 0xB5,
        0x43,
        (byte) 0x84,
        (byte) 0xAC,
        (byte) 0xD2,
        (byte) 0xB6,
        0x37,
        0x60,
        0x5F,
        0x5D
      };
      assertThat(names(directory, equality("objectGUID", littleEndian))).containsExactly("bob");
    }
  }

  private static final String GUID = "0d151451-eaec-43b5-84ac-d2b637605f5d";

  private static String equality(String attribute, byte[] value) {
    return Filter.createEqualityFilter(attribute, value).toString();
  }

  @Test
  void bytesThatDifferOnlyAsLettersDoAreDifferent() throws LDAPException {
    TestDirectoryBuilder builder =
        withAlice()
            .user("upper", user -> user.attribute("objectSid", new Sid("S-1-5-21-1-65").bytes()))
            .user("lower", user -> user.attribute("objectSid", new Sid("S-1-5-21-1-97").bytes()));
    try (TestDirectory directory = builder.start()) {
      assertThat(names(directory, "(objectSid=S-1-5-21-1-65)")).containsExactly("upper");
    }
  }

  @Test
  void moreThan1500ValuesComeInRanges() throws LDAPException {
    String[] members =
        IntStream.range(0, 3200).mapToObj(i -> "CN=user" + i + "," + USERS).toArray(String[]::new);
    try (TestDirectory directory = withAlice().group("big", members).start()) {
      List<String> all = new ArrayList<>();
      assertThat(read(directory, "big").hasAttribute("member")).isFalse();
      for (String range : List.of("0-1499", "1500-2999", "3000-*")) {
        Entry part = read(directory, "big", "member;range=" + range.replaceFirst("-.*", "-*"));
        all.addAll(List.of(part.getAttributeValues("member;range=" + range)));
      }
      assertThat(all).containsExactly(members);
      assertThat(read(directory, "big").getAttributeValues("member;range=0-1499")).hasSize(1500);
      assertThat(
              read(directory, "big", "member;range=10-19").getAttributeValues("member;range=10-19"))
          .hasSize(10);
    }
  }

  @Test
  void moreThan1500GroupsComeInRanges() throws LDAPException {
    TestDirectoryBuilder builder = withAlice();
    IntStream.range(0, 1501).forEach(i -> builder.group("group" + i, "alice"));
    try (TestDirectory directory = builder.start()) {
      assertThat(read(directory, "alice").getAttributeValues("memberOf;range=0-1499"))
          .hasSize(1500);
      assertThat(
              read(directory, "alice", "memberOf;range=1500-*")
                  .getAttributeValues("memberOf;range=1500-*"))
          .hasSize(1);
    }
  }

  @Test
  void aSearchFromTheTopEndsWithAReference() throws LDAPException {
    try (TestDirectory directory = withAlice().start();
        LDAPConnection connection = connectAsAlice(directory)) {
      SearchResult result = connection.search("dc=AD,dc=example,dc=com", SUB, "(cn=alice)");
      assertThat(result.getEntryCount()).isEqualTo(1);
      assertThat(result.getSearchReferences().get(0).getReferralURLs())
          .containsExactly("ldap://ad.example.com/CN=Configuration,DC=ad,DC=example,DC=com");
      assertThat(connection.search(USERS, SUB, "(cn=alice)").getReferenceCount()).isZero();
      assertThat(
              connection
                  .search("DC=ad,DC=example,DC=com", BASE, "(objectClass=*)")
                  .getReferenceCount())
          .isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"(userPassword=wonderland)", "(userPassword=*)", "(userPassword=w*)"})
  void passwordsAreNeverFoundOrCompared(String filter) throws LDAPException {
    try (TestDirectory directory = withAlice().start();
        LDAPConnection connection = connectAsAlice(directory)) {
      assertThat(names(directory, filter)).isEmpty();
      CompareRequest compare =
          new CompareRequest(directory.dn("alice"), "userPassword", "wonderland");
      assertThatExceptionOfType(LDAPException.class)
          .isThrownBy(() -> connection.compare(compare))
          .satisfies(e -> assertThat(e.getResultCode().intValue()).isEqualTo(16));
    }
  }

  @Test
  void ldifFromADomainIsTakenAsItIs() throws LDAPException {
    TestDirectoryBuilder builder =
        withAlice()
            .ldif(
                "dn: DC=ad,DC=example,DC=com",
                "objectClass: domainDNS",
                "objectSid:: AQQAAAAAAAUVAAAAB/uVLqRYXZv/mp32",
                "",
                "dn: CN=Carol," + USERS,
                "objectClass: user",
                "cn: Carol",
                "name: Carol",
                "distinguishedName: CN=Carol," + USERS,
                "memberOf: CN=Domain Admins," + USERS,
                "objectSid:: AQUAAAAAAAUVAAAAB/uVLqRYXZv/mp32TgQAAA==",
                "userAccountControl: 514",
                "userPassword: x");
    try (TestDirectory directory = builder.start()) {
      assertThat(names(directory, "(objectSid=S-1-5-21-781581063-2606586020-4137523967-1102)"))
          .containsExactly("Carol");
      assertThat(names(directory, "(memberOf=*)")).doesNotContain("Carol");
      assertThat(names(directory, "(objectSid=S-1-5-21-781581063-2606586020-4137523967-513)"))
          .containsExactly("Domain Users");
      assertThat(sid(directory, "alice").domain().text())
          .isEqualTo("S-1-5-21-781581063-2606586020-4137523967");
      assertThat(bind(directory, "AD\\Carol", "x")).isEqualTo("533");
    }
  }

  @Test
  void whatClientsAddIsCompletedAndRenamesAreFollowed() throws Exception {
    try (TestDirectory directory = withAlice().group("staff", "alice").start();
        LDAPConnection connection = connectAsAlice(directory)) {
      connection.add("dn: CN=dora," + USERS, "objectClass: user", "userPassword: explorer");
      connection.modify(
          directory.dn("staff"),
          new Modification(ModificationType.ADD, "member", "CN=dora," + USERS));
      assertThat(bind(directory, "dora@ad.example.com", "explorer")).isEqualTo("ok");
      assertThat(names(directory, "(&(sAMAccountName=dora)(memberOf=*))")).containsExactly("dora");
      connection.modifyDN("CN=dora," + USERS, "CN=Dora B", true);
      Entry renamed = connection.getEntry("CN=Dora B," + USERS);
      assertThat(renamed.getAttributeValue("name")).isEqualTo("Dora B");
      assertThat(renamed.getAttributeValue("memberOf")).isEqualTo(directory.dn("staff"));
      assertThat(bind(directory, "dora@ad.example.com", "explorer")).isEqualTo("ok");
    }
  }
}
