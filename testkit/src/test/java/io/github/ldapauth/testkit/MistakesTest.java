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
            "a user whose name is not a DN",
            b -> b.user("alice", user -> user.dn("alice")),
            "cannot hold alice"));
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
        call("no user name", b -> b.user("", "x"), "user(...): the name is missing"),
        call("a null user name", b -> b.user(null, "x"), "user(...): the name is missing"),
        call("no group name", b -> b.group(" "), "group(...): the name is missing"),
        call("no such file", b -> b.ldifFile(Path.of("none.ldif")), "none.ldif"),
        call("no such resource", b -> b.ldifResource("none.ldif"), "none.ldif"),
        call("a base that is not a DN", b -> b.baseDn("example"), "baseDn(\"example\")"),
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
