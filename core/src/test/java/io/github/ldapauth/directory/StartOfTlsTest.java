// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static io.github.ldapauth.directory.TlsTest.GOOD;
import static io.github.ldapauth.directory.TlsTest.assertRefusedBeforeAnyBind;
import static io.github.ldapauth.directory.TlsTest.authenticator;
import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.testkit.Operation.Type.EXTENDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.Operation.Type;
import io.github.ldapauth.testkit.Operations;
import io.github.ldapauth.testkit.TestDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How TLS begins, or does not: StartTLS, and ports that expect something else. */
class StartOfTlsTest {

  private static final String ENDED = "the server ended the handshake without a reason: wrong port";
  private static final String NO_START_TLS = "the server does not support StartTLS on this port: ";
  private static final String NO_TLS_AT_ONCE =
      "the port does not expect TLS from the first byte; for StartTLS use LdapServer.startTls(...): ";
  private static final String TLS_AT_ONCE =
      "the answer is not LDAP; if the port expects TLS from the first byte, use"
          + " LdapServer.ldaps(...): ";

  private static LdapServer startTls(TestDirectory directory) {
    return LdapServer.startTls(directory.hostAndPort()).trustedCertificates(GOOD.trustStore());
  }

  @Test
  void startTlsComesBeforeEverythingElse() {
    try (var directory = Directories.people().tls(GOOD).start();
        var authenticator = authenticator(startTls(directory))) {
      yes(authenticator.authenticate("alice", "wonderland"));

      assertThat(directory.operations().requests())
          .filteredOn(request -> request.type() == Type.EXTENDED)
          .extracting(Operation::dn)
          .containsExactly("1.3.6.1.4.1.1466.20037", "1.3.6.1.4.1.1466.20037");
      assertThat(directory.operations().requests().list().get(0).type()).isEqualTo(Type.EXTENDED);
      long passwords = directory.operations().binds(ALICE).list().get(0).connection();
      assertThat(directory.operations().requests())
          .filteredOn(request -> request.connection() == passwords)
          .extracting(Operation::type)
          .containsExactly(Type.EXTENDED, Type.BIND);
    }
  }

  /** The system accepts the connection for a program that never looks at it. */
  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void serverThatIsSilentInTheHandshakeTimesOut() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var authenticator =
            authenticator(
                LdapServer.ldaps("127.0.0.1:" + silent.getLocalPort())
                    .connectTimeout(Duration.ofMillis(100)))) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.CONNECT))
          .withMessageContaining("connect error (91)");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 52, 53})
  void aServerThatRefusesStartTlsGetsNoPassword(int resultCode) {
    try (var directory = Directories.people().tls(GOOD).start()) {
      directory.faults().next(EXTENDED).answers(resultCode, "no TLS today");
      assertRefusedBeforeAnyBind(directory, startTls(directory), NO_START_TLS);
    }
  }

  @Test
  void aConnectionOnWhichStartTlsFailedIsNeverUsed() {
    try (var directory = Directories.people().tls(GOOD).start();
        var authenticator = authenticator(startTls(directory))) {
      for (int refused = 1; refused <= 2; refused++) {
        directory.faults().next(EXTENDED).answers(52, "no TLS today");
        assertThatExceptionOfType(LdapDirectoryException.class)
            .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
            .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.TLS));
        assertThat(directory.operations().binds()).isEmpty();
      }

      yes(authenticator.authenticate("alice", "wonderland"));
      Operations all = directory.operations();
      for (Operation opened : all.connects()) {
        Operations on = all.on(opened.connection()).requests();
        Operation first = on.list().get(0);
        assertThat(first.type()).isEqualTo(EXTENDED);
        if (first.resultCode() != 0) {
          assertThat(on).hasSize(1);
        }
      }
      assertThat(all.extended().answered(52)).hasSize(2);
      assertThat(all.binds().connections()).isEqualTo(2);
    }
  }

  @Test
  void aServerWithoutStartTlsGetsNoPassword() {
    try (var directory = Directories.people().start()) {
      assertRefusedBeforeAnyBind(directory, startTls(directory), NO_START_TLS);
    }
  }

  @Test
  void aConnectionThatBreaksInStartTlsIsNoRefusal() {
    try (var directory = Directories.people().tls(GOOD).start();
        var authenticator = authenticator(startTls(directory))) {
      directory.faults().next(EXTENDED).closesConnection();
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .withMessageNotContaining(NO_START_TLS);
    }
  }

  @Test
  void portWithoutTlsIsNamedAsOne() {
    try (var directory = Directories.people().start()) {
      assertRefusedBeforeAnyBind(
          directory, LdapServer.ldaps(directory.hostAndPort()), NO_TLS_AT_ONCE);
    }
  }

  static Stream<Named<Function<String, LdapServer>>> otherProtocols() {
    return Stream.of(
        Named.of("clear text", port -> LdapServer.url("ldap://" + port)),
        Named.of("StartTLS", LdapServer::startTls));
  }

  @ParameterizedTest
  @MethodSource("otherProtocols")
  void portThatExpectsTlsAtOnceIsNamedAsOne(Function<String, LdapServer> protocol) {
    try (var directory = Directories.people().tls(GOOD).start()) {
      LdapServer server = protocol.apply(directory.ldapsHostAndPort());
      LdapAuthConfig anonymous = LdapAuthConfig.builder(server, Directories.byUid()).build();
      for (var authenticator :
          List.of(authenticator(server), LdapAuthenticator.create(anonymous))) {
        try (authenticator) {
          assertThatExceptionOfType(LdapDirectoryException.class)
              .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
              .withMessageContaining(": " + TLS_AT_ONCE)
              .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.CONNECT));
        }
      }
    }
  }

  /** As slapd does, to which the first bytes of TLS are no LDAP. */
  @Test
  void portThatClosesDuringTlsIsNamedAsOneWithoutTls() throws Exception {
    try (ServerSocket port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var authenticator = authenticator(LdapServer.ldaps("127.0.0.1:" + port.getLocalPort()))) {
      Thread server = new Thread(() -> hangUpOnFirstBytes(port));
      server.start();
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .withMessageContaining(": " + ENDED)
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.TLS));
      server.join();
    }
  }

  private static void hangUpOnFirstBytes(ServerSocket port) {
    try (Socket socket = port.accept()) {
      socket.getInputStream().readNBytes(5);
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
