// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.activedirectory;

import static com.unboundid.ldap.sdk.SearchScope.BASE;
import static com.unboundid.ldap.sdk.SearchScope.SUB;
import static io.github.ldapauth.testkit.server.activedirectory.ActiveDirectoryClient.USERS;
import static io.github.ldapauth.testkit.server.activedirectory.ActiveDirectoryClient.connectAsAlice;
import static io.github.ldapauth.testkit.server.activedirectory.ActiveDirectoryClient.names;
import static io.github.ldapauth.testkit.server.activedirectory.ActiveDirectoryClient.read;
import static io.github.ldapauth.testkit.server.activedirectory.ActiveDirectoryClient.sid;
import static io.github.ldapauth.testkit.server.activedirectory.ActiveDirectoryClient.withAlice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.unboundid.ldap.sdk.CompareRequest;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.SearchResult;
import io.github.ldapauth.testkit.AccountState;
import io.github.ldapauth.testkit.TestDirectory;
import io.github.ldapauth.testkit.TestDirectoryBuilder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters, compares and references in a directory like Active Directory. */
class ActiveDirectorySearchTest {

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
  void sidsAreComparedByteByByte() throws LDAPException {
    TestDirectoryBuilder builder =
        withAlice()
            .user("upper", user -> user.attribute("objectSid", new Sid("S-1-5-21-1-65").bytes()))
            .user("lower", user -> user.attribute("objectSid", new Sid("S-1-5-21-1-97").bytes()));
    try (TestDirectory directory = builder.start()) {
      assertThat(names(directory, "(objectSid=S-1-5-21-1-65)")).containsExactly("upper");
    }
  }

  @Test
  void searchFromTheBaseEndsWithAReference() throws LDAPException {
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
}
