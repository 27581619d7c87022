// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import static io.github.ldapauth.testkit.Operation.Type.BIND;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultsBelowLdapTest {

  private final TestDirectory directory =
      TestDirectory.builder().tls().user("alice", "wonderland").start();

  @AfterEach
  void close() {
    directory.close();
  }

  private LDAPConnection connect() throws LDAPException {
    return new LDAPConnection("127.0.0.1", directory.port());
  }

  private LDAPConnection connectByTls(TestCertificates trusted) throws LDAPException {
    return new LDAPConnection(
        trusted.clientContext().getSocketFactory(), "127.0.0.1", directory.ldapsPort());
  }

  @Test
  void halfAnAnswerEndsTheConnection() throws LDAPException {
    directory.faults().next(BIND).worksButAnswersHalf();
    try (LDAPConnection client = connect()) {
      assertThatExceptionOfType(LDAPException.class)
          .isThrownBy(() -> client.bind(directory.dn("alice"), "wonderland"))
          .satisfies(e -> assertThat(e.getResultCode().isClientSideResultCode()).isTrue());
    }
    directory.faults().assertAllUsed();
  }

  @Test
  void drippingAnswerArrivesWhole() throws LDAPException {
    directory.faults().next(SEARCH).worksButDripsAnswer(Duration.ofMillis(1));
    try (LDAPConnection client = connectByTls(directory.certificates())) {
      assertThat(client.search("dc=example,dc=com", SearchScope.SUB, "(uid=alice)").getEntryCount())
          .isEqualTo(1);
      client.bind(directory.dn("alice"), "wonderland");
    }
  }

  @Test
  void drippingAnswerEndsWithTheDirectory() throws LDAPException {
    directory.faults().next(SEARCH).worksButDripsAnswer(Duration.ofHours(1));
    try (LDAPConnection client = connect()) {
      client.getConnectionOptions().setResponseTimeoutMillis(50);
      assertThatExceptionOfType(LDAPSearchException.class)
          .isThrownBy(() -> client.search("dc=example,dc=com", SearchScope.SUB, "(uid=alice)"))
          .satisfies(e -> assertThat(e.getResultCode()).isEqualTo(ResultCode.TIMEOUT));
    }
    directory.stop();
  }

  @Test
  void swappedCertificateIsShownToNewConnectionsUntilReset() throws LDAPException {
    TestCertificates own = directory.certificates();
    TestCertificates others = TestCertificates.forHosts("127.0.0.1");
    try (LDAPConnection open = connectByTls(own)) {
      directory.swapCertificates(others);
      open.bind(directory.dn("alice"), "wonderland");
    }
    connectByTls(others).close();
    assertThatExceptionOfType(LDAPException.class).isThrownBy(() -> connectByTls(own));
    try (LDAPConnection client = connect()) {
      client.processExtendedOperation(new StartTLSExtendedRequest(others.clientContext()));
      client.bind(directory.dn("alice"), "wonderland");
    }

    directory.reset();
    connectByTls(own).close();
  }

  @Test
  void certificateHasTheNamesThatItIsGiven() throws LDAPException {
    directory.swapCertificates(
        TestCertificates.forHosts("ldap1.example.com", "*.example.org", "127.0.0.1", "::1"));
    var options = new LDAPConnectionOptions();
    options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
    new LDAPConnection(
            directory.certificates().clientContext().getSocketFactory(),
            options,
            "127.0.0.1",
            directory.ldapsPort())
        .close();
  }
}
