// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import static io.github.ldapauth.testkit.Operation.Type.BIND;
import static io.github.ldapauth.testkit.Operation.Type.CONNECT;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A mistake in a test's own set-up is answered by the line that made it. */
class MistakesTest {

  private static final String HERE = "MistakesTest.java:";

  static Stream<Arguments> descriptions() {
    return Stream.of(
        description(
            "a group that names nobody",
            b -> b.user("alice", "x").group("staff", "alcie"),
            "no user or group is named \"alcie\"; there are [alice, staff]"),
        description(
            "an entry outside the base",
            b -> b.ldif("dn: o=elsewhere", "objectClass: organization", "o: elsewhere"),
            "o=elsewhere"),
        description(
            "a user outside the base",
            b -> b.user("alice", user -> user.dn("uid=alice,o=elsewhere")),
            "uid=alice,o=elsewhere"),
        description(
            "an entry without a parent",
            b -> b.ldif("dn: o=x,ou=none,dc=example,dc=com", "objectClass: organization", "o: x"),
            "o=x,ou=none,dc=example,dc=com"),
        description(
            "a user without a parent",
            b -> b.user("alice", user -> user.dn("uid=alice,ou=staff,dc=example,dc=com")),
            "its parent is missing; see baseDn(...), or add it, as by ldif(\"dn: ou=staff,dc=example,dc=com\","
                + " \"objectClass: top\", \"objectClass: organizationalUnit\", \"ou: staff\")"),
        description(
            "a user whose DN is none",
            b -> b.user("alice", user -> user.dn("alice")),
            "dn(\"alice\"): not a DN; write a DN, such as cn=alice,dc=example,dc=com"),
        description(
            "a comma in a name",
            b -> b.user("john", user -> user.dn("cn=Doe, John,ou=people,dc=example,dc=com")),
            "escape a comma that is part of a name: cn=Doe\\, John,ou=people,dc=example,dc=com"),
        description(
            "a comma in a name of LDIF",
            b -> b.ldif("dn: cn=Doe, John,dc=example,dc=com", "objectClass: person", "sn: Doe"),
            "escape a comma that is part of a name: cn=Doe\\, John,dc=example,dc=com"),
        description(
            "a comma in the name of a member",
            b -> b.group("staff", "cn=Doe, John,ou=people,dc=example,dc=com"),
            "cn=Doe\\, John,ou=people,dc=example,dc=com"),
        description(
            "a user by its DN",
            b -> b.user("uid=alice,ou=people,dc=example,dc=com", "x"),
            "not a DN but a name is required, such as \"alice\""),
        description(
            "a group by its DN, with a comma",
            b -> b.group("cn=Staff, all,ou=groups, dc=example,dc=com"),
            "set the DN by group(\"alice\", group -> group.dn(\"...\"))"),
        description(
            "a user without a password",
            b -> b.user("alice", user -> user.password(null)),
            "password(null): the password is missing"),
        description(
            "a user with memberships",
            b ->
                b.like(ServerKind.OPEN_LDAP)
                    .user("alice", user -> user.attribute("memberof", "cn=staff")),
            "attribute(\"memberof\", ...): the directory computes it; memberships are those of"
                + " group(...)"));
  }

  private static Arguments description(
      String name, Consumer<TestDirectoryBuilder> step, String message) {
    return argumentSet(name, step, message);
  }

  @ParameterizedTest
  @MethodSource("descriptions")
  void unusableEntryIsNamedWithItsLine(Consumer<TestDirectoryBuilder> step, String message) {
    TestDirectoryBuilder description = TestDirectory.builder();
    step.accept(description);

    assertThatIllegalArgumentException()
        .isThrownBy(description::start)
        .withMessageContaining(message)
        .withMessageContaining(HERE);
  }

  /** The line of the call would not help: a program reads files that its own user names. */
  @Test
  void unusableEntryOfAFileIsNamedWithTheFile(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("people.ldif"),
            "dn: o=x,ou=none,dc=example,dc=com\nobjectClass: organization\no: x\n");

    assertThatIllegalArgumentException()
        .isThrownBy(TestDirectory.builder().ldifFile(file)::start)
        .withMessageContaining(
            "o=x,ou=none,dc=example,dc=com, described at " + file + " in line 1 of LDIF: ");
  }

  static Stream<Arguments> calls() {
    return Stream.of(
        call("LDIF that does not parse", b -> b.ldif("dn: ou=x", "no colon"), "does not parse"),
        call(
            "LDIF that changes",
            b -> b.ldif("dn: ou=x", "changetype: modify", "add: ou", "ou: y", "-"),
            "has a change record, of ou=x"),
        call(
            "LDIF that adds",
            b -> b.ldif("dn: ou=x", "changetype: add", "ou: x"),
            "has a change record, of ou=x"),
        call(
            "two entries without a blank line",
            b -> b.ldif("dn: ou=x", "ou: x", "dn: ou=y", "ou: y"),
            "has two DNs in the entry of line 1: put a blank line between"),
        call("no user name", b -> b.user("", "x"), "user(...): the name is missing"),
        call("a null user name", b -> b.user(null, "x"), "user(...): the name is missing"),
        call("no group name", b -> b.group(" "), "group(...): the name is missing"),
        call("no such file", b -> b.ldifFile(Path.of("none.ldif")), "none.ldif"),
        call(
            "a file for LDIF",
            b -> b.ldif("people.ldif"),
            "\"people.ldif\" has no entry; see ldifFile(...) and ldifResource(...)"),
        call("no such resource", b -> b.ldifResource("none.ldif"), "none.ldif"),
        call(
            "a slash before a resource",
            b -> b.ldifResource("/dora.ldif"),
            "from the root of the class path, without a slash before it"),
        call(
            "a base that is not a DN", b -> b.baseDn("example.com"), "such as cn=alice,dc=example"),
        call("no base", b -> b.baseDn(null), "baseDn(null): the DN is missing"),
        call(
            "an administrator without a DN",
            b -> b.administrator("admin", "x"),
            "administrator(\"admin\"): not a DN; write a DN"),
        call(
            "two of one name",
            b -> b.user("staff", "x").group("staff"),
            "there are two users or groups named \"staff\""),
        call("no lock", b -> b.passwordPolicy(p -> p.lockAfter(0)), "lockAfter(0)"),
        call("no length", b -> b.passwordPolicy(p -> p.minLength(0)), "minLength(0)"),
        call("no history", b -> b.passwordPolicy(p -> p.history(0)), "history(0)"),
        call("no age", b -> b.passwordPolicy(p -> p.maxAge(Duration.ZERO)), "maxAge(PT0S)"));
  }

  private static Arguments call(String name, Consumer<TestDirectoryBuilder> step, String message) {
    return argumentSet(name, step, message);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void unusableArgumentIsRejectedAtOnce(Consumer<TestDirectoryBuilder> step, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> step.accept(TestDirectory.builder()))
        .withMessageContaining(message);
  }

  static Stream<Arguments> settings() {
    return Stream.of(
        call(
            "a port for ldaps without TLS",
            b -> b.ldapsPort(3636),
            "ldapsPort(3636): there is no ldaps without tls()"),
        call("no port", b -> b.port(70_000), "port(70000): must be from 0"),
        call(
            "an unknown reader",
            b -> b.user("alice", "x").readableOnlyBy("svc"),
            "readableOnlyBy(...): no user or group is named \"svc\"; there are [alice]"));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void unusableSettingIsNamed(Consumer<TestDirectoryBuilder> step, String message) {
    TestDirectoryBuilder description = TestDirectory.builder();
    step.accept(description);

    assertThatIllegalArgumentException()
        .isThrownBy(description::start)
        .withMessageContaining(message);
  }

  @Test
  void portInUseIsNamed() {
    try (TestDirectory directory = TestDirectory.builder().start()) {
      assertThatIllegalStateException()
          .isThrownBy(TestDirectory.builder().port(directory.port())::start)
          .withMessage(
              "the directory could not listen on port "
                  + directory.port()
                  + " of loopback: Address already in use; port 0 stands for a free one");
    }
  }

  @Test
  void settingThatTheServerKindLacksIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(TestDirectory.builder().passwordPolicy(p -> p.lockAfter(3))::start)
        .withMessageContaining("passwordPolicy(...)")
        .withMessageContaining("PLAIN");
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault(
            "about nobody",
            f -> f.next(BIND).as("alcie").works(),
            "no user or group is named \"alcie\""),
        fault("filter of a bind", f -> f.next(BIND).withFilter("x").works(), "searches only"),
        fault("reference of a bind", f -> f.next(BIND).referringTo("ldap://x"), "searches only"),
        fault("entries of a bind", f -> f.next(BIND).returnsOnly(1), "searches only"),
        fault("a negative code", f -> f.next().answers(-1, ""), "-1 is not a result code"),
        fault("no entries", f -> f.next(SEARCH).returnsOnly(0), "returnsOnly(0)"),
        fault("no URL", f -> f.next().refersTo("elsewhere"), "\"elsewhere\" is not an LDAP URL"),
        fault("every filter", f -> f.next(SEARCH).withFilter("").works(), "matches every search"),
        fault(
            "a control without an answer",
            f -> f.next(BIND).attaching("1.2.3", null).neverAnswers(),
            "there is no control"),
        fault(
            "no OID",
            f -> f.next().attaching("ppolicy", null).works(),
            "\"ppolicy\" is not an OID"),
        fault("no delay", f -> f.next().after(Duration.ZERO).works(), "PT0S"),
        fault("holding all", f -> f.every().holds(), "use next(...)"),
        fault("a connect", f -> f.next(CONNECT).works(), "refuseConnections"),
        fault(
            "behind one that serves all",
            f -> {
              f.every(SEARCH).answers(51, "busy");
              f.next(SEARCH).withFilter("alice").answers(4, "");
            },
            "all such requests meet every(SEARCH) at " + HERE));
  }

  private static Arguments fault(String name, Consumer<Faults> script, String message) {
    return argumentSet(name, script, message);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void impossibleFaultIsNamedWithItsLine(Consumer<Faults> script, String message) {
    try (TestDirectory directory = TestDirectory.builder().user("alice", "x").start()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> script.accept(directory.faults()))
          .withMessageContaining(message)
          .withMessageContaining("can never happen")
          .withMessageContaining(HERE);
    }
  }

  @Test
  void usersAndGroupsAreNotMixedUp() {
    try (TestDirectory directory =
        TestDirectory.builder().user("alice", "x").group("staff", "alice").start()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> directory.user("staff"))
          .withMessageContaining("use group(...)");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> directory.group("alice"))
          .withMessageContaining("use user(...)");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> directory.dn("nobody"))
          .withMessage("no user or group is named \"nobody\"; there are [alice, staff]");
    }
  }

  @Test
  void membersAreAddedAndRemovedOnce() {
    try (TestDirectory directory =
        TestDirectory.builder()
            .user("alice", "x")
            .user("bob", "x")
            .group("staff", "alice")
            .group("posix", group -> group.posix(500).members("alice"))
            .start()) {
      String staff = directory.group("staff").dn();
      String alice = directory.dn("alice");

      for (String member : List.of("alice", alice.toUpperCase(Locale.ROOT))) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> directory.group("staff").members("bob", member))
            .withMessage(
                "\""
                    + member
                    + "\" is already a member of "
                    + staff
                    + "; remove(...) removes members");
      }
      assertThatIllegalArgumentException()
          .isThrownBy(() -> directory.group("staff").members("bob", "bob"))
          .withMessageContaining("\"bob\" is already a member");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> directory.group("staff").remove("bob"))
          .withMessage("\"bob\" is no member of " + staff + "; its members are [" + alice + "]");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> directory.group("posix").members("alice"))
          .withMessageContaining("\"alice\" is already a member of cn=posix");
      assertThat(directory.group("staff").values("member")).containsExactly(alice);
    }
  }

  @Test
  void plainDirectoryHasNoAccountStates() {
    try (TestDirectory directory = TestDirectory.builder().user("alice", "x").start()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> directory.user("alice").state(AccountState.LOCKED))
          .withMessageContaining("like(...)");
      assertThat(directory.user("alice").state(AccountState.ACTIVE).dn()).startsWith("uid=alice");
    }
  }

  @Test
  void tlsCannotBeRequiredWithoutTls() {
    assertThatIllegalArgumentException()
        .isThrownBy(TestDirectory.builder().tlsRequiredToBind()::start)
        .withMessageContaining("no client can bind without tls()");
  }
}
