// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static io.github.ldapauth.testkit.Operation.Type.BIND;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.unboundid.ldap.sdk.LDAPException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.LdapFilter;
import io.github.ldapauth.entry.SearchScope;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DirectorySessionTest {

  private static ConnectionPool pool(LdapServer server) {
    return Pools.ofUsers(server, new Network(Clock.SYSTEM, text -> text));
  }

  private static DirectorySession session(ConnectionPool pool, Deadline deadline) {
    var connections =
        new Connections(
            Duration.ofSeconds(5),
            pool,
            pool,
            new SideThreads(1),
            new RoundTrip(),
            new ConcurrentHashMap<>(),
            null);
    return new DirectorySession(connections, deadline);
  }

  private static final Deadline LATER = Deadline.in(Duration.ofHours(1));

  @Test
  void nothingIsSentWhenTheTimeIsUp() {
    try (var directory = TestDirectory.builder().user("alice", "wonderland").start();
        var pool = pool(LdapServer.url(directory.url()));
        var session = session(pool, Deadline.in(Duration.ofMillis(-1)))) {
      var alice = Dn.parse(directory.dn("alice"));

      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> session.read(Stage.FIND_USER, alice, List.of("cn")))
          .withMessageContaining("the time limit of -1 ms is used up")
          .satisfies(e -> assertThat(e.resultCode()).hasValue(85));
      assertThat(directory.operations()).isEmpty();
    }
  }

  @Test
  void anEmptyPasswordIsNeverSent() {
    try (var directory =
            TestDirectory.builder()
                .acceptUnauthenticatedBinds()
                .user("alice", "wonderland")
                .start();
        var pool = pool(LdapServer.url(directory.url()));
        var session = session(pool, LATER)) {
      var alice = directory.dn("alice");

      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.checkPassword(alice, new char[0]));
      assertThatIllegalArgumentException().isThrownBy(() -> session.bindAsUser(alice, new char[0]));
      assertThat(directory.operations()).isEmpty();
    }
  }

  @Test
  void aBlankNameIsNeverSent() {
    try (var directory = TestDirectory.builder().acceptUnauthenticatedBinds().start();
        var pool = pool(LdapServer.url(directory.url()));
        var session = session(pool, LATER)) {
      char[] password = "wonderland".toCharArray();

      assertThatIllegalArgumentException().isThrownBy(() -> session.checkPassword("", password));
      assertThatIllegalArgumentException().isThrownBy(() -> session.bindAsUser(" ", password));
      assertThat(directory.operations()).isEmpty();
    }
  }

  /** A server that hangs accepts connections too. */
  @Test
  void connectingSaysNothingAboutAServerThatFailed() {
    try (var directory = TestDirectory.builder().start();
        var pool = pool(LdapServer.url(directory.url()));
        var session = session(pool, LATER)) {
      Connection used = pool.checkOut(LATER, null);
      pool.retire(used);
      Server server = used.endpoint().server();
      server.failed(CoolDown.USER, "no answer");

      session.bindServiceAccount();
      assertThat(server.isWell()).isFalse();
    }
  }

  /** So that others know that the directory answers while a search takes long. */
  @Test
  void eachPageOfASearchCountsAsAnAnswer() throws LDAPException {
    var users = TestDirectory.builder();
    IntStream.range(0, 1001).forEach(i -> users.user("user" + i, "wonderland"));
    try (var directory = users.start();
        var pool = pool(LdapServer.url(directory.url()))) {
      directory.faults().next(SEARCH).answers(4, "too many");
      var everyone =
          new LdapSearch(
              Dn.parse("dc=example,dc=com"),
              SearchScope.SUBTREE,
              LdapFilter.present("uid"),
              List.of("uid"),
              5000);
      var search =
          new PagedSearch(
              Stage.FIND_USER, everyone, PagedSearch.CutShort.NONE, LATER, Duration.ofSeconds(5));
      AtomicInteger answers = new AtomicInteger();

      Connection connection = pool.checkOut(LATER, null);
      var found = search.send(connection, answers::incrementAndGet);
      pool.checkIn(connection);
      assertThat(found.entries()).hasSize(1001);
      assertThat(answers).hasValue(3);
    }
  }

  @Test
  void bindIsSentOnce() throws Exception {
    try (var directory = TestDirectory.builder().user("alice", "wonderland").start();
        var pool = pool(LdapServer.url(directory.url()));
        var bind = new UserBind(directory.dn("alice"), "wonderland".toCharArray())) {
      Connection connection = pool.checkOut(LATER, null);
      bind.send(connection, 5000, new Trace());

      assertThatIllegalStateException()
          .isThrownBy(() -> bind.send(connection, 5000, new Trace()))
          .withMessage("a password is sent once");
      pool.checkIn(connection);
      assertThat(directory.operations()).extracting(Operation::type).containsOnlyOnce(BIND);
    }
  }

  @Test
  void readBesideTheBindStaysAtItsServer() {
    try (var first = TestDirectory.builder().user("alice", "wonderland").start();
        var second = TestDirectory.builder().user("alice", "wonderland").start();
        var directory =
            Directory.open(
                LdapServer.url(first.url(), second.url()),
                ServiceAccount.anonymous(),
                text -> text);
        var session = directory.openSession(Duration.ofMinutes(1))) {
      CountDownLatch refused = new CountDownLatch(1);
      Supplier<Optional<LdapEntry>> read =
          session.besideBind(
              Stage.READ_USER,
              side -> {
                assertThat(awaits(refused)).isTrue();
                return side.read(Stage.READ_USER, Dn.parse(first.dn("alice")), List.of("cn"));
              });
      session.checkPassword(first.dn("alice"), "wonderland".toCharArray());
      first.refuseConnections();
      refused.countDown();

      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(read::get)
          .satisfies(e -> assertThat(e.server()).contains(first.hostAndPort()));
      assertThat(second.operations()).isEmpty();
    }
  }

  private static boolean awaits(CountDownLatch latch) {
    try {
      return latch.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
