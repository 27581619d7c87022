// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static io.github.ldapauth.fixture.Results.keptOut;
import static io.github.ldapauth.fixture.Results.no;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.realserver.Ds389;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;

/** The stories of password policies on 389 Directory Server. */
class PasswordPolicyOn389Test extends PasswordPolicyStories {

  private static final String EXPIRES = "passwordExpirationTime: ";
  private static final String LATER = EXPIRES + fromNow(MAX_AGE);

  /** What the tools of the server make to disable the users of a role. */
  private static final String DISABLED_BY_ROLE =
      """
      dn: cn=nsManagedDisabledRole,dc=example,dc=com
      objectClass: ldapSubentry
      objectClass: nsRoleDefinition
      objectClass: nsSimpleRoleDefinition
      objectClass: nsManagedRoleDefinition
      cn: nsManagedDisabledRole

      dn: cn=templates,dc=example,dc=com
      objectClass: nsContainer
      cn: templates

      dn: cn=cn\\3DnsManagedDisabledRole\\2Cdc\\3Dexample\\2Cdc\\3Dcom,cn=templates,dc=example,dc=com
      objectClass: ldapSubentry
      objectClass: cosTemplate
      objectClass: extensibleObject
      nsAccountLock: true

      dn: cn=disabling,dc=example,dc=com
      objectClass: ldapSubentry
      objectClass: cosSuperDefinition
      objectClass: cosClassicDefinition
      cn: disabling
      cosTemplateDn: cn=templates,dc=example,dc=com
      cosSpecifier: nsRole
      cosAttribute: nsAccountLock operational

      """;

  private static Ds389 server;

  @BeforeAll
  static void start() {
    server =
        Ds389.start(
            base()
                + """
                dn: cn=inactivity,dc=example,dc=com
                objectClass: ldapSubentry
                objectClass: extensibleObject
                objectClass: accountPolicy
                cn: inactivity
                accountInactivityLimit: 86400

                """
                + person(
                    "idle",
                    LATER,
                    "acctPolicySubentry: cn=inactivity,dc=example,dc=com",
                    "lastLoginTime: 20200101000000Z")
                + DISABLED_BY_ROLE
                + person("inrole", LATER, "nsRoleDN: cn=nsManagedDisabledRole," + BASE)
                + person("temporary", LATER)
                + person("alice", LATER)
                + person("careless", LATER)
                + person("braked", LATER)
                + person("disabled", LATER, "nsAccountLock: TRUE")
                + person(
                    "locked",
                    LATER,
                    "passwordRetryCount: 3",
                    "accountUnlockTime: " + fromNow(Duration.ofHours(1)))
                + person("old", EXPIRES + "20200101000000Z")
                + person("oldest", EXPIRES + "20200101000000Z", "passwordGraceUserTime: 2")
                + person("aging", EXPIRES + fromNow(Duration.ofHours(2)))
                + person("reset", EXPIRES + "19700101000000Z"),
            Map.of(
                "passwordLockout", "on",
                "passwordMaxFailure", "3",
                "passwordLockoutDuration", "3600",
                "passwordExp", "on",
                "passwordMaxAge", String.valueOf(MAX_AGE.toSeconds()),
                "passwordWarning", "86400",
                "passwordGraceLimit", "2",
                "passwordMustChange", "on",
                "passwordTPRMaxUse", "1"));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  static List<Arguments> states() {
    return List.of(
        Arguments.of("locked", RejectionReason.ACCOUNT_LOCKED, RejectionReason.ACCOUNT_LOCKED),
        Arguments.of(
            "disabled", RejectionReason.ACCOUNT_DISABLED, RejectionReason.ACCOUNT_DISABLED),
        Arguments.of("inrole", RejectionReason.ACCOUNT_DISABLED, RejectionReason.ACCOUNT_DISABLED),
        Arguments.of("idle", RejectionReason.ACCOUNT_IDLE, RejectionReason.ACCOUNT_IDLE),
        Arguments.of(
            "oldest", RejectionReason.PASSWORD_EXPIRED, RejectionReason.INVALID_CREDENTIALS),
        Arguments.of(
            "reset", RejectionReason.MUST_CHANGE_PASSWORD, RejectionReason.INVALID_CREDENTIALS));
  }

  static List<Arguments> shownStates() {
    return List.of(
        Arguments.of("locked", RejectionReason.ACCOUNT_LOCKED),
        Arguments.of("disabled", RejectionReason.ACCOUNT_DISABLED),
        Arguments.of("inrole", RejectionReason.ACCOUNT_DISABLED));
  }

  @Test
  void endOfALockIsTold() {
    try (var authenticator = authenticator(false)) {
      var status =
          no(authenticator.authenticate("locked", "right"), RejectionReason.ACCOUNT_LOCKED)
              .status();
      assertThat(status.lockedUntil())
          .hasValueSatisfying(
              end ->
                  assertThat(end)
                      .isBetween(Instant.now(), Instant.now().plus(Duration.ofHours(1))));
    }
  }

  /** The server accepts the bind, as FreeIPA does, which is built on it. */
  @ParameterizedTest
  @CsvSource({
    "krbPasswordExpiration, 2.16.840.1.113719.1.301.4.37.1, PASSWORD_EXPIRED",
    "krbPrincipalExpiration, 2.16.840.1.113719.1.301.4.6.1, ACCOUNT_EXPIRED"
  })
  void endOfAKerberosAccountIsReadFromTheEntry(String attribute, String oid, RejectionReason reason)
      throws Exception {
    try (LDAPConnection administrator = server.connect()) {
      String type =
          "( %s NAME '%s' EQUALITY generalizedTimeMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.24"
              + " SINGLE-VALUE )";
      administrator.modify(
          "cn=schema",
          new Modification(ModificationType.ADD, "attributeTypes", type.formatted(oid, attribute)));
      String user =
          person(
              attribute, LATER, "objectClass: extensibleObject", attribute + ": 20200101000000Z");
      administrator.add(user.strip().split("\n"));
    }
    try (var authenticator = authenticator(false)) {
      no(authenticator.authenticate(attribute, "right"), reason);
      keptOut(authenticator, attribute, reason);
    }
  }

  @Test
  void wrongPasswordUsesUpATemporaryOne() throws LDAPException {
    try (LDAPConnection administrator = server.connect()) {
      administrator.modify(
          "uid=temporary," + BASE,
          new Modification(ModificationType.REPLACE, "userPassword", "right"));
    }
    try (var authenticator = authenticator(false)) {
      no(authenticator.authenticate("temporary", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      no(authenticator.authenticate("temporary", "right"), RejectionReason.PASSWORD_EXPIRED);
    }
  }

  @Override
  LdapAuthConfigBuilder avoidingLockout(LdapAuthConfigBuilder config) {
    return config
        .serviceAccount(server.administratorDn(), server.administratorPassword())
        .avoidLockout("cn=config");
  }

  @Override
  String hostAndPort() {
    return server.hostAndPort();
  }
}
