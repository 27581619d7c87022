// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.Directories.GROUPS;
import static io.github.ldapauth.Directories.SERVICE;
import static io.github.ldapauth.Results.no;
import static io.github.ldapauth.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.testkit.TestCertificates;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules about groups that a real slapd shows to some only. */
class AccessRulesTest {

  private static final GroupQuery STAFF = memberOf(Directories.STAFF);

  /** The service account sees everything but the groups. */
  private static final String ACCESS =
      """
      access to attrs=userPassword by anonymous auth
      access to dn.subtree="%s" by dn.exact="%s" none by users read
      access to * by users read"""
          .formatted(GROUPS, SERVICE);

  private static Slapd slapd;

  @BeforeAll
  static void start() {
    slapd =
        Slapd.startWithAccess(TestCertificates.forHosts("127.0.0.1"), SlapdTest.people(), ACCESS);
  }

  @AfterAll
  static void stop() {
    if (slapd != null) {
      slapd.close();
    }
  }

  private static LdapAuthConfigBuilder config() {
    return LdapAuthConfig.builder(
            LdapServer.url("ldap://" + slapd.hostAndPort()), Directories.byUid())
        .serviceAccount(SERVICE, "service secret")
        .groups(GroupLookup.search(GROUPS, GroupType.groupOfNames()));
  }

  @Test
  void rulesAreJudgedWithTheRightsOfThePerson() {
    try (var required = LdapAuthenticator.create(config().require(STAFF).readAsPerson().build());
        var denied = LdapAuthenticator.create(config().deny(STAFF).readAsPerson().build())) {
      yes(required.authenticate("alice", "wonderland"));
      no(required.authenticate("bob", "builder"), RejectionReason.REQUIREMENT_NOT_MET);
      no(denied.authenticate("alice", "wonderland"), RejectionReason.DENIED);
      yes(denied.authenticate("bob", "builder"));
    }
  }

  static Stream<Named<BiFunction<LdapAuthConfigBuilder, GroupQuery, LdapAuthConfigBuilder>>>
      rules() {
    return Stream.of(
        Named.of("require", LdapAuthConfigBuilder::require),
        Named.of("deny", LdapAuthConfigBuilder::deny));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void groupsThatMayNotBeReadAreNoAnswerForEitherRule(
      BiFunction<LdapAuthConfigBuilder, GroupQuery, LdapAuthConfigBuilder> rule) {
    try (var authenticator = LdapAuthenticator.create(rule.apply(config(), STAFF).build())) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.READ_GROUPS))
          .satisfies(e -> assertThat(e.resultCode()).hasValue(32));
    }
  }
}
