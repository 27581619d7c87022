// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TestCertificatesTest {

  private final TestCertificates first = TestCertificates.forHosts("127.0.0.1");
  private final TestCertificates second = TestCertificates.forHosts("127.0.0.1");

  @Test
  void allServerCertificatesShareOneKey() {
    assertThat(second.serverKeyPem()).isEqualTo(first.serverKeyPem());
    assertThat(second.serverPem()).isNotEqualTo(first.serverPem());
  }

  @Test
  void noClientTrustsAnotherAuthority() throws LDAPException {
    try (TestDirectory directory = TestDirectory.builder().tls(first).start()) {
      connect(directory, first).close();
      assertThatExceptionOfType(LDAPException.class).isThrownBy(() -> connect(directory, second));
    }
  }

  @Test
  void directoriesShareOneCertificateUnlessTheyBringTheirOwn() throws LDAPException {
    try (TestDirectory one = TestDirectory.builder().tls().start();
        TestDirectory another = TestDirectory.builder().tls().start()) {
      connect(one, another.certificates()).close();
      assertThatExceptionOfType(LDAPException.class).isThrownBy(() -> connect(one, first));
    }
  }

  @Test
  void certificatesOutliveLongRuns() throws KeyStoreException {
    var authority = (X509Certificate) first.trustStore().getCertificate("authority");
    assertThat(authority.getNotAfter().toInstant())
        .isAfter(Instant.now().plus(Duration.ofDays(360)));
  }

  private static LDAPConnection connect(TestDirectory directory, TestCertificates trusted)
      throws LDAPException {
    return new LDAPConnection(
        trusted.clientContext().getSocketFactory(), "127.0.0.1", directory.ldapsPort());
  }
}
