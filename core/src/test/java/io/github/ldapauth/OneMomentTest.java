// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Directories.BOB;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Directories.STAFF;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import io.github.ldapauth.cache.MapCache;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.fixture.Gateway;
import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.Operation.Type;
import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A directory that changes between two requests of one sign-in. */
class OneMomentTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final String MEANWHILE = "uid=meanwhile," + PEOPLE;

  private final TestDirectory directory = Directories.people().start();
  private final Gateway gateway = new Gateway(directory.port(), Map.of());
  private final MapCache cache = new MapCache();

  @AfterEach
  void stop() {
    gateway.close();
    directory.close();
  }

  private static LdapAuthConfigBuilder through(Gateway gateway) {
    return LdapAuthConfig.builder(gateway.server(), Directories.byUid())
        .serviceAccount(SERVICE, "service secret");
  }

  private void swapAliceAndBob() {
    directory.user("alice").dn(MEANWHILE);
    directory.user("bob").dn(ALICE);
    directory.user("alice").dn(BOB);
  }

  @Test
  void swappedDnsAreNoticedIfTheUserReadsTheEntry() {
    try (var authenticator = LdapAuthenticator.create(through(gateway).readAsUser().build())) {
      gateway.before("bind", () -> gateway.before("bind", this::swapAliceAndBob));

      assertThat(
              no(authenticator.authenticate("alice", "builder"), RejectionReason.AMBIGUOUS_USER)
                  .detail())
          .startsWith("the search found " + ALICE + " with the stable id ")
          .contains(", but after the bind it was " + ALICE + " with the stable id ");
      yes(authenticator.authenticate("alice", "builder"));
    }
  }

  @Test
  void swappedDnsAreNoticedOnSlapd() throws IOException {
    Slapd.assumeInstalled();
    var certificates = TestCertificates.forHosts("localhost");
    try (Slapd slapd = Slapd.start(certificates, Directories.slapdLdif());
        Gateway gate = new Gateway(port(slapd), Map.of());
        var authenticator = LdapAuthenticator.create(through(gate).readAsUser().build())) {
      gate.before("bind", () -> gate.before("bind", () -> swapAliceAndBob(slapd)));

      no(authenticator.authenticate("alice", "builder"), RejectionReason.AMBIGUOUS_USER);
    }
  }

  private static int port(Slapd slapd) {
    return Integer.parseInt(slapd.hostAndPort().replaceAll(".*:", ""));
  }

  private static void swapAliceAndBob(Slapd slapd) {
    try (LDAPConnection connection = slapd.connect()) {
      connection.modifyDN(ALICE, "uid=meanwhile", true);
      connection.modifyDN(BOB, "uid=alice", true);
      connection.modifyDN(MEANWHILE, "uid=bob", true);
    } catch (IOException | LDAPException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void rejectedSignInLeavesNothingInTheCache() {
    var config = Directories.withGroups(directory).deny(memberOf(STAFF)).cache(cache, HOUR);
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      assertThat(cache.values).isEmpty();
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.DENIED);

      assertThat(cache.values.values()).noneMatch(text -> text.contains("cn=staff"));
    }
  }

  @Test
  void deniedLookUpLeavesNothingInTheCache() {
    var config = Directories.withGroups(directory).deny(memberOf(STAFF)).cache(cache, HOUR);
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      assertThat(authenticator.populatePermitted("alice").user()).isEmpty();

      assertThat(cache.values).isEmpty();
    }
  }

  @Test
  void groupsReadWhileADenyGroupIsHiddenAreNotCached() {
    var config = Directories.withGroups(directory).deny(memberOf(STAFF)).cache(cache, HOUR);
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      directory.group("staff").dn("cn=staff," + PEOPLE); // outside the search
      assertThat(authenticator.lookup("alice")).isPresent(); // applies no rule
      directory.group("staff").dn(STAFF);

      assertThat(authenticator.populatePermitted("alice").user()).isEmpty();
    }
  }

  @Test
  void groupsCachedWithoutADenyRuleAreNotUsedUnderIt() {
    var rule = Directories.withGroups(directory).deny(memberOf(STAFF)).cache(cache, HOUR);
    try (var denying = LdapAuthenticator.create(rule.build());
        var open = sharing()) {
      directory.group("staff").dn("cn=staff," + PEOPLE); // outside the search
      assertThat(open.lookup("alice")).isPresent();
      directory.group("staff").dn(STAFF);

      assertThat(denying.populatePermitted("alice").user()).isEmpty();
      assertThat(open.lookup("alice").orElseThrow().groups().dns()).isEmpty();
    }
  }

  @Test
  void configurationEvictsWhatOthersWithOtherRulesCached() {
    var rule = Directories.withGroups(directory).deny(memberOf(STAFF)).cache(cache, HOUR);
    try (var denying = LdapAuthenticator.create(rule.build());
        var open = sharing()) {
      assertThat(open.lookup("alice").orElseThrow().groups().dns()).isNotEmpty();
      directory.group("staff").remove("alice");
      directory.group("staff").members("bob");
      assertThat(open.lookup("alice").orElseThrow().groups().dns()).isNotEmpty();

      denying.invalidate("alice");

      assertThat(open.lookup("alice").orElseThrow().groups().dns()).isEmpty();
    }
  }

  private LdapAuthenticator<LdapUser> sharing() {
    return LdapAuthenticator.create(Directories.withGroups(directory).cache(cache, HOUR).build());
  }

  @Test
  void deniedSignInEvictsTheGroupsOfBefore() {
    directory.group("staff").remove("alice");
    var config = Directories.withGroups(directory).deny(memberOf(STAFF)).cache(cache, HOUR);
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      assertThat(authenticator.populatePermitted("alice").user()).isPresent();
      directory.group("staff").members("alice");
      assertThat(authenticator.populatePermitted("alice").user()).isPresent();

      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.DENIED);

      assertThat(authenticator.populatePermitted("alice").user()).isEmpty();
    }
  }

  @Test
  void userWithCachedGroupsIsAsOldAsTheGroups() {
    var config = Directories.withGroups(directory).cache(cache, HOUR).build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      Instant before = Instant.now();
      Instant first = authenticator.lookup("alice").orElseThrow().readAt();

      assertThat(first).isBetween(before, Instant.now());
      assertThat(authenticator.lookup("alice").orElseThrow().readAt()).isEqualTo(first);
      Instant signIn = yes(authenticator.authenticate("alice", "wonderland")).ldapUser().readAt();
      assertThat(signIn).isAfterOrEqualTo(first);
      assertThat(authenticator.lookup("alice").orElseThrow().readAt()).isEqualTo(signIn);
    }
  }

  @Test
  void invalidateEvictsAtAllNamedServers() {
    var config =
        Directories.withGroups(directory)
            .server("branch", gateway.server())
            .cache(cache, HOUR)
            .build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      var branch = authenticator.forServer("branch");
      assertThat(branch.lookup("alice").orElseThrow().groups().dns()).isNotEmpty();
      directory.group("staff").remove("alice");
      directory.group("staff").members("bob");

      authenticator.invalidate("alice");

      assertThat(branch.lookup("alice").orElseThrow().groups().dns()).isEmpty();
    }
  }

  @Test
  void passwordGoesToTheServerThatAnsweredTheSearch() {
    try (TestDirectory behind = Directories.people().start()) {
      behind.user("alice").password("old secret").attribute("givenName", "Old");
      var config =
          LdapAuthConfig.builder(LdapServer.url(directory.url(), behind.url()), Directories.byUid())
              .serviceAccount(SERVICE, "service secret")
              .build();
      try (var authenticator = LdapAuthenticator.create(config)) {
        assertThat(authenticator.lookup("alice")).isPresent(); // opens a connection for searches
        directory.refuseConnections();

        assertThatExceptionOfType(LdapDirectoryException.class)
            .isThrownBy(() -> authenticator.authenticate("alice", "old secret"))
            .satisfies(e -> assertThat(e.server()).contains(directory.hostAndPort()))
            .withMessageContaining("answered the first request of the sign-in");
        assertThat(behind.operations().binds(ALICE)).isEmpty();

        LdapUser alice = yes(authenticator.authenticate("alice", "old secret")).ldapUser();
        assertThat(alice.attributes().first("givenName")).contains("Old");
      }
    }
  }

  @Test
  void entryIsReadAtTheServerThatAcceptedThePassword() {
    var template = UserLookup.dnTemplate("uid={username}," + PEOPLE);
    try (TestDirectory other = Directories.people().start()) {
      var config =
          LdapAuthConfig.builder(LdapServer.url(directory.url(), other.url()), template)
              .serviceAccount(SERVICE, "service secret")
              .build();
      try (var authenticator = LdapAuthenticator.create(config)) {
        assertThat(authenticator.lookup("alice")).isPresent(); // opens a connection for searches
        directory.refuseConnections();

        yes(authenticator.authenticate("alice", "wonderland"));

        assertThat(other.operations().requests())
            .extracting(Operation::type)
            .endsWith(Type.BIND, Type.BIND, Type.SEARCH);
      }
    }
  }
}
