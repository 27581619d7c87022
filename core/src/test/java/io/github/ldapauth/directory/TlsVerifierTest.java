// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.unboundid.util.args.IPAddressArgumentValueValidator;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With mocks: no JDK still speaks the versions refused here, and the names have no address. */
class TlsVerifierTest {

  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private static SSLSocket socket(String version, String nameInCertificate) throws Exception {
    boolean address = IPAddressArgumentValueValidator.isValidNumericIPAddress(nameInCertificate);
    X509Certificate certificate = mock();
    when(certificate.getSubjectX500Principal()).thenReturn(new X500Principal("CN=Test Server"));
    when(certificate.getSubjectAlternativeNames())
        .thenReturn(List.of(List.of(address ? IP_ADDRESS : DNS_NAME, nameInCertificate)));
    SSLSession session = mock();
    when(session.getProtocol()).thenReturn(version);
    when(session.getPeerCertificates()).thenReturn(new Certificate[] {certificate});
    SSLSocket socket = mock();
    when(socket.getSession()).thenReturn(session);
    return socket;
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.1", "TLSv1", "SSLv3"})
  void versionsBeforeTls12AreRefused(String version) throws Exception {
    SSLSocket socket = socket(version, "ldap.example.com");

    assertThatThrownBy(() -> new TlsVerifier().verifySSLSocket("ldap.example.com", 636, socket))
        .hasMessageContaining(version)
        .hasCauseInstanceOf(SSLPeerUnverifiedException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "ldap.example.com, ldap.example.com",
    "LDAP.example.com, ldap.EXAMPLE.com",
    "ldap.example.com, *.example.com",
    "192.0.2.1,        192.0.2.1",
    "ldap.example.com., ldap.example.com",
    "2001:db8::1,      2001:db8:0:0:0:0:0:1",
    "fe80::1%eth0,     fe80::1"
  })
  void aCertificateThatNamesTheHostIsTaken(String host, String name) throws Exception {
    for (String version : List.of("TLSv1.2", "TLSv1.3")) {
      SSLSocket socket = socket(version, name);

      assertThatCode(() -> new TlsVerifier().verifySSLSocket(host, 636, socket))
          .doesNotThrowAnyException();
    }
  }

  /** The common name of all certificates is "Test Server". */
  @ParameterizedTest
  @CsvSource({
    "ldap.example.com,     ldap.example.org",
    "example.com,          *.example.com",
    ".example.com,         *.example.com",
    "ldap.example.com,     ld*.example.com",
    "ldap.example.com,     *dap.example.com",
    "ldap.example.com,     *",
    "ldap.example.com,     ldap.*.com",
    "ldap.example.com,     *.*.com",
    "a.b.example.com,      *.example.com",
    "evil-ldap.example.com, ldap.example.com",
    "ldap.example.com,     192.0.2.1",
    "192.0.2.1,            192.0.2.10",
    "127.0.0.1,            localhost",
    "::1,                  localhost",
    "test server,          ldap.example.com"
  })
  void aCertificateThatNamesAnotherHostIsRefused(String host, String name) throws Exception {
    SSLSocket socket = socket("TLSv1.3", name);

    assertThatThrownBy(() -> new TlsVerifier().verifySSLSocket(host, 636, socket))
        .hasMessageContaining("certificate")
        .hasCauseInstanceOf(SSLPeerUnverifiedException.class);
  }

  @Test
  void aCertificateWithoutAlternativeNamesNamesNoAddress() throws Exception {
    SSLSocket socket = socket("TLSv1.3", "192.0.2.1");
    X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    when(certificate.getSubjectAlternativeNames()).thenReturn(null);
    when(certificate.getSubjectX500Principal()).thenReturn(new X500Principal("CN=192.0.2.1"));

    assertThatThrownBy(() -> new TlsVerifier().verifySSLSocket("192.0.2.1", 636, socket))
        .hasMessageContaining("does not name 192.0.2.1; it has only the common name 192.0.2.1")
        .hasCauseInstanceOf(SSLPeerUnverifiedException.class);
  }

  private static SSLSocket withoutHosts(String commonName, List<List<?>> otherNames)
      throws Exception {
    SSLSocket socket = socket("TLSv1.3", commonName);
    X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    when(certificate.getSubjectAlternativeNames()).thenReturn(otherNames);
    when(certificate.getSubjectX500Principal())
        .thenReturn(new X500Principal("O=Example,CN=" + commonName + ",CN=other.example.com"));
    return socket;
  }

  @Test
  void commonNameCountsOnlyWithoutAlternativeNamesOfAnyKind() throws Exception {
    String host = "ldap.example.com";
    SSLSocket none = withoutHosts(host, null);
    assertThatCode(() -> new TlsVerifier().verifySSLSocket(host, 636, none))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> new TlsVerifier().verifySSLSocket("other.example.com", 636, none))
        .hasMessageContaining("it has only the common name ldap.example.com");

    for (List<?> name : List.<List<?>>of(List.of(1, "ldap@example.com"), List.of(7, "192.0.2.1"))) {
      SSLSocket other = withoutHosts(host, List.of(name));
      assertThatThrownBy(() -> new TlsVerifier().verifySSLSocket(host, 636, other))
          .hasMessageContaining("does not name ldap.example.com; it names")
          .hasCauseInstanceOf(SSLPeerUnverifiedException.class);
    }
  }

  @Test
  void commonNameBesideAlternativeNamesThatJavaCannotReadNamesNoHost() throws Exception {
    SSLSocket socket = withoutHosts("ldap.example.com", null);
    X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    when(certificate.getExtensionValue("2.5.29.17")).thenReturn(new byte[] {4, 0});

    assertThatThrownBy(() -> new TlsVerifier().verifySSLSocket("ldap.example.com", 636, socket))
        .hasMessageContaining("does not name ldap.example.com; it names no server");
  }

  @Test
  void commonNameThatSharesItsRdnNamesNoHost() throws Exception {
    SSLSocket socket = withoutHosts("ldap.example.com", null);
    X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    when(certificate.getSubjectX500Principal())
        .thenReturn(new X500Principal("CN=ldap.example.com+OU=directory,O=Example"));

    assertThatThrownBy(() -> new TlsVerifier().verifySSLSocket("ldap.example.com", 636, socket))
        .hasMessageContaining("does not name ldap.example.com; it names no server");
  }
}
