// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.SambaTest.domain;
import static io.github.ldapauth.fixture.Results.assertNotTold;
import static io.github.ldapauth.fixture.Results.keptOut;
import static io.github.ldapauth.fixture.Results.letIn;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.fixture.SambaDomain.PASSWORD;
import static io.github.ldapauth.fixture.SambaDomain.USERS;
import static io.github.ldapauth.fixture.SambaDomain.dn;
import static io.github.ldapauth.fixture.SambaDomain.person;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.realserver.SambaAd;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The states of accounts of Samba. */
abstract class SambaAccountStories {

  @ParameterizedTest
  @CsvSource({
    "disabled, ACCOUNT_DISABLED",
    "ended, ACCOUNT_EXPIRED",
    "mustchange, MUST_CHANGE_PASSWORD",
    "nohours, NOT_AT_THIS_HOUR",
    "elsewhere, NOT_FROM_HERE",
    "protected, REFUSED_BY_DIRECTORY",
    "nobody, USER_NOT_FOUND"
  })
  void eachStateOfAnAccountHasAReason(String username, RejectionReason reason) {
    for (boolean beside : List.of(false, true)) {
      var config = domain.config(GroupType.groupOfNames()).readBesideBind(beside);
      try (var authenticator = LdapAuthenticator.create(config.build())) {
        no(authenticator.authenticate(username, PASSWORD), reason);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "disabled, ACCOUNT_DISABLED",
    "ended, ACCOUNT_EXPIRED",
    "mustchange, MUST_CHANGE_PASSWORD"
  })
  void entryKeepsUsersOutWithoutAPassword(String username, RejectionReason reason) {
    try (var authenticator =
        LdapAuthenticator.create(domain.config(GroupType.groupOfNames()).build())) {
      keptOut(authenticator, username, reason);
      letIn(authenticator, "alice");
    }
  }

  @Test
  void lockIsReadFromTheEntry() throws Exception {
    domain.samba().addUser(person("careless", Map.of()), PASSWORD);
    try (var authenticator =
        LdapAuthenticator.create(domain.config(GroupType.groupOfNames()).build())) {
      for (int i = 0; i < 3; i++) {
        no(authenticator.authenticate("careless", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      }
      no(authenticator.authenticate("careless", PASSWORD), RejectionReason.ACCOUNT_LOCKED);
      keptOut(authenticator, "careless", RejectionReason.ACCOUNT_LOCKED);
    }
  }

  @Test
  void bindThatWouldLockTheAccountIsNotSent() throws Exception {
    domain.samba().addUser(person("braked", Map.of()), PASSWORD);
    var config = domain.config(GroupType.groupOfNames());
    try (var careless = LdapAuthenticator.create(config.build());
        var authenticator = LdapAuthenticator.create(config.avoidLockout(SambaAd.BASE).build())) {
      for (int i = 0; i < 2; i++) {
        no(authenticator.authenticate("braked", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      }
      no(authenticator.authenticate("braked", "wrong"), RejectionReason.LOCKOUT_AVOIDED);
      no(authenticator.authenticate("braked", PASSWORD), RejectionReason.LOCKOUT_AVOIDED);
      yes(careless.authenticate("braked", PASSWORD));
      yes(authenticator.authenticate("braked", PASSWORD));
      assertThat(authenticator.findProblems()).isEmpty();
    }
  }

  /** The policy of the domain locks after three wrong passwords. */
  @Test
  void ownPolicyOfAUserBrakesEarlierIfItCanBeRead() throws Exception {
    domain.samba().addUser(person("strict", Map.of()), PASSWORD);
    domain.samba().addUser(person("auditor", Map.of()), PASSWORD);
    try (LDAPConnection administrator = domain.samba().connect()) {
      administrator.modify(
          dn("Domain Admins"), new Modification(ModificationType.ADD, "member", dn("auditor")));
      administrator.add(
          "dn: CN=strict,CN=Password Settings Container,CN=System," + SambaAd.BASE,
          "objectClass: msDS-PasswordSettings",
          "msDS-PSOAppliesTo: " + dn("strict"),
          "msDS-PasswordSettingsPrecedence: 1",
          "msDS-LockoutThreshold: 2",
          "msDS-LockoutObservationWindow: -18000000000",
          "msDS-LockoutDuration: -18000000000",
          "msDS-MinimumPasswordLength: 1",
          "msDS-MinimumPasswordAge: 0",
          "msDS-MaximumPasswordAge: -36288000000000",
          "msDS-PasswordHistoryLength: 0",
          "msDS-PasswordComplexityEnabled: FALSE",
          "msDS-PasswordReversibleEncryptionEnabled: FALSE");
    }
    var config = domain.config(GroupType.groupOfNames()).avoidLockout(SambaAd.BASE);
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      assertNotTold(() -> authenticator.authenticate("strict", "wrong"));
    }
    config.serviceAccount(dn("auditor"), PASSWORD);
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      no(authenticator.authenticate("strict", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      var rejected =
          no(authenticator.authenticate("strict", PASSWORD), RejectionReason.LOCKOUT_AVOIDED);
      assertThat(rejected.detail()).contains("the limit is 2, by CN=strict,");
    }
  }

  private static List<String> problems(String serviceAccount, String password) {
    var config =
        LdapAuthConfig.builder(
                domain.server(), UserLookup.search(USERS, "(sAMAccountName={username})"))
            .serviceAccount(serviceAccount, password)
            .build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      return authenticator.findProblems();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"svc@ad.example.com", "AD\\svc"})
  void serviceAccountHasEveryNameOfActiveDirectory(String name) {
    assertThat(problems(name, PASSWORD)).isEmpty();
    assertThat(problems(name, "wrong")).singleElement().asString().contains(name, "(49)");
  }

  @ParameterizedTest
  @CsvSource({
    "disabled, account disabled",
    "ended, account expired",
    "mustchange, must change password"
  })
  void stateOfTheServiceAccountIsAProblem(String username, String state) {
    assertThat(problems(dn(username), PASSWORD))
        .singleElement()
        .asString()
        .contains("could not bind, " + state + ": ");
  }
}
