// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names in real handshakes, which need not resolve. */
class TlsSocketFactoryTest {

  private static final TestCertificates CERTIFICATES =
      TestCertificates.forHosts("*.example.com", "192.0.2.1", "2001:db8::1", "fe80::1");
  private static final TestDirectory DIRECTORY = TestDirectory.builder().tls(CERTIFICATES).start();

  @AfterAll
  static void stop() {
    DIRECTORY.close();
  }

  private static void shakeHands(String host) throws IOException {
    var sockets = new TlsSocketFactory(CERTIFICATES.clientContext()::getSocketFactory, 10_000);
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), DIRECTORY.ldapsPort());
        SSLSocket tls = (SSLSocket) sockets.createSocket(plain, host, 636, true)) {
      tls.startHandshake();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ldap.example.com",
        "ldap.example.com.",
        "LDAP.Example.COM",
        "192.0.2.1",
        "2001:DB8:0::1",
        "fe80::1%eth0"
      })
  void handshakeSucceedsWithANameOfTheCertificate(String host) {
    assertThatCode(() -> shakeHands(host)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"example.com", "a.b.example.com", "ldap.example.org", "192.0.2.10", "2001:db8::2"})
  void handshakeFailsWithAnyOtherName(String host) {
    assertThatExceptionOfType(SSLHandshakeException.class).isThrownBy(() -> shakeHands(host));
  }
}
