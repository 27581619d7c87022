// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.testkit.Conversation;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import io.github.ldapauth.testkit.TestDirectoryBuilder;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers with {@code memberOf} and password policies have in common. */
abstract class MemberOfStories {

  static final String ALICE = "uid=alice,ou=people,dc=example,dc=com";
  static final String BOB = "uid=bob,ou=people,dc=example,dc=com";
  static final String GROUPS = ",ou=groups,dc=example,dc=com";
  static final String STAFF = "cn=staff" + GROUPS;
  static final String ALL = "cn=all" + GROUPS;

  private final ServerKind kind;
  final TestDirectory directory;
  Conversation client;

  MemberOfStories(ServerKind kind) {
    this.kind = kind;
    directory =
        TestDirectory.builder()
            .like(kind)
            .user("alice", "wonderland")
            .user("bob", "builder")
            .group("staff", "alice")
            .group("all", "staff")
            .group("everybody", "all", "ring")
            .group("ring", "everybody")
            .group("unique", group -> group.ofUniqueNames().members("alice"))
            .tls()
            .start();
  }

  @Test
  void memberOfInLdifIsReplacedByTheGroups() throws Exception {
    try (TestDirectory other =
            TestDirectory.builder()
                .like(kind)
                .ldif(
                    "dn: cn=carol,dc=example,dc=com",
                    "objectClass: person",
                    "cn: carol",
                    "memberOf: cn=staff,ou=groups,dc=example,dc=com",
                    "memberOf: cn=gone,ou=groups,dc=example,dc=com")
                .group("staff", "cn=carol,dc=example,dc=com")
                .start();
        Conversation reader = new Conversation(other)) {
      assertThat(reader.read("cn=carol,dc=example,dc=com", "cn").getAttributes()).hasSize(1);
      assertThat(
              reader.read("cn=carol,dc=example,dc=com", "memberOf").getAttributeValues("memberOf"))
          .containsExactly(STAFF);
    }
  }

  @BeforeEach
  void connect() throws Exception {
    client = new Conversation(directory);
    client.connection().getConnectionOptions().setBindWithDNRequiresPassword(false);
  }

  @AfterEach
  void end() {
    client.close();
    directory.close();
  }

  /** Returns how a bind is refused with a name that is not a DN. */
  abstract String noDn();

  /** Returns how a bind is refused with a DN and no password. */
  abstract String noPassword();

  /** Returns how the operation of RFC 3062 is refused for an identity that is not a DN. */
  abstract String noIdentity();

  @Test
  void memberOfCanBeFilteredByInAnySpellingOfTheGroup() throws Exception {
    assertThat(client.find("(memberOf=CN=Staff, OU=groups,dc=example,dc=com)"))
        .containsExactly(ALICE);
    assertThat(client.find("(&(uid=bob)(!(memberOf=*)))")).hasSize(1);
  }

  @Test
  void memberOfAGroupOfManyFindsItsMembersAlone() throws Exception {
    TestDirectoryBuilder many = TestDirectory.builder().like(kind).user("stranger", "danger");
    String[] names = IntStream.range(0, 50).mapToObj(i -> "user" + i).toArray(String[]::new);
    Stream.of(names).forEach(name -> many.user(name, "secret"));
    try (TestDirectory large = many.group("many", names).start();
        Conversation reader = new Conversation(large)) {
      String part = "(memberOf=" + large.dn("many") + ")";
      assertThat(reader.find(part)).hasSize(50).doesNotContain(large.dn("stranger"));
      assertThat(reader.find("(&(uid=*)(!" + part + "))")).containsExactly(large.dn("stranger"));
      assertThat(reader.find("(memberOf=no DN)")).isEmpty();
    }
  }

  @Test
  void memberOfFollowsAddsRemovalsRenamesAndDeletes() throws Exception {
    directory.group("staff").members("bob");
    assertThat(client.find("(memberOf=" + STAFF + ")")).hasSize(2);

    directory.group("staff").remove("alice");
    assertThat(client.find("(memberOf=" + STAFF + ")")).containsExactly(BOB);

    directory.group("staff").dn("cn=crew" + GROUPS);
    assertThat(client.find("(memberOf=cn=crew" + GROUPS + ")")).hasSize(1);

    directory.delete("staff");
    assertThat(client.find("(&(uid=bob)(memberOf=*))")).isEmpty();
  }

  @Test
  void membersFollowTheRenameAndTheDeleteOfAPerson() throws Exception {
    directory.group("staff").members("bob");
    directory.user("alice").dn("uid=alicia,ou=people,dc=example,dc=com");
    assertThat(directory.group("staff").values("member"))
        .contains("uid=alicia,ou=people,dc=example,dc=com");

    directory.delete("alice");
    assertThat(directory.group("staff").values("member")).containsExactly(BOB);
  }

  @Test
  void aRefusedBindHasNoText() throws Exception {
    assertThat(client.bindWith(ALICE, "wrong")).isEqualTo("49");
    assertThat(client.bindWith("uid=nobody,ou=people,dc=example,dc=com", "x")).isEqualTo("49");
    assertThat(client.bindWith("uid=nobody,dc=example,dc=com", "x")).isEqualTo("49");
    assertThat(client.bindWith("uid=alice,dc=elsewhere", "x")).isEqualTo("49");
    assertThat(client.bindWith("ou=people,dc=example,dc=com", "x")).isEqualTo("49");
  }

  @Test
  void aNameThatIsNoDnIsRefused() throws Exception {
    assertThat(client.bindWith("alice", "wonderland")).isEqualTo(noDn());
  }

  @Test
  void aFailedBindLeavesTheConnectionAnonymous() throws Exception {
    assertThat(client.bindWith(ALICE, "wonderland")).isEqualTo("0");
    assertThat(client.bindWith(ALICE, "wrong")).isEqualTo("49");

    assertThat(new String(whoAmI(), UTF_8)).isEmpty();
  }

  private byte[] whoAmI() throws Exception {
    return client
        .connection()
        .processExtendedOperation("1.3.6.1.4.1.4203.1.11.3")
        .getValue()
        .getValue();
  }

  @Test
  void aDnWithoutPasswordIsRefused() throws Exception {
    assertThat(client.bindWith(ALICE, "")).isEqualTo(noPassword());
  }

  @ParameterizedTest
  @ValueSource(strings = {"u:alice", "alice", "dn:uid=alice,ou=people,dc=example,dc=com"})
  void aPasswordIsChangedOnlyOfAnIdentityThatIsADn(String identity) throws Exception {
    client.startTls();
    client.bindWith(ALICE, "wonderland");
    assertThat(client.changePassword(identity, "wonderland", "new")).isEqualTo(noIdentity());
    assertThat(client.bindWith(ALICE, "wonderland")).isEqualTo("0");

    assertThat(client.changePassword(ALICE, "wonderland", "new")).isEqualTo("0");
    assertThat(client.bindWith(ALICE, "new")).isEqualTo("0");
  }
}
