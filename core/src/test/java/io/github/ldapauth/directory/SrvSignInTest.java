// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.fixture.DnsServer;
import io.github.ldapauth.testkit.Operation.Type;
import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sign-ins at servers that DNS names: all are on localhost, which is a domain of one host. */
class SrvSignInTest {

  private static final String NAME = "_ldap._tcp.localhost";
  private static final TestCertificates GOOD = TestCertificates.forHosts("localhost");

  private final DnsServer dns = new DnsServer();
  private final TestDirectory first = start(GOOD);
  private final TestDirectory second = start(GOOD);

  private static TestDirectory start(TestCertificates certificates) {
    return Directories.people().tls(certificates).start();
  }

  @AfterEach
  void stop() {
    dns.close();
    first.close();
    second.close();
  }

  private LdapServer server(LdapServer settings) {
    return Directories.patient(settings)
        .trustedCertificates(GOOD.trustStore())
        .askingDns(dns.url());
  }

  private static LdapAuthenticator<LdapUser> authenticator(LdapServer server) {
    return LdapAuthenticator.create(
        LdapAuthConfig.builder(server, Directories.byUid())
            .serviceAccount(Directories.SERVICE, "service secret")
            .timeLimit(Directories.PATIENCE)
            .build());
  }

  @Test
  void userSignsInByStartTls() {
    dns.set(NAME, "0 0 " + first.port() + " localhost");

    try (var authenticator = authenticator(server(LdapServer.srv("localhost")))) {
      yes(authenticator.authenticate("alice", "wonderland"));
      assertThat(authenticator.health().servers())
          .extracting(Health.Server::address)
          .containsExactly("localhost:" + first.port());
      assertThat(authenticator.findProblems()).isEmpty();
    }
    assertThat(first.operations().requests().list().get(0).type()).isEqualTo(Type.EXTENDED);
  }

  @Test
  void userSignsInByLdaps() {
    dns.set("_ldaps._tcp.localhost", "0 0 " + first.ldapsPort() + " localhost");

    try (var authenticator = authenticator(server(LdapServer.ldapsSrv("localhost")))) {
      yes(authenticator.authenticate("alice", "wonderland"));
    }
  }

  @Test
  void nextServerAnswersIfTheFirstIsDown() {
    dns.set(NAME, "0 0 " + first.port() + " localhost", "1 0 " + second.port() + " localhost");

    try (var authenticator = authenticator(server(LdapServer.srv("localhost")))) {
      yes(authenticator.authenticate("alice", "wonderland"));
      first.close();
      yes(authenticator.authenticate("alice", "wonderland"));
      yes(authenticator.authenticate("alice", "wonderland"));
      assertThat(authenticator.findProblems())
          .singleElement()
          .asString()
          .contains("localhost:" + first.port());
    }
    assertThat(second.operations().binds("alice")).hasSize(2);
  }

  @Test
  void certificateMustNameTheHost() {
    TestCertificates other = TestCertificates.forHosts("ldap.localhost");
    try (TestDirectory directory = start(other)) {
      dns.set(NAME, "0 0 " + directory.port() + " localhost");
      LdapServer server =
          LdapServer.srv("localhost").trustedCertificates(other.trustStore()).askingDns(dns.url());

      try (var authenticator = authenticator(server)) {
        assertThatExceptionOfType(LdapDirectoryException.class)
            .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
            .matches(e -> e.stage() == Stage.TLS)
            .matches(e -> e.server().orElseThrow().equals("localhost:" + directory.port()))
            .withMessageContaining("localhost");
      }
      assertThat(directory.operations().binds()).isEmpty();
    }
  }

  @Test
  void missingRecordsFailAndAreAProblem() {
    try (var authenticator = authenticator(server(LdapServer.srv("localhost")))) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .matches(e -> e.stage() == Stage.CONNECT)
          .withMessageContaining(NAME);
      assertThat(authenticator.findProblems())
          .singleElement()
          .asString()
          .startsWith("LdapServer: ")
          .contains(NAME, "DNS has no such SRV records");
      assertThat(authenticator.health().isUp()).isFalse();
    }
  }

  @Test
  void connectionsToAServerThatLeftDnsAreClosedWhenTheyComeBack() {
    AtomicLong nanos = new AtomicLong();
    Network network = new Network(new Clock(nanos::get, System::currentTimeMillis), text -> text);
    dns.set(NAME, "0 0 " + first.port() + " localhost");
    Deadline deadline = Deadline.in(Duration.ofSeconds(30));

    try (ConnectionPool pool = Pools.ofUsers(server(LdapServer.srv("localhost")), network)) {
      Connection early = pool.checkOut(deadline, null);
      dns.set(NAME, "0 0 " + second.port() + " localhost");
      nanos.addAndGet(FoundServers.AGE + 1);
      Connection late = pool.checkOut(deadline, null);

      pool.checkIn(early);
      assertThat(pool.health().idle()).isZero();
      assertThat(early.isReusable()).isFalse();
      pool.checkIn(late);
      assertThat(pool.health().idle()).isEqualTo(1);
      assertThat(late.endpoint()).hasToString("localhost:" + second.port());
    }
  }
}
