// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.unboundid.ldap.sdk.LDAPException;
import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;
import java.net.InetAddress;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names in real handshakes, which need not resolve. */
class HandshakeTest {

  private static final TestCertificates CERTIFICATES =
      TestCertificates.forHosts("*.example.com", "192.0.2.1", "2001:db8::1", "fe80::1");
  private static final TestDirectory DIRECTORY = TestDirectory.builder().tls(CERTIFICATES).start();

  @AfterAll
  static void stop() {
    DIRECTORY.close();
  }

  private static void shakeHands(String host) throws LDAPException {
    Duration minute = Duration.ofMinutes(1);
    Network network = new Network(Clock.SYSTEM, text -> text);
    Server server =
        new Server(new ServerAddress(host, DIRECTORY.ldapsPort()), network, minute, true);
    Endpoint here =
        new Endpoint(server, InetAddress.getLoopbackAddress(), new CoolDown(Clock.SYSTEM, minute));
    LdapServer settings = LdapServer.ldaps("any").sslContext(CERTIFICATES.clientContext());
    new Connector(settings, network).open(server, here, 10_000, 10_000).close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ldap.example.com",
        "ldap.example.com.",
        "LDAP.Example.COM",
        "192.0.2.1",
        "2001:DB8:0::1",
        "fe80::1%1"
      })
  void handshakeSucceedsWithANameOfTheCertificate(String host) {
    assertThatCode(() -> shakeHands(host)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"example.com", "a.b.example.com", "ldap.example.org", "192.0.2.10", "2001:db8::2"})
  void handshakeFailsWithAnyOtherName(String host) {
    assertThatExceptionOfType(LDAPException.class)
        .isThrownBy(() -> shakeHands(host))
        .withCauseInstanceOf(SSLHandshakeException.class);
  }
}
