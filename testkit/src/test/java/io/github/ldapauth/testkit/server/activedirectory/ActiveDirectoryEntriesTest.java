// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.activedirectory;

import static io.github.ldapauth.testkit.server.activedirectory.ActiveDirectoryClient.USERS;
import static io.github.ldapauth.testkit.server.activedirectory.ActiveDirectoryClient.bind;
import static io.github.ldapauth.testkit.server.activedirectory.ActiveDirectoryClient.connectAsAlice;
import static io.github.ldapauth.testkit.server.activedirectory.ActiveDirectoryClient.names;
import static io.github.ldapauth.testkit.server.activedirectory.ActiveDirectoryClient.read;
import static io.github.ldapauth.testkit.server.activedirectory.ActiveDirectoryClient.sid;
import static io.github.ldapauth.testkit.server.activedirectory.ActiveDirectoryClient.withAlice;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.github.ldapauth.testkit.TestDirectory;
import io.github.ldapauth.testkit.TestDirectoryBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The attributes of entries in a directory like Active Directory. */
class ActiveDirectoryEntriesTest {

  @Test
  void usersAndGroupsHaveTheAttributesOfTheRealServer() throws LDAPException {
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

  @Test
  void commonNameIsTheOneInTheDn() throws LDAPException {
    String dn = "CN=Doe\\, John," + USERS;
    try (TestDirectory directory =
        withAlice().user("jdoe", user -> user.password("secret").dn(dn)).start()) {
      Entry john = read(directory, "jdoe");
      assertThat(john.getAttributeValues("cn")).containsExactly("Doe, John");
      assertThat(john.getAttributeValues("name")).containsExactly("Doe, John");
      assertThat(john.getAttributeValue("sAMAccountName")).isEqualTo("jdoe");
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
  void ldifFromADomainKeepsItsValues() throws LDAPException {
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
  void ldifOfSambaToolHasIdentifiersAsText() throws LDAPException {
    String domain = "S-1-5-21-1405722232-1665595207-1595659831";
    TestDirectoryBuilder builder =
        withAlice()
            .ldif(
                "dn: DC=ad,DC=example,DC=com",
                "objectClass: domainDNS",
                "objectSid: " + domain,
                "",
                "dn: CN=Carol," + USERS,
                "objectClass: user",
                "cn: Carol",
                "objectGUID: 390b0e11-9a72-4b38-b634-9d8c53954402",
                "objectSid: " + domain + "-1102");
    try (TestDirectory directory = builder.start();
        LDAPConnection connection = connectAsAlice(directory)) {
      Entry carol = connection.getEntry("CN=Carol," + USERS);
      assertThat(carol.getAttributeValueBytes("objectGUID"))
          .asHexString()
          .isEqualTo("110E0B39729A384BB6349D8C53954402");
      assertThat(Sid.read(carol.getAttributeValueBytes("objectSid")))
          .contains(new Sid(domain + "-1102"));
      assertThat(sid(directory, "alice").domain().text()).isEqualTo(domain);
    }
  }

  @Test
  void addedEntriesAreCompletedAndRenamesAreFollowed() throws Exception {
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
