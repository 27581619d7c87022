// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.realserver.Ds389;
import io.github.ldapauth.realserver.OpenDj;
import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.testkit.TestCertificates;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Presets against the servers that they are for, and against others. */
class PresetsOnServersTest {

  private static final String BASE = "dc=example,dc=com";
  private static final String LDIF =
      """
      dn: dc=example,dc=com
      objectClass: domain
      dc: example

      dn: uid=svc,dc=example,dc=com
      objectClass: inetOrgPerson
      uid: svc
      cn: svc
      sn: svc
      userPassword: service secret

      dn: uid=alice,dc=example,dc=com
      objectClass: inetOrgPerson
      objectClass: posixAccount
      uid: alice
      cn: alice
      sn: alice
      uidNumber: 1001
      gidNumber: 1001
      homeDirectory: /home/alice
      userPassword: wonderland

      dn: cn=staff,dc=example,dc=com
      objectClass: groupOfNames
      cn: staff
      member: uid=alice,dc=example,dc=com

      dn: cn=all,dc=example,dc=com
      objectClass: groupOfNames
      cn: all
      member: cn=staff,dc=example,dc=com

      dn: cn=wheel,dc=example,dc=com
      objectClass: posixGroup
      cn: wheel
      gidNumber: 10
      memberUid: alice
      """;

  /** OpenDJ has no structural object class for a group of RFC 2307. */
  private static final String WITHOUT_POSIX_GROUP = LDIF.substring(0, LDIF.indexOf("dn: cn=wheel"));

  private static final TestCertificates CERTIFICATES =
      TestCertificates.forHosts("localhost", "127.0.0.1");

  private static LdapAuthenticator<LdapUser> authenticator(LdapAuthConfigBuilder preset) {
    return LdapAuthenticator.create(
        preset.serviceAccount("uid=svc," + BASE, "service secret").build());
  }

  private static void signsIn(LdapAuthConfigBuilder preset, String... groups) {
    try (var authenticator = authenticator(preset)) {
      LdapUser alice = yes(authenticator.authenticate("alice", "wonderland")).ldapUser();

      assertThat(alice.groups().names()).containsExactlyInAnyOrder(groups);
      assertThat(alice.stableId()).isPresent();
      no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      no(authenticator.authenticate("nobody", "wonderland"), RejectionReason.USER_NOT_FOUND);
      assertThat(authenticator.findProblems()).isEmpty();
    }
  }

  private static void isNamed(LdapAuthConfigBuilder preset, String server, String expected) {
    try (var authenticator = authenticator(preset)) {
      assertThat(authenticator.findProblems())
          .first()
          .asString()
          .startsWith("LdapServer: the server is " + server)
          .contains(", but " + expected + " (at ");
    }
  }

  @Test
  void presetsOfOpenLdap() {
    Slapd.assumeInstalled();
    try (Slapd slapd = Slapd.start(CERTIFICATES, LDIF)) {
      LdapServer server =
          LdapServer.ldaps(slapd.ldapsHostAndPort()).trustedCertificates(slapd.authority());

      signsIn(LdapAuthConfig.openLdap(server, BASE), "staff", "all");
      signsIn(LdapAuthConfig.openLdapRfc2307(server, BASE), "wheel");
      isNamed(
          LdapAuthConfig.ds389(server, BASE),
          "OpenLDAP",
          "LdapAuthConfig.ds389 is for 389 Directory Server");
      LdapAuthConfigBuilder activeDirectory =
          LdapAuthConfig.activeDirectory("example.com").server(server);
      try (var authenticator = authenticator(activeDirectory)) {
        var rejected =
            no(authenticator.authenticate("alice", "wonderland"), RejectionReason.USER_NOT_FOUND);
        assertThat(rejected.detail())
            .endsWith(
                "; the server is OpenLDAP, but LdapAuthConfig.activeDirectory is for Active"
                    + " Directory");
      }
    }
  }

  @Test
  void presetOf389DirectoryServer() {
    Ds389.assumeInstalled();
    try (Ds389 ds389 = Ds389.start(LDIF, Map.of())) {
      LdapServer server = LdapServer.url("ldap://" + ds389.hostAndPort());

      signsIn(LdapAuthConfig.ds389(server, BASE), "staff", "all");
      isNamed(
          LdapAuthConfig.openLdap(server, BASE),
          "389 Directory Server (389 Project 389-Directory/",
          "LdapAuthConfig.openLdap is for OpenLDAP");
      isNamed(
          LdapAuthConfig.freeIpa("example.com").server(server),
          "389 Directory Server (",
          "LdapAuthConfig.freeIpa is for FreeIPA");
    }
  }

  @Test
  void presetOfOpenDj() {
    OpenDj.assumeInstalled();
    try (OpenDj openDj = OpenDj.start(CERTIFICATES, WITHOUT_POSIX_GROUP, Map.of())) {
      LdapServer server =
          LdapServer.ldaps(openDj.ldapsHostAndPort()).trustedCertificates(openDj.authority());

      signsIn(LdapAuthConfig.openDj(server, BASE), "staff", "all");
      isNamed(
          LdapAuthConfig.openLdap(server, BASE),
          "OpenDJ (",
          "LdapAuthConfig.openLdap is for OpenLDAP");
    }
  }
}
