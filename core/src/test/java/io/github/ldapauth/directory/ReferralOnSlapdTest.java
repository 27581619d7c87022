// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.testkit.TestCertificates;
import org.junit.jupiter.api.Test;

/** The entries with {@code ref} of a real slapd, which refer to another one. */
class ReferralOnSlapdTest {

  private static final String BASE = "dc=example,dc=com";
  private static final String TOP =
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

      """;
  private static final String REMOTE =
      TOP
          + """
          dn: ou=remote,dc=example,dc=com
          objectClass: organizationalUnit
          ou: remote

          dn: cn=far,ou=remote,dc=example,dc=com
          objectClass: groupOfNames
          cn: far
          member: uid=svc,dc=example,dc=com
          """;

  private static final TestCertificates CERTIFICATES =
      TestCertificates.forHosts("localhost", "127.0.0.1");

  private static LdapUser lookup(LdapServer server, String groups) {
    var config =
        LdapAuthConfig.builder(server, UserLookup.search(BASE, "(uid={username})"))
            .serviceAccount("uid=svc," + BASE, "service secret")
            .groups(GroupLookup.search(groups, GroupType.groupOfNames()));
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      return authenticator.lookup("svc").orElseThrow();
    }
  }

  @Test
  void entriesThatReferAreFollowedToAllowedServers() {
    Slapd.assumeInstalled();
    try (Slapd remote = Slapd.start(CERTIFICATES, REMOTE);
        Slapd slapd = Slapd.start(CERTIFICATES, TOP + ref(remote))) {
      LdapServer server =
          LdapServer.ldaps(slapd.ldapsHostAndPort()).trustedCertificates(slapd.authority());
      LdapServer following = server.followReferrals(remote.ldapsHostAndPort());

      assertThat(lookup(server, BASE).groups().names()).isEmpty();
      assertThat(lookup(following, BASE).groups().names()).containsExactly("far");
      // The base itself is elsewhere, so the server answers with a referral (10).
      assertThat(lookup(following, "ou=remote," + BASE).groups().names()).containsExactly("far");
    }
  }

  private static String ref(Slapd remote) {
    return """
        dn: ou=remote,dc=example,dc=com
        objectClass: referral
        objectClass: extensibleObject
        ou: remote
        ref: ldaps://%s/ou=remote,dc=example,dc=com
        """
        .formatted(remote.ldapsHostAndPort());
  }
}
