// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import static io.github.ldapauth.fixture.Directories.ADMINS;
import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Directories.STAFF;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.realserver.Ds389;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules about groups of a real 389 Directory Server whose members the look-up cannot find. */
class HiddenGroupsOn389Test {

  private static final String COMPARE_ONLY =
      "(targetattr=\"member\")(version 3.0; acl \"compare only\";"
          + " deny (read,search) userdn=\"ldap:///anyone\";)";

  private static final String GROUPS_LDIF =
      """
      dn: cn=staff,ou=groups,dc=example,dc=com
      objectClass: groupOfNames
      cn: staff
      member: uid=alice,ou=people,dc=example,dc=com

      dn: cn=admins,ou=groups,dc=example,dc=com
      objectClass: groupOfNames
      cn: admins
      member: cn=staff,ou=groups,dc=example,dc=com

      dn: cn=club,ou=people,dc=example,dc=com
      objectClass: top
      objectClass: LDAPsubentry
      objectClass: nsRoleDefinition
      objectClass: nsComplexRoleDefinition
      objectClass: nsFilteredRoleDefinition
      cn: club
      nsRoleFilter: (sn=Adams)
      """;

  private static Ds389 server;

  @BeforeAll
  static void start() {
    String people = Directories.slapdLdif();
    server =
        Ds389.start(people.substring(0, people.indexOf("dn: uid=carol")) + GROUPS_LDIF, Map.of());
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static LdapAuthConfigBuilder config(GroupLookup groups) {
    return LdapAuthConfig.builder(
            LdapServer.url("ldap://" + server.hostAndPort()), Directories.byUid())
        .serviceAccount(SERVICE, "service secret")
        .groups(groups);
  }

  private static GroupLookup search(GroupType type) {
    return GroupLookup.search(GROUPS, type);
  }

  private static void isUnknown(LdapAuthConfigBuilder config, String why) {
    for (boolean beside : List.of(false, true)) {
      try (var authenticator = LdapAuthenticator.create(config.readBesideBind(beside).build())) {
        var rejected =
            no(authenticator.authenticate("bob", "builder"), RejectionReason.MEMBERSHIP_UNKNOWN);
        assertThat(rejected.detail()).endsWith(why);
        assertThat(authenticator.findProblems()).singleElement().asString().contains(why);
      }
    }
  }

  /** The plug-in MemberOf writes the groups that hold the groups of a user too. */
  @Test
  void nestedGroupsAreJudgedByMemberOf() {
    for (var rule :
        List.of(memberOf(STAFF), memberOf(ADMINS), memberOf(STAFF).or(memberOf(ADMINS)))) {
      var config = config(GroupLookup.memberOf()).deny(rule);
      for (boolean beside : List.of(false, true)) {
        try (var authenticator = LdapAuthenticator.create(config.readBesideBind(beside).build())) {
          no(authenticator.authenticate("alice", "wonderland"), RejectionReason.DENIED);
          yes(authenticator.authenticate("bob", "builder"));
          assertThat(authenticator.findProblems()).isEmpty();
        }
      }
    }
  }

  /** 389 Directory Server refuses the matching rule with 12. */
  @Test
  void nestedGroupsInChainAreSearchedLevelByLevel() {
    var config = config(search(GroupType.groupOfNames().inChain())).deny(memberOf(ADMINS));
    for (boolean beside : List.of(false, true)) {
      try (var authenticator = LdapAuthenticator.create(config.readBesideBind(beside).build())) {
        no(authenticator.authenticate("alice", "wonderland"), RejectionReason.DENIED);
        yes(authenticator.authenticate("bob", "builder"));
      }
    }
  }

  @Test
  void filteredRoleIsJudgedByTheAttributeOfRoles() {
    var config =
        config(GroupLookup.memberOf("nsRole")).deny(memberOf("cn=club," + Directories.PEOPLE));
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.DENIED);
      yes(authenticator.authenticate("bob", "builder"));
      assertThat(authenticator.findProblems()).isEmpty();
    }
  }

  @Test
  void groupWithMembersOfAnotherAttributeIsUnknown() {
    isUnknown(
        config(search(GroupType.groupOfUniqueNames())).deny(memberOf(STAFF)),
        "names its members by member, and is searched by uniqueMember");
    isUnknown(
        config(search(GroupType.memberDn("membr"))).deny(memberOf(STAFF)),
        "names its members by member, and is searched by membr");
  }

  @Test
  void groupThatMayOnlyBeComparedIsUnknown() throws IOException, LDAPException {
    Modification add = new Modification(ModificationType.ADD, "aci", COMPARE_ONLY);
    Modification remove = new Modification(ModificationType.DELETE, "aci", COMPARE_ONLY);
    try (LDAPConnection administrator = server.connect()) {
      administrator.modify(STAFF, add);
      try {
        isUnknown(
            config(search(GroupType.groupOfNames())).deny(memberOf(STAFF)),
            "cannot be searched by member");
        isUnknown(
            config(search(GroupType.groupOfNames())).deny(memberOf(ADMINS)).deny(memberOf(STAFF)),
            "cannot be searched by member");
      } finally {
        administrator.modify(STAFF, remove);
      }
    }
  }
}
