// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.testkit.TestCertificates;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules about groups that a real slapd shows to some only. */
class AccessRulesTest {

  private static final GroupQuery STAFF = memberOf(Directories.STAFF);

  /** For this service account there are no groups. */
  private static final String BLIND = "uid=svc," + PEOPLE;

  /** This one is told that there are groups which it may not read. */
  private static final String TOLD = "uid=told," + PEOPLE;

  /** This one sees all groups but the staff. */
  private static final String TRUSTING = "uid=trusting," + PEOPLE;

  private static final String ACCESS =
      """
      access to attrs=userPassword by anonymous auth
      access to dn.exact="%s" by dn.exact="%s" none by * break
      access to dn.subtree="%s" by dn.exact="%s" none by dn.exact="%s" disclose by users read
      access to * by users read"""
          .formatted(Directories.STAFF, TRUSTING, GROUPS, BLIND, TOLD);

  private static Slapd slapd;

  @BeforeAll
  static void start() {
    String people = Directories.slapdLdif() + account("told") + account("trusting");
    slapd = Slapd.startWithAccess(TestCertificates.forHosts("127.0.0.1"), people, ACCESS);
  }

  @AfterAll
  static void stop() {
    if (slapd != null) {
      slapd.close();
    }
  }

  private static String account(String uid) {
    return """

        dn: uid=%1$s,%2$s
        objectClass: inetOrgPerson
        uid: %1$s
        cn: %1$s
        sn: %1$s
        userPassword: service secret
        """
        .formatted(uid, PEOPLE);
  }

  private static LdapAuthConfigBuilder config(String serviceAccount) {
    return LdapAuthConfig.builder(
            LdapServer.url("ldap://" + slapd.hostAndPort()), Directories.byUid())
        .serviceAccount(serviceAccount, "service secret")
        .groups(GroupLookup.search(GROUPS, GroupType.groupOfNames()));
  }

  @Test
  void rulesUseTheRightsOfTheUser() {
    for (String account : new String[] {BLIND, TOLD, TRUSTING}) {
      var required = config(account).require(STAFF).readAsUser().build();
      var denied = config(account).deny(STAFF).readAsUser().build();
      try (var requiring = LdapAuthenticator.create(required);
          var denying = LdapAuthenticator.create(denied)) {
        yes(requiring.authenticate("alice", "wonderland"));
        no(requiring.authenticate("bob", "builder"), RejectionReason.REQUIREMENT_NOT_MET);
        no(denying.authenticate("alice", "wonderland"), RejectionReason.DENIED);
        yes(denying.authenticate("bob", "builder"));
      }
    }
  }

  static Stream<Arguments> rulesAndCodes() {
    return Stream.of(
        arguments(require(), BLIND, 32),
        arguments(require(), TOLD, 50),
        arguments(deny(), BLIND, 32),
        arguments(deny(), TOLD, 50));
  }

  private static Named<BiFunction<LdapAuthConfigBuilder, GroupQuery, LdapAuthConfigBuilder>>
      require() {
    return Named.of("require", LdapAuthConfigBuilder::require);
  }

  private static Named<BiFunction<LdapAuthConfigBuilder, GroupQuery, LdapAuthConfigBuilder>>
      deny() {
    return Named.of("deny", LdapAuthConfigBuilder::deny);
  }

  @ParameterizedTest
  @MethodSource("rulesAndCodes")
  void unreadableGroupsFailForEitherRule(
      BiFunction<LdapAuthConfigBuilder, GroupQuery, LdapAuthConfigBuilder> rule,
      String serviceAccount,
      int resultCode) {
    var config = rule.apply(config(serviceAccount), STAFF).build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.READ_GROUPS))
          .satisfies(e -> assertThat(e.resultCode()).hasValue(resultCode));
    }
  }

  @Test
  void hiddenGroupOfARuleLeavesTheMembershipUnknown() {
    for (var config :
        List.of(
            config(TRUSTING).require(STAFF),
            config(TRUSTING).deny(STAFF),
            config(TRUSTING).require(GroupQuery.not(STAFF)))) {
      try (var authenticator = LdapAuthenticator.create(config.build())) {
        var rejected =
            no(
                authenticator.authenticate("alice", "wonderland"),
                RejectionReason.MEMBERSHIP_UNKNOWN);
        assertThat(rejected.detail())
            .endsWith("group " + Directories.STAFF + " is not there, or cannot be seen");
      }
    }
  }

  @Test
  void hiddenGroupDeniesNoUserOnlyIfConfigured() {
    var config = config(TRUSTING).deny(STAFF).hiddenGroupsDenyNobody();
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      yes(authenticator.authenticate("alice", "wonderland"));
    }
  }
}
