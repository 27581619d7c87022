// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With mocks: no JDK still speaks the versions that are refused here. */
class TlsVerifierTest {

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.1", "TLSv1", "SSLv3", "NONE"})
  void versionsBeforeTls12AreRefused(String version) {
    SSLSession session = mock();
    when(session.getProtocol()).thenReturn(version);
    SSLSocket socket = mock();
    when(socket.getSession()).thenReturn(session);

    assertThatThrownBy(() -> new TlsVerifier().verifySSLSocket("ldap.example.com", 636, socket))
        .hasMessageContaining(version)
        .hasCauseInstanceOf(SSLPeerUnverifiedException.class);
  }
}
