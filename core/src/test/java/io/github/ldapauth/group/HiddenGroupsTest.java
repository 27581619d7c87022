// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import static io.github.ldapauth.fixture.Directories.ADMINS;
import static io.github.ldapauth.fixture.Directories.BOB;
import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Directories.STAFF;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static io.github.ldapauth.group.GroupQuery.not;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.GroupMirror;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.realserver.SlapdProxy;
import io.github.ldapauth.testkit.TestCertificates;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules about groups of a real slapd whose members the look-up cannot find. */
class HiddenGroupsTest {

  private static final String MORE =
      """

      dn: cn=clubs,ou=groups,dc=example,dc=com
      objectClass: groupOfURLs
      cn: clubs
      memberURL: ldap:///ou=people,dc=example,dc=com??one?(sn=Adams)

      dn: cn=suspended,ou=groups,dc=example,dc=com
      objectClass: groupOfNames
      cn: suspended
      member: cn=dummy

      dn: cn=foreign,ou=groups,dc=example,dc=com
      objectClass: groupOfNames
      cn: foreign
      member: uid=x,ou=people,dc=example,dc=org

      dn: cn=leavers,ou=groups,dc=example,dc=com
      objectClass: groupOfNames
      cn: leavers
      member: uid=gone,ou=people,dc=example,dc=com

      dn: cn=old club,ou=groups,dc=example,dc=com
      objectClass: groupOfNames
      cn: old club
      """
          + IntStream.range(0, 20)
              .mapToObj(i -> "member: uid=gone" + i + ",ou=people,dc=example,dc=com\n")
              .collect(Collectors.joining())
          + "member: uid=alice,ou=people,dc=example,dc=com\n";

  private static final String OUTER = "dc=outer,dc=net";

  private static Slapd slapd;

  @BeforeAll
  static void start() {
    slapd =
        Slapd.startWith(
            TestCertificates.forHosts("127.0.0.1"),
            Directories.slapdLdif() + MORE,
            "overlay dynlist",
            "dynlist-attrset groupOfURLs memberURL member");
  }

  @AfterAll
  static void stop() {
    if (slapd != null) {
      slapd.close();
    }
  }

  private static LdapAuthConfigBuilder config(String hostAndPort, String base, GroupType type) {
    return lookup(hostAndPort, base).groups(GroupLookup.search("ou=groups," + base, type));
  }

  private static LdapAuthConfigBuilder lookup(String hostAndPort, String base) {
    return LdapAuthConfig.builder(
            LdapServer.url("ldap://" + hostAndPort),
            UserLookup.search("ou=people," + base, "(uid={username})"))
        .serviceAccount("uid=svc,ou=people," + base, "service secret");
  }

  private static LdapAuthConfigBuilder here(GroupType type) {
    return config(slapd.hostAndPort(), "dc=example,dc=com", type);
  }

  /** Asserts that membership in the group is unknown, at a sign-in and in findProblems. */
  private static void isUnknown(
      LdapAuthConfigBuilder config, String username, String group, String why) {
    String password = Map.of("alice", "wonderland", "bob", "builder").get(username);
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      var rejected =
          no(authenticator.authenticate(username, password), RejectionReason.MEMBERSHIP_UNKNOWN);
      assertThat(rejected.detail()).contains(": group " + group + " " + why);
      assertThat(authenticator.findProblems())
          .singleElement()
          .asString()
          .startsWith("deny memberOf \"" + group + "\": " + why);
    }
  }

  private static void isDenied(LdapAuthConfigBuilder config) {
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.DENIED);
      yes(authenticator.authenticate("bob", "builder"));
      assertThat(authenticator.findProblems()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "attrs=member", "attrs=entry,member"})
  void groupThatMayOnlyBeComparedIsUnknown(String attributes) {
    String access =
        """
        access to attrs=userPassword by anonymous auth
        access to dn.exact="%s" %s by dn.exact="%s" compare by * break
        access to * by users read"""
            .formatted(STAFF, attributes, SERVICE);
    try (Slapd hiding =
        Slapd.startWithAccess(
            TestCertificates.forHosts("127.0.0.1"), Directories.slapdLdif(), access)) {
      var config =
          config(hiding.hostAndPort(), "dc=example,dc=com", GroupType.groupOfNames())
              .deny(memberOf(STAFF));
      String why =
          attributes.equals("attrs=member") ? "cannot be searched by member" : "cannot be read: ";
      isUnknown(config, "alice", STAFF, why);
    }
  }

  static Stream<Named<Function<Slapd, SlapdProxy>>> proxies() {
    return Stream.of(
        Named.of("back-ldap with rwm", inner -> SlapdProxy.ldap(inner, OUTER)),
        Named.of("back-meta", inner -> SlapdProxy.meta(inner, OUTER)));
  }

  @ParameterizedTest
  @MethodSource("proxies")
  void groupWithMembersThatAProxyDoesNotRewriteIsUnknown(Function<Slapd, SlapdProxy> proxy) {
    try (SlapdProxy outer = proxy.apply(slapd)) {
      String groups = "ou=groups," + OUTER;
      isDenied(
          config(outer.hostAndPort(), OUTER, GroupType.groupOfNames())
              .deny(memberOf("cn=staff," + groups)));
      isUnknown(
          config(outer.hostAndPort(), OUTER, GroupType.groupOfUniqueNames())
              .deny(memberOf("cn=carols unique," + groups)),
          "bob",
          "cn=carols unique," + groups,
          "names uid=carol,ou=people,dc=example,dc=com, but users are below [ou=people,"
              + OUTER
              + "]");
      isUnknown(
          lookup(outer.hostAndPort(), OUTER)
              .groups(GroupLookup.memberOf())
              .deny(memberOf("cn=staff," + groups)),
          "alice",
          "cn=staff," + groups,
          "has the member uid=alice,ou=people,"
              + OUTER
              + ", but memberOf of that entry does not name the group");
    }
  }

  @Test
  void membersOfADynamicGroupAreFound() {
    isDenied(here(GroupType.groupOfNames()).deny(memberOf("cn=clubs," + GROUPS)));
  }

  @Test
  void groupWithoutRealMembersIsKnown() {
    for (var config :
        List.of(
            here(GroupType.groupOfNames()),
            lookup(slapd.hostAndPort(), "dc=example,dc=com").groups(GroupLookup.memberOf()))) {
      var denying = config.deny(memberOf("cn=suspended," + GROUPS)).build();
      try (var authenticator = LdapAuthenticator.create(denying)) {
        yes(authenticator.authenticate("alice", "wonderland"));
        assertThat(authenticator.findProblems()).isEmpty();
      }
    }
  }

  /** OpenLDAP keeps the DNs of deleted users in groups. */
  @Test
  void deletedMembersDoNotHideAGroup() {
    var config = lookup(slapd.hostAndPort(), "dc=example,dc=com").groups(GroupLookup.memberOf());
    try (var authenticator =
        LdapAuthenticator.create(config.deny(memberOf("cn=leavers," + GROUPS)).build())) {
      yes(authenticator.authenticate("alice", "wonderland"));
      assertThat(authenticator.findProblems()).isEmpty();
    }
    isDenied(config.deny(memberOf("cn=old club," + GROUPS)));
  }

  /** Users may not see the entries of others, so that these need not be deleted. */
  @Test
  void groupOfUnreadableMembersIsUnknownToAUser() {
    var config =
        lookup(slapd.hostAndPort(), "dc=example,dc=com")
            .readAsUser()
            .groups(GroupLookup.memberOf())
            .deny(memberOf("cn=leavers," + GROUPS));
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      no(authenticator.authenticate("bob", "builder"), RejectionReason.MEMBERSHIP_UNKNOWN);
    }
  }

  @Test
  void groupOfUsersFromElsewhereIsUnknown() {
    String foreign = "cn=foreign," + GROUPS;
    isUnknown(
        here(GroupType.groupOfNames()).deny(memberOf(foreign)),
        "alice",
        foreign,
        "names uid=x,ou=people,dc=example,dc=org, but users are below [" + PEOPLE + "]");
    isUnknown(
        lookup(slapd.hostAndPort(), "dc=example,dc=com")
            .groups(GroupLookup.memberOf())
            .deny(memberOf(foreign)),
        "alice",
        foreign,
        "has members that cannot be read, such as uid=x,ou=people,dc=example,dc=org");
  }

  static Stream<Arguments> wrongTypes() {
    return Stream.of(
        Arguments.of(
            GroupType.groupOfNames(), "cn=carols unique," + GROUPS, "uniqueMember", "member"),
        Arguments.of(GroupType.groupOfUniqueNames(), STAFF, "member", "uniqueMember"),
        Arguments.of(GroupType.posixGroup(), STAFF, "member", "memberUid"));
  }

  @ParameterizedTest
  @MethodSource("wrongTypes")
  void groupWithMembersOfAnotherAttributeIsUnknown(
      GroupType type, String group, String present, String searched) {
    isUnknown(
        here(type).deny(memberOf(group)),
        "bob",
        group,
        "names its members by " + present + ", and is searched by " + searched);
  }

  @Test
  void userOrUnitInPlaceOfAGroupIsUnknown() {
    var byMember = here(GroupType.groupOfNames());
    isUnknown(byMember.deny(memberOf(GROUPS)), "alice", GROUPS, noGroup("organizationalUnit"));
    var byMemberOf =
        lookup(slapd.hostAndPort(), "dc=example,dc=com").groups(GroupLookup.memberOf());
    isUnknown(byMemberOf.deny(memberOf(BOB)), "alice", BOB, noGroup("inetOrgPerson"));
  }

  private static String noGroup(String objectClass) {
    return "is no group: its object class is " + objectClass;
  }

  /** The overlay memberof writes the groups of a user, and not those that hold these. */
  @Test
  void nestedGroupUnderMemberOfIsUnknown() {
    var config = lookup(slapd.hostAndPort(), "dc=example,dc=com").groups(GroupLookup.memberOf());
    isUnknown(
        config.deny(memberOf(ADMINS)),
        "alice",
        ADMINS,
        "contains the group "
            + STAFF
            + ", but memberOf of its member uid=alice,"
            + PEOPLE
            + " does not name the outer group");
  }

  @Test
  void nestedGroupIsFoundBesideUsersToo() {
    String base = "dc=example,dc=com";
    var config =
        LdapAuthConfig.builder(
                LdapServer.url("ldap://" + slapd.hostAndPort()),
                UserLookup.search(base, "(uid={username})"))
            .serviceAccount(SERVICE, "service secret")
            .groups(GroupLookup.memberOf())
            .deny(memberOf(ADMINS));
    isUnknown(config, "bob", ADMINS, "contains the group " + STAFF);
  }

  @Test
  void visibleMemberOfDecides() {
    isDenied(
        lookup(slapd.hostAndPort(), "dc=example,dc=com")
            .groups(GroupLookup.memberOf())
            .deny(memberOf(STAFF)));
  }

  @Test
  void flagsMirrorsAndNegationsAreJudgedLikeRules() {
    GroupQuery hidden = memberOf("cn=stuff," + GROUPS);
    var builder = here(GroupType.groupOfNames());
    try (var flag =
            LdapAuthenticator.builder(builder.build(), new AccountStore())
                .flag(hidden, Account::setStaff)
                .build();
        var mirror =
            LdapAuthenticator.builder(builder.build(), new AccountStore())
                .mirrorGroups(
                    GroupMirror.byDn(Map.of("cn=stuff," + GROUPS, "stuff")),
                    Account::groups,
                    Account::setGroups)
                .build();
        var negation = LdapAuthenticator.create(builder.require(not(hidden)).build())) {
      for (var result :
          List.of(
              flag.authenticate("alice", "wonderland"),
              flag.populate("alice"),
              mirror.authenticate("alice", "wonderland"),
              negation.authenticate("alice", "wonderland"),
              negation.populatePermitted("alice"))) {
        assertThat(result.toString())
            .contains("MEMBERSHIP_UNKNOWN", "cn=stuff," + GROUPS + " is not there");
      }
    }
  }
}
