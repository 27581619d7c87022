// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.testkit.Conversation;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attributes are compared as by real servers of each kind: those that hold DNs as DNs. */
class ComparisonsTest {

  private static final String THING = "cn=thing,dc=example,dc=com";
  private static final String AUTHOR = "cn=Author\\, The,dc=example,dc=com";
  private static final List<String> SPELLINGS =
      List.of(
          AUTHOR,
          "CN=author\\, the, DC=Example , DC=COM",
          "cn=\\41uthor\\2c The,dc=example,dc=com");

  private static Conversation talk(TestDirectory directory, ServerKind kind) throws Exception {
    Conversation client = new Conversation(directory);
    if (kind == ServerKind.ACTIVE_DIRECTORY) {
      client.bind("reader", "secret");
    }
    return client;
  }

  private static TestDirectory holding(ServerKind kind, String attribute, String value) {
    return TestDirectory.builder()
        .like(kind)
        .user("reader", "secret")
        .ldif("dn: " + THING, "objectClass: top", "cn: thing", attribute + ": " + value)
        .start();
  }

  @ParameterizedTest
  @EnumSource(ServerKind.class)
  void filtersAndComparesTakeAnySpelling(ServerKind kind) throws Exception {
    try (TestDirectory directory = holding(kind, "member", AUTHOR);
        Conversation client = talk(directory, kind)) {
      for (String spelling : SPELLINGS) {
        String filter = "(member=" + spelling.replace("\\", "\\5c") + ")";
        assertThat(client.find(filter)).as(filter).containsExactly(THING);
        assertThat(client.find("(&(cn=thing)(!" + filter + "))")).as(filter).isEmpty();
        assertThat(client.compare(THING, "member", spelling)).as(spelling).isEqualTo("6");
      }
      assertThat(client.find("(member=cn=Author,dc=example,dc=com)")).isEmpty();
      assertThat(client.compare(THING, "member", "cn=Author,dc=example,dc=com")).isEqualTo("5");
      assertThat(client.compare(THING, "owner", AUTHOR)).startsWith("16");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"member", "uniqueMember", "owner", "roleOccupant", "seeAlso", "manager", "MEMBER"})
  void allAttributesOfTheStandardSchemaThatHoldDnsAreMeant(String attribute) throws Exception {
    try (TestDirectory directory = holding(ServerKind.PLAIN, attribute, "uid=a,dc=example,dc=com");
        Conversation client = talk(directory, ServerKind.PLAIN)) {
      assertThat(client.find("(" + attribute + "=UID=A, DC=example,DC=com)"))
          .containsExactly(THING);
    }
  }

  @ParameterizedTest
  @EnumSource(ServerKind.class)
  void namesOfMembersAreComparedWithRegardToCase(ServerKind kind) throws Exception {
    try (TestDirectory directory = holding(kind, "memberUid", "Alice");
        Conversation client = talk(directory, kind)) {
      assertThat(client.find("(memberUid=Alice)")).containsExactly(THING);
      assertThat(client.find("(MEMBERUID=alice)")).isEmpty();
      assertThat(client.compare(THING, "memberUid", "Alice")).isEqualTo("6");
      assertThat(client.compare(THING, "memberUid", "ALICE")).isEqualTo("5");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"description", "memberUid"})
  void otherAttributesAreText(String attribute) throws Exception {
    try (TestDirectory directory = holding(ServerKind.PLAIN, attribute, "uid=a,dc=example,dc=com");
        Conversation client = talk(directory, ServerKind.PLAIN)) {
      assertThat(client.find("(" + attribute + "=uid=a, dc=example,dc=com)")).isEmpty();
    }
  }
}
