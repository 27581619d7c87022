// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.fixture.Issued;
import io.github.ldapauth.fixture.TlsPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the failure of a handshake says: who issued the certificate, and which setting to change.
 */
class TlsHintTest {

  private static final Issued ROOT = Issued.authority("CN=Root");
  private static final Issued OTHER = Issued.authority("CN=Other Root");
  private static final Issued BELOW = ROOT.authorityBelow("CN=Issuing");

  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static LdapDirectoryException failure(LdapServer server) {
    LdapAuthConfig config =
        LdapAuthConfig.builder(server, Directories.byUid())
            .serviceAccount(Directories.SERVICE, "service secret")
            .build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      return catchThrowableOfType(
          LdapDirectoryException.class, () -> authenticator.authenticate("alice", "wonderland"));
    }
  }

  private static LdapServer trusting(TlsPort port, Path file) {
    return LdapServer.ldaps(port.hostAndPort()).trustedCertificates(file);
  }

  @Test
  void otherAuthorityIsNamedBesideThoseInTheFile() throws IOException {
    Path file = file("ca.pem", OTHER.pem());
    try (TlsPort port = new TlsPort(ROOT.server().context())) {
      assertThat(failure(trusting(port, file)))
          .hasMessageContaining(
              ": the server's certificate is issued by \"CN=Root\", and "
                  + file
                  + " holds \"CN=Other Root\"");
    }
  }

  @Test
  void missingIntermediateAuthorityIsNamed() throws IOException {
    Path file = file("ca.pem", ROOT.pem());
    try (TlsPort incomplete = new TlsPort(BELOW.server().context());
        TlsPort complete = new TlsPort(BELOW.server().context(BELOW))) {
      assertThat(failure(trusting(incomplete, file)))
          .hasMessageContaining(
              "is issued by \"CN=Issuing\", and " + file + " holds \"CN=Root\"; if")
          .hasMessageContaining(
              "if \"CN=Issuing\" is an intermediate authority, the server must send it");
      assertThat(failure(trusting(complete, file)).stage()).isNotEqualTo(Stage.TLS);
    }
  }

  @Test
  void certificateOfAServerIsNoAuthority() throws IOException {
    Path file = file("ca.pem", OTHER.server().pem());
    try (TlsPort port = new TlsPort(ROOT.server().context())) {
      assertThat(failure(trusting(port, file)))
          .hasMessageContaining(file + " holds no authority, only \"CN=Some Server\"");
    }
  }

  @Test
  void renewedAuthorityOfTheSameNameIsNamed() throws IOException {
    Path file = file("ca.pem", Issued.authority("CN=Root").pem());
    try (TlsPort port = new TlsPort(ROOT.server().context())) {
      assertThat(failure(trusting(port, file)))
          .hasMessageContaining(": " + file + " holds another certificate of \"CN=Root\" than")
          .hasMessageContaining("it may have been renewed");
    }
  }

  @Test
  void certificateOfTheFutureNamesTheClockOfThisMachine() throws IOException {
    Path file = file("ca.pem", ROOT.pem());
    Instant start = Instant.now().plus(Duration.ofDays(2));
    Instant past = Instant.now().minus(Duration.ofDays(400));
    try (TlsPort future = new TlsPort(ROOT.server(start).context());
        TlsPort expired = new TlsPort(ROOT.server(past).context())) {
      assertThat(failure(trusting(future, file)))
          .hasMessageContaining("is not valid before " + start.toString().substring(0, 16))
          .hasMessageContaining("; the clock of this machine says ");
      assertThat(failure(trusting(expired, file)))
          .hasMessageContaining("the certificate, or that of its authority, has expired, at ")
          .hasMessageContaining("; the clock of this machine says ");
    }
  }

  private static TlsPort demandingCertificate(String version) {
    return new TlsPort(
        ROOT.server().context(),
        socket -> {
          socket.setEnabledProtocols(new String[] {version});
          socket.setNeedClientAuth(true);
        });
  }

  @Test
  void demandedClientCertificateIsNamed() throws IOException {
    Path file = file("ca.pem", ROOT.pem());
    for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
      try (TlsPort port = demandingCertificate(version)) {
        assertThat(failure(trusting(port, file)))
            .hasMessageContaining(
                ": the server asked for a client certificate, and may demand one; name it with"
                    + " LdapServer.clientCertificate(...): ")
            .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.TLS));
      }
    }
  }

  @Test
  void rejectedClientCertificateIsNamed() throws IOException {
    Path ca = file("ca.pem", ROOT.pem());
    Issued own = OTHER.server();
    try (TlsPort port = demandingCertificate("TLSv1.2")) {
      LdapServer server =
          trusting(port, ca)
              .clientCertificate(file("own.pem", own.pem()), file("own.key", own.keyPem()));
      assertThat(failure(server))
          .hasMessageContaining(
              "the server asked for a client certificate, and may not accept that of");
    }
  }

  @Test
  void alertNamesWhatIsNotInCommon() throws IOException {
    Path file = file("ca.pem", ROOT.pem());
    try (TlsPort port =
        new TlsPort(
            ROOT.server().context(),
            socket ->
                socket.setEnabledCipherSuites(
                    new String[] {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"}))) {
      assertThat(failure(trusting(port, file)))
          .hasMessageContaining(
              ": the server ended the handshake: no protocol version, cipher or use of the key in"
                  + " common, or it wants a client certificate: ")
          .hasMessageContaining("handshake_failure");
    }
  }

  @Test
  void portOfAnotherProtocolIsReportedByItsFirstByte() throws IOException {
    try (ServerSocket http = answering("HTTP/1.1 400 Bad Request\r\n\r\n")) {
      String at = "127.0.0.1:" + http.getLocalPort();
      assertThat(failure(LdapServer.startTls(at)))
          .hasMessageStartingWith("CONNECT at " + at + ": the answer is not LDAP; if the port")
          .hasMessageContaining("begins with byte 72");
      assertThat(failure(LdapServer.insecure(at)))
          .hasMessageContaining("if the port expects TLS from the first byte");
      assertThat(failure(LdapServer.ldaps(at)))
          .hasMessageContaining(": the port does not expect TLS from the first byte; ");
    }
  }

  @Test
  void portThatIsSilentToStartTlsMayExpectTls() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      LdapServer server =
          LdapServer.startTls("127.0.0.1:" + silent.getLocalPort())
              .connectTimeout(Duration.ofSeconds(1));
      assertThat(failure(server))
          .hasMessageContaining(
              ": the server does not answer to StartTLS; if the port expects TLS from the first");
    }
  }

  private static ServerSocket answering(String text) throws IOException {
    ServerSocket port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread =
        new Thread(
            () -> {
              while (answer(port, text)) {}
            });
    thread.setDaemon(true);
    thread.start();
    return port;
  }

  private static boolean answer(ServerSocket port, String text) {
    try (Socket client = port.accept()) {
      client.getInputStream().read(new byte[100]);
      client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      client.shutdownOutput();
      client.getInputStream().readAllBytes();
      return true;
    } catch (IOException e) {
      return !port.isClosed();
    }
  }

  @Test
  void contextOfTheApplicationIsNamedIfItTrustsNoServer() throws IOException {
    Function<TlsPort, LdapServer> own =
        port -> LdapServer.ldaps(port.hostAndPort()).sslContext(OTHER.server().context());
    try (TlsPort port = new TlsPort(ROOT.server().context())) {
      assertThat(failure(own.apply(port)))
          .hasMessageContaining(
              ": the context of LdapServer.sslContext(...) does not trust the server's certificate");
      assertThat(failure(LdapServer.ldaps(port.hostAndPort())))
          .hasMessageContaining("name your own with LdapServer.trustedCertificates(...)");
    }
  }
}
