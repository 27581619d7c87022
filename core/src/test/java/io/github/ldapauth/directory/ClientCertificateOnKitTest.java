// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A service account that is a TLS client certificate, on the test kit. */
class ClientCertificateOnKitTest {

  private static LdapAuthenticator<?> authenticator(TestDirectory directory, String subject) {
    LdapServer server =
        LdapServer.ldaps(directory.ldapsHostAndPort())
            .sslContext(directory.certificates().clientContext(subject));
    return LdapAuthenticator.create(
        LdapAuthConfig.builder(server, Directories.byUid()).serviceAccountByCertificate().build());
  }

  private static TestDirectory directory(ServerKind kind) {
    return TestDirectory.builder()
        .like(kind)
        .tls()
        .user("service", "secret")
        .user("alice", "wonderland")
        .readableOnlyBy("service")
        .start();
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "OPEN_LDAP", "DIRECTORY_389"})
  void usersSignInThroughTheAccountOfTheCertificate(ServerKind kind) {
    try (TestDirectory directory = directory(kind);
        var authenticator = authenticator(directory, directory.dn("service"))) {
      yes(authenticator.authenticate("alice", "wonderland"));
      no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "OPEN_LDAP", "DIRECTORY_389"})
  void certificateOfNoEntryFailsTheServiceBind(ServerKind kind) {
    try (TestDirectory directory = directory(kind);
        var authenticator = authenticator(directory, "uid=none,ou=people,dc=example,dc=com")) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.SERVICE_BIND));
    }
  }
}
