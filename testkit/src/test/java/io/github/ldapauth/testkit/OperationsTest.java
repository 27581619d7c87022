// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static io.github.ldapauth.testkit.Operation.Type.UNBIND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.extensions.WhoAmIExtendedRequest;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What clients did can be looked back at, without their passwords. */
class OperationsTest {

  private final TestDirectory directory =
      TestDirectory.builder()
          .user("svc", "service secret")
          .user("alice", "wonderland")
          .group("staff", "alice")
          .start();

  private final String alice = directory.dn("alice");

  @AfterEach
  void close() {
    directory.close();
  }

  @Test
  void everythingIsRecordedInOrder() throws Exception {
    try (Client client = new Client(directory)) {
      client.bind(alice, "wrong");
      client.search("(uid=alice)", "mail", "cn");
      client.connection().compare(alice, "uid", "alice");
      client.connection().modify(alice, new Modification(ModificationType.ADD, "mail", "a@b"));
      client.connection().processExtendedOperation(new WhoAmIExtendedRequest());
    }
    directory.awaitOperation(operation -> operation.type() == UNBIND);

    assertThat(directory.operations().toString().replaceAll("connection \\d+", "connection n"))
        .isEqualTo(
            """
            connection n: CONNECT
            connection n: BIND "uid=alice,ou=people,dc=example,dc=com" -> 49
            connection n: SEARCH "dc=example,dc=com" (uid=alice) [mail, cn] -> 0
            connection n: COMPARE "uid=alice,ou=people,dc=example,dc=com" [uid] -> 6
            connection n: MODIFY "uid=alice,ou=people,dc=example,dc=com" -> 0
            connection n: EXTENDED "1.3.6.1.4.1.4203.1.11.3" -> 0
            connection n: UNBIND\
            """);
  }

  @Test
  void connectionsHaveUniqueNumbers() throws Exception {
    try (TestDirectory both = TestDirectory.builder().tls().user("alice", "wonderland").start()) {
      new LDAPConnection("127.0.0.1", both.port()).close();
      var sockets = both.certificates().clientContext().getSocketFactory();
      new LDAPConnection(sockets, "127.0.0.1", both.ldapsPort()).close();
      both.awaitOperation(operation -> operation.connection() == 1);
      both.stop();
      both.start();
      new LDAPConnection("127.0.0.1", both.port()).close();
      both.awaitOperation(operation -> operation.connection() == 2);

      assertThat(both.operations().connects().connections()).isEqualTo(3);
    }
  }

  @Test
  void commonSelectionsAreShort() throws Exception {
    try (Client service = new Client(directory);
        Client person = new Client(directory)) {
      service.bind(directory.dn("svc"), "service secret");
      service.search("(uid=alice)");
      person.bind(alice, "wonderland");
      service.search("(member=" + alice + ")");
    }
    Operations operations = directory.operations();

    assertThat(operations.binds().except("svc").count()).isEqualTo(1);
    assertThat(operations.binds("alice")).hasSize(1);
    assertThat(operations.binds(alice.replace("=alice", "=ALICE"))).hasSize(1);
    assertThat(operations.searches().count()).isEqualTo(2);
    assertThat(operations.searches().connections()).isEqualTo(1);
    assertThat(operations.requests().connections()).isEqualTo(2);
    assertThat(operations.connects().count()).isEqualTo(2);
    assertThat(operations.roundTrips()).isEqualTo(4);
    assertThat(operations.answered(49)).isEmpty();
    assertThat(operations.changes()).isEmpty();
    assertThat(operations.extended()).isEmpty();
    assertThat(operations.compares()).isEmpty();
    assertThat(operations.on(operations.binds("alice").list().get(0).connection()).requests())
        .hasSize(1);
  }

  @Test
  void requestsThatOverlapAreOneRoundTrip() throws Exception {
    try (Client one = new Client(directory);
        Client other = new Client(directory)) {
      HeldRequest held = directory.faults().next(SEARCH).holdsAnswer();
      var search = CompletableFuture.supplyAsync(() -> one.search("(uid=alice)"));
      held.awaitArrival();
      other.bind(alice, "wonderland");
      held.release();
      search.get();

      assertThat(directory.operations().requests().count()).isEqualTo(2);
      assertThat(directory.operations().roundTrips()).isEqualTo(1);
      other.search("(uid=alice)");
      assertThat(directory.operations().roundTrips()).isEqualTo(2);
    }
  }

  @Test
  void operationsAreASnapshot() throws Exception {
    try (Client client = new Client(directory)) {
      client.bind(alice, "wonderland");
      Operations before = directory.operations();
      directory.forgetOperations();
      client.search("(uid=alice)");

      assertThat(before.requests()).hasSize(1);
      assertThat(directory.operations().binds()).isEmpty();
    }
  }

  @Test
  void noPasswordIsKept() throws Exception {
    try (Client client = new Client(directory)) {
      client.bind(alice, "wonderland");
      client.bind(alice, "hunter2");
    }
    assertThat(directory.operations().toString()).doesNotContain("wonderland", "hunter2");
    assertThat(directory.operations().list().toString()).doesNotContain("wonderland", "hunter2");
  }

  @Test
  void noPasswordThatIsLookedForIsKept() throws Exception {
    try (Client client = new Client(directory)) {
      client.search("(&(uid=alice)(!(|(userPassword=hunter1)(UserPassword;x-a=hunter2*))))");
      client.search("(|(2.5.4.35>=hunter3)(userPassword:caseExactMatch:=hunter4))");
      client.search("(unicodePwd~=hunter5)");
      client.search("(userPassword=*)");
    }
    assertThat(directory.operations().searches().stream().map(Operation::filter))
        .containsExactly(
            "(&(uid=alice)(!(|(userPassword=<hidden>)(UserPassword;x-a=<hidden>))))",
            "(|(2.5.4.35=<hidden>)(userPassword=<hidden>))",
            "(unicodePwd=<hidden>)",
            "(userPassword=*)");
    assertThat(directory.operations().toString()).doesNotContain("hunter");
  }

  @Test
  void faultMatchesAFilterWithAPassword() throws Exception {
    directory.faults().next(SEARCH).withFilter("(userPassword=hunter1)").answers(50, "");
    try (Client client = new Client(directory)) {
      client.search("(userPassword=hunter1)");
    }
    assertThat(directory.operations().answered(50)).hasSize(1);
  }

  static Stream<Arguments> selections() {
    return Stream.of(
        selection("binds", operations -> operations.binds("alcie")),
        selection("about", operations -> operations.searches().about("alcie")),
        selection("except", operations -> operations.binds().except("alice", "alcie")));
  }

  private static Arguments selection(String name, Function<Operations, Operations> selection) {
    return argumentSet(name, selection);
  }

  @ParameterizedTest
  @MethodSource("selections")
  void unknownNameIsRejected(Function<Operations, Operations> selection) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> selection.apply(directory.operations()))
        .withMessage(
            "no user or group is named \"alcie\"; there are [svc, alice, staff]; and no client sent it");
  }

  @Test
  void sentNamesDnsAndOidsCanBeSelected() throws Exception {
    try (Client client = new Client(directory)) {
      client.bind("alcie", "wonderland");
    }
    Operations operations = directory.operations();

    assertThat(operations.binds("ALCIE")).hasSize(1);
    assertThat(operations.searches().about("alcie")).isEmpty();
    assertThat(operations.binds().except("alcie")).isEmpty();
    assertThat(operations.binds("staff")).isEmpty();
    assertThat(operations.binds("")).isEmpty();
    assertThat(operations.binds("uid=nobody,dc=example,dc=com")).isEmpty();
    assertThat(operations.extended().about("1.3.6.1.4.1.1466.20037")).isEmpty();
  }

  @Test
  void deletedUserIsSelectedByDn() throws Exception {
    try (Client client = new Client(directory)) {
      client.bind(alice, "wonderland");
    }
    directory.delete("alice");

    assertThat(directory.operations().binds(alice)).hasSize(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> directory.operations().binds("alice"))
        .withMessageContaining("\"alice\" was deleted");
  }
}
