// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The blocks of the guides about the servers, and about the service account. */
class ServersGuideTest {

  /** Stands for the reader's request. */
  private record Request(String site) {}

  private final TestDirectory head = TestDirectory.builder().start();
  private final TestDirectory north = TestDirectory.builder().user("alice", "wonderland").start();

  @AfterEach
  void stop() {
    head.close();
    north.close();
  }

  private static String siteOf(Request request) {
    return request.site();
  }

  @Test
  void serverPerRequest() {
    LdapServer headOffice = LdapServer.url(head.url());
    LdapServer lisbon = LdapServer.url(head.url());
    LdapServer oslo = LdapServer.url(north.url());
    UserLookup users = UserLookup.search("dc=example,dc=com", "(uid={username})");
    Request request = new Request("oslo");
    String username = "alice";
    String password = "wonderland";

    LdapAuthConfig config =
        LdapAuthConfig.builder(headOffice, users)
            .server("lisbon", lisbon)
            .server("oslo", oslo)
            .build();
    LdapAuthenticator<LdapUser> authenticator = LdapAuthenticator.create(config);

    authenticator.forServer(siteOf(request)).authenticate(username, password);

    authenticator.close();
    assertThat(north.operations().binds("alice")).hasSize(1);
    assertThat(head.operations()).isEmpty();
  }

  @Test
  void serversFromDns() {
    LdapServer company = LdapServer.srv("example.com");
    LdapServer oslo = LdapServer.activeDirectorySrv("ad.example.com", "Oslo").roundRobin();

    assertThat(company).hasToString("_ldap._tcp.example.com");
    assertThat(oslo).hasToString("_ldap._tcp.Oslo._sites.dc._msdcs.ad.example.com");
    assertThat(oslo.mistakes()).isEmpty();
  }

  @Test
  void serverOfTheThreadsTenant() {
    LdapServer headOffice = LdapServer.url(head.url());
    LdapServer oslo = LdapServer.url(north.url());
    UserLookup users = UserLookup.search("dc=example,dc=com", "(uid={username})");
    ThreadLocal<String> currentSite = ThreadLocal.withInitial(() -> "oslo");

    LdapAuthConfig config =
        LdapAuthConfig.builder(headOffice, users)
            .server("oslo", oslo)
            .chooseServer(() -> Optional.ofNullable(currentSite.get())) // empty: the first server
            .build();

    try (var authenticator = LdapAuthenticator.create(config)) {
      assertThat(authenticator.authenticate("alice", "wonderland").user()).isPresent();
    }
    assertThat(north.operations().binds("alice")).hasSize(1);
    assertThat(head.operations()).isEmpty();
  }

  @Test
  void servers(@TempDir Path folder) throws Exception {
    Path companyAuthority = folder.resolve("ca.pem");
    TestCertificates.forHosts("ldap.example.com").writeAuthorityPem(companyAuthority);

    LdapServer server =
        LdapServer.ldaps("ldap1.example.com", "ldap2.example.com:1636")
            .trustedCertificates(companyAuthority) // a file in PEM form
            .connectTimeout(Duration.ofSeconds(2))
            .responseTimeout(Duration.ofSeconds(4));

    assertThat(server.mistakes()).isEmpty();
  }

  @Test
  void clientCertificate(@TempDir Path folder) {
    Path certificate = folder.resolve("tls.crt");
    Path privateKey = folder.resolve("tls.key");
    TestCertificates.forHosts("ldap1.example.com")
        .writeClientPem("cn=svc", certificate, privateKey);
    UserLookup users = UserLookup.search("o=test", "(uid={username})");

    LdapServer server =
        LdapServer.ldaps("ldap1.example.com").clientCertificate(certificate, privateKey);
    LdapAuthConfig config =
        LdapAuthConfig.builder(server, users).serviceAccountByCertificate().build();

    assertThat(config.toString()).contains("serviceAccount=the client certificate");
  }
}
