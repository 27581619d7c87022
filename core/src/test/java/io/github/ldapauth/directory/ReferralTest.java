// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Mistakes.mistakesOf;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static io.github.ldapauth.testkit.Operation.Type.BIND;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** References to other servers: named, or followed to servers that are allowed. */
class ReferralTest {

  private static final String REMOTE = "cn=remote," + GROUPS;

  private final TestCertificates certificates = TestCertificates.forHosts("localhost", "127.0.0.1");
  private final TestDirectory directory = Directories.people().tls(certificates).start();

  /** Has the users of the directory and one more, and a group of its own. */
  private final TestDirectory other =
      Directories.people()
          .tls(certificates)
          .user("erin", "erin secret")
          .group("remote", group -> group.members("alice"))
          .start();

  @AfterEach
  void stop() {
    directory.close();
    other.close();
  }

  private LdapServer server() {
    return LdapServer.ldaps(directory.ldapsHostAndPort())
        .sslContext(Objects.requireNonNull(certificates.clientContext()));
  }

  private LdapServer following() {
    return server().followReferrals(other.ldapsHostAndPort());
  }

  private LdapAuthConfigBuilder config(LdapServer server) {
    return LdapAuthConfig.builder(server, Directories.byUid())
        .serviceAccount(SERVICE, "service secret")
        .groups(GroupLookup.search(GROUPS, GroupType.groupOfNames()))
        .hiddenGroupsDenyNobody();
  }

  private static LdapAuthenticator<LdapUser> authenticator(LdapAuthConfigBuilder config) {
    return LdapAuthenticator.create(config.build());
  }

  private void groupsReferTo(String url) {
    directory.faults().every(SEARCH).as(GROUPS).referringTo(url).works();
  }

  @Test
  void referenceIsNotFollowedByDefault() {
    groupsReferTo(other.ldapsUrl() + "/" + GROUPS);
    try (var authenticator = authenticator(config(server()).require(memberOf(REMOTE)))) {
      var rejected =
          no(
              authenticator.authenticate("alice", "wonderland"),
              RejectionReason.REQUIREMENT_NOT_MET);

      assertThat(rejected.detail())
          .endsWith(
              "; 1 reference to other servers not followed, such as "
                  + other.ldapsUrl()
                  + "/"
                  + GROUPS);
      assertThat(authenticator.populatePermitted("alice").user()).isEmpty();
      assertThat(other.operations()).isEmpty();
    }
  }

  @Test
  void groupsOfAnAllowedServerAreFound() {
    groupsReferTo(other.ldapsUrl() + "/" + GROUPS);
    try (var authenticator = authenticator(config(following()).require(memberOf(REMOTE)))) {
      LdapUser alice = yes(authenticator.authenticate("alice", "wonderland")).ldapUser();

      assertThat(alice.groups().names()).contains("staff", "remote");
      assertThat(other.operations().binds()).extracting(Operation::dn).containsExactly(SERVICE);
    }
  }

  /** The password is for the servers that are configured. */
  @Test
  void userOfAnotherServerIsBoundAtTheConfiguredOneOnly() {
    directory
        .faults()
        .every(SEARCH)
        .withFilter("(uid=erin)")
        .referringTo(other.ldapsUrl() + "/" + PEOPLE)
        .works();
    try (var authenticator = authenticator(config(following()))) {
      no(authenticator.authenticate("erin", "erin secret"), RejectionReason.INVALID_CREDENTIALS);

      assertThat(authenticator.lookup("erin")).isPresent();
      assertThat(directory.operations().binds("uid=erin," + PEOPLE)).hasSize(1);
      assertThat(other.operations().binds()).extracting(Operation::dn).containsExactly(SERVICE);
    }
  }

  @Test
  void urlOfLdapIsFollowedWithStartTls() {
    groupsReferTo(other.url() + "/" + GROUPS);
    try (var authenticator = authenticator(config(server().followReferrals(other.hostAndPort())))) {
      assertThat(authenticator.lookup("alice").orElseThrow().groups().names()).contains("remote");
      assertThat(other.operations().extended()).hasSize(1);
    }
  }

  @Test
  void referralInPlaceOfAnAnswerIsFollowed() {
    directory.faults().every(SEARCH).as(GROUPS).refersTo(other.ldapsUrl() + "/" + GROUPS);
    try (var authenticator = authenticator(config(following()))) {
      assertThat(authenticator.lookup("alice").orElseThrow().groups().names())
          .containsExactly("remote", "staff");
    }
    try (var authenticator = authenticator(config(server()))) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.lookup("alice"))
          .withMessageContaining("referral (10) to " + other.ldapsUrl())
          .withMessageContaining("which is not followed");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/" + GROUPS + "??sub?(cn=remote)", "/dc=elsewhere", "/" + PEOPLE})
  void urlThatLeadsElsewhereIsNotFollowed(String path) {
    groupsReferTo(other.ldapsUrl() + path);
    try (var authenticator = authenticator(config(following()).require(memberOf(REMOTE)))) {
      var rejected =
          no(
              authenticator.authenticate("alice", "wonderland"),
              RejectionReason.REQUIREMENT_NOT_MET);
      assertThat(rejected.detail()).contains("1 reference to other servers not followed");
      assertThat(other.operations()).isEmpty();
    }
  }

  @Test
  void anotherPortOfAnAllowedHostIsNotFollowed() {
    groupsReferTo(other.ldapsUrl() + "/" + GROUPS);
    try (var authenticator = authenticator(config(server().followReferrals("127.0.0.1")))) {
      assertThat(authenticator.lookup("alice").orElseThrow().groups().names())
          .containsExactly("staff");
      assertThat(other.operations()).isEmpty();
    }
  }

  @Test
  void referencesInACircleEnd() {
    groupsReferTo(other.ldapsUrl() + "/" + GROUPS);
    other.faults().every(SEARCH).referringTo(other.ldapsUrl() + "/" + GROUPS).works();
    try (var authenticator = authenticator(config(following()))) {
      assertThat(authenticator.lookup("alice").orElseThrow().groups().names()).contains("remote");
      assertThat(other.operations().searches()).hasSize(1);
    }
  }

  @Test
  void referencesEndAfterThreeHops() {
    groupsReferTo(other.ldapsUrl() + "/ou=a," + GROUPS);
    String deeper = "";
    for (String name : new String[] {"a", "b", "c", "d"}) {
      String here = "ou=" + name + deeper + "," + GROUPS;
      deeper = ",ou=" + name + deeper;
      String next = (char) (name.charAt(0) + 1) + deeper + "," + GROUPS;
      other
          .faults()
          .every(SEARCH)
          .as(here)
          .referringTo(other.ldapsUrl() + "/ou=" + next)
          .answers(0, "");
    }
    try (var authenticator = authenticator(config(following()).require(memberOf(REMOTE)))) {
      var rejected =
          no(
              authenticator.authenticate("alice", "wonderland"),
              RejectionReason.REQUIREMENT_NOT_MET);
      assertThat(rejected.detail()).contains("not followed, such as ", "/ou=d,ou=c,ou=b,ou=a,");
      assertThat(other.operations().searches()).hasSize(3);
    }
  }

  @Test
  void serverThatIsReferredToAndFailsIsNoAnswer() {
    groupsReferTo(other.ldapsUrl() + "/" + GROUPS);
    other.stop();
    try (var authenticator = authenticator(config(following()))) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .withMessageContaining(other.ldapsHostAndPort());
    }
  }

  @Test
  void serverWithAnotherCertificateGetsNoPassword() {
    groupsReferTo(other.ldapsUrl() + "/" + GROUPS);
    other.swapCertificates(TestCertificates.forHosts("localhost", "127.0.0.1"));
    try (var authenticator = authenticator(config(following()))) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(LdapDirectoryException.Stage.TLS));
      assertThat(other.operations().requests()).extracting(Operation::type).doesNotContain(BIND);
    }
  }

  @Test
  void searchesOfTheUserAreNeverFollowed() {
    groupsReferTo(other.ldapsUrl() + "/" + GROUPS);
    try (var authenticator = authenticator(config(following()).readAsUser())) {
      LdapUser alice = yes(authenticator.authenticate("alice", "wonderland")).ldapUser();

      assertThat(alice.groups().names()).containsExactly("staff");
      assertThat(other.operations()).isEmpty();
    }
  }

  @Test
  void followingNeedsTls() {
    LdapServer clear = LdapServer.url(directory.url()).followReferrals("ldap.example.com");

    assertThat(mistakesOf(config(clear)::build))
        .singleElement()
        .asString()
        .startsWith("LdapServer.followReferrals: needs TLS; ");
    assertThat(mistakesOf(config(server().followReferrals("a host"))::build))
        .singleElement()
        .asString()
        .startsWith("LdapServer.followReferrals \"a host\": ");
  }
}
