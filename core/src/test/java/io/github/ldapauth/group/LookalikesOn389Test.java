// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.realserver.Ds389;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Groups beside each other in a real 389 Directory Server, to which these are different DNs. To
 * OpenLDAP they would be one. Bob is in the first one of a name, and Alice made all others.
 */
class LookalikesOn389Test {

  private static Ds389 server;

  private static String group(String rdn, String member) {
    return """

        dn: %s,%s
        objectClass: groupOfNames
        objectClass: extensibleObject
        cn: App Admins
        member: uid=%s,ou=people,dc=example,dc=com
        """
        .formatted(rdn, GROUPS, member);
  }

  @BeforeAll
  static void start() {
    String people = Directories.slapdLdif();
    server =
        Ds389.start(
            people.substring(0, people.indexOf("dn: uid=carol"))
                + group("cn=App Admins", "bob")
                + group("commonName=App Admins", "alice")
                + group("cn=\\20App Admins", "alice")
                + group("cn=App Admins\\20", "alice")
                + group("cn=App\\20Admins", "alice")
                + group("cn=App Admins+cn=APP ADMINS", "alice")
                + group("cn=App Admins+commonName=App Admins", "alice")
                + group("cn=Team=Red", "bob")
                + group("cn=Team\\=Red", "alice"),
            Map.of());
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static LdapAuthenticator<?> authenticator(GroupLookup groups, GroupQuery required) {
    return LdapAuthenticator.create(
        LdapAuthConfig.builder(
                Directories.patient(LdapServer.url("ldap://" + server.hostAndPort())),
                Directories.byUid())
            .timeLimit(Directories.PATIENCE)
            .serviceAccount(SERVICE, "service secret")
            .groups(groups)
            .require(required)
            .build());
  }

  private static List<GroupLookup> lookups() {
    return List.of(
        GroupLookup.memberOf(),
        GroupLookup.search(GROUPS, GroupType.groupOfNames()),
        GroupLookup.search(GROUPS, GroupType.groupOfNames().nested()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cn=app admins", "cn=team=red"})
  void memberOfLookalikesIsNoMemberOfTheGroup(String rdn) {
    for (GroupLookup lookup : lookups()) {
      try (var authenticator = authenticator(lookup, memberOf(rdn + "," + GROUPS))) {
        assertThat(
                no(
                        authenticator.authenticate("alice", "wonderland"),
                        RejectionReason.MEMBERSHIP_UNKNOWN)
                    .detail())
            .contains("is the same as")
            .contains("to some servers only");
        yes(authenticator.authenticate("bob", "builder"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "commonName=App Admins",
        "cn=\\20App Admins",
        "cn=App Admins\\20",
        "cn=App\\20Admins",
        "cn=App Admins+cn=APP ADMINS",
        "cn=Team\\=Red"
      })
  void memberOfTheGroupIsNoMemberOfALookalike(String rdn) {
    for (GroupLookup lookup : lookups()) {
      try (var authenticator = authenticator(lookup, memberOf(rdn + "," + GROUPS))) {
        no(authenticator.authenticate("bob", "builder"), RejectionReason.MEMBERSHIP_UNKNOWN);
      }
    }
  }
}
