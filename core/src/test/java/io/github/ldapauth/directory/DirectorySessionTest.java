// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DirectorySessionTest {

  private static final Deadline LATER = Deadline.in(Duration.ofHours(1));

  @Test
  void nothingIsSentWhenTheTimeIsUp() {
    try (var directory = TestDirectory.builder().user("alice", "wonderland").start();
        var pool = new ConnectionPool(LdapServer.url(directory.url()), null, new AtomicLong());
        var session =
            new DirectorySession(
                Duration.ofSeconds(5), Deadline.in(Duration.ofMillis(-1)), pool, pool)) {
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
        var pool = new ConnectionPool(LdapServer.url(directory.url()), null, new AtomicLong());
        var session = new DirectorySession(Duration.ofSeconds(5), LATER, pool, pool)) {
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
        var pool = new ConnectionPool(LdapServer.url(directory.url()), null, new AtomicLong());
        var session = new DirectorySession(Duration.ofSeconds(5), LATER, pool, pool)) {
      char[] password = "wonderland".toCharArray();

      assertThatIllegalArgumentException().isThrownBy(() -> session.checkPassword("", password));
      assertThatIllegalArgumentException().isThrownBy(() -> session.bindAsUser(" ", password));
      assertThat(directory.operations()).isEmpty();
    }
  }

  /** The SDK keeps the request of the last bind that succeeded on a connection. */
  @Test
  void noConnectionKeepsAPassword() {
    try (var directory = TestDirectory.builder().user("alice", "wonderland").start();
        var pool = new ConnectionPool(LdapServer.url(directory.url()), null, new AtomicLong());
        var session = new DirectorySession(Duration.ofSeconds(5), LATER, pool, pool)) {
      var alice = directory.dn("alice");
      session.checkPassword(alice, "wonderland".toCharArray());

      LDAPConnection used = pool.checkOut(LATER);
      var request = (SimpleBindRequest) used.getLastBindRequest();
      pool.checkIn(used);
      assertThat(request.getPassword().getValue()).isEqualTo(new byte["wonderland".length()]);

      session.checkPassword(alice, "wrong".toCharArray());
      assertThat(used.isConnected()).isTrue();
      assertThat(used.getLastBindRequest()).isNull();
    }
  }
}
