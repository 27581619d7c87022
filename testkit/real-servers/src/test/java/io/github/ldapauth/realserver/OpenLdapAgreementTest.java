// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestCertificates;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The test kit like OpenLDAP, and slapd: the same stories, the same answers. */
class OpenLdapAgreementTest extends AgreementStories {

  OpenLdapAgreementTest() {
    super(ServerKind.OPEN_LDAP);
  }

  @Override
  String ldif() {
    return base()
        + policy()
        + person("alice")
        + person("bob")
        + person("careless")
        + person("stable")
        + person("careful")
        + person("disabled", "pwdAccountLockedTime: 000001010000Z")
        + person("locked", "pwdAccountLockedTime: " + time(Duration.ofMinutes(-30)))
        + person(
            "unlocked",
            "pwdAccountLockedTime: " + time(Duration.ofHours(-2)),
            "pwdFailureTime: 20260101000000.000001Z",
            "pwdFailureTime: 20260101000000.000002Z",
            "pwdFailureTime: 20260101000000.000003Z")
        + person("notyet", "pwdStartTime: " + time(Duration.ofHours(2)))
        + person("ended", "pwdEndTime: " + time(Duration.ofHours(-2)))
        + person("old", "pwdChangedTime: 20200101000000Z")
        + person(
            "oldest",
            "pwdChangedTime: 20200101000000Z",
            "pwdGraceUseTime: 20260101000000.000001Z",
            "pwdGraceUseTime: 20260101000000.000002Z")
        + person("aging", "pwdChangedTime: " + time(MAX_AGE.negated().plusHours(2)))
        + person("reset", "pwdReset: TRUE")
        + person("forgetful", "pwdReset: TRUE")
        + group("staff", "uid=alice")
        + group("all", "cn=staff")
        + group("crew", "uid=alice", "uid=bob");
  }

  @Override
  RealServer startServer(String ldif) {
    return Slapd.startWithPolicy(
        TestCertificates.forHosts("127.0.0.1"), ldif, "cn=policy,dc=example,dc=com");
  }

  private static String policy() {
    return """
        dn: cn=policy,dc=example,dc=com
        objectClass: device
        objectClass: pwdPolicy
        cn: policy
        pwdAttribute: userPassword
        pwdLockout: TRUE
        pwdMaxFailure: %d
        pwdLockoutDuration: %d
        pwdMaxAge: %d
        pwdExpireWarning: %d
        pwdGraceAuthNLimit: %d
        pwdAllowUserChange: TRUE
        pwdMustChange: TRUE

        """
        .formatted(
            LOCK_AFTER, LOCK.toSeconds(), MAX_AGE.toSeconds(), WARNING.toSeconds(), GRACE_LOGINS);
  }

  @Override
  Stream<String> peopleInStates() {
    return Stream.of("disabled", "locked", "notyet", "ended", "old", "oldest", "aging");
  }

  @Override
  void readFailures(Session session, String user) {
    session.count(user, "pwdFailureTime");
  }

  @Test
  void afterALockHasEndedTheSecondWrongPasswordLocksAgain() throws Exception {
    agree(
        session -> {
          session.bind("uid=unlocked", "wrong");
          session.bind("uid=unlocked", "wrong");
          session.bind("uid=unlocked", "wrong");
        });
  }

  @Test
  void aPasswordThatMustBeChangedLetsNothingElseBeDone() throws Exception {
    agree(
        session -> {
          session.bindPlainly("uid=reset", "right");
          session.bind("uid=reset", "right");
          session.readBase();
          session.readRootDse();
          session.whoAmI();
          session.compare("uid=reset", "cn", "reset");
          session.set("uid=reset", "cn", "new");
          session.set("uid=reset", "userPassword", "better");
          session.readBase();
          session.bind("uid=reset", "better");
          session.readBase();
          session.count("uid=reset", "pwdReset");
        });
  }

  @Test
  void thePasswordModifyOperationEndsTheRestrictionToo() throws Exception {
    agree(
        session -> {
          session.bind("uid=forgetful", "right");
          session.changePassword("right", "better");
          session.readBase();
          session.bind("uid=forgetful", "right");
          session.bind("uid=forgetful", "better");
        });
  }

  @Test
  void anAdministratorUnlocksByANewPassword() throws Exception {
    agree(
        session -> {
          session.change(
              "dn: uid=bob,dc=example,dc=com",
              "changetype: modify",
              "replace: pwdAccountLockedTime",
              "pwdAccountLockedTime: 000001010000Z");
          session.bind("uid=bob", "right");
          session.change(
              "dn: uid=bob,dc=example,dc=com",
              "changetype: modify",
              "replace: userPassword",
              "userPassword: better");
          session.change(
              "dn: uid=bob,dc=example,dc=com", "changetype: modify", "replace: pwdReset");
          session.bind("uid=bob", "better");
        });
  }

  @Test
  void memberOfIsOperationalAndNamesDirectGroups() throws Exception {
    agree(
        session -> {
          session.read("uid=alice", "memberOf");
          session.read("uid=alice", "memberOf", "*");
          session.read("uid=alice", "memberOf", "+");
          session.read("uid=alice", "memberOf", "memberOf");
          session.read("cn=staff", "memberOf", "memberOf");
          session.find("(memberOf=cn=staff,dc=example,dc=com)");
          session.find("(memberOf=CN=All, DC=example,DC=com)");
          session.find("(&(uid=bob)(!(memberOf=cn=staff,dc=example,dc=com)))");
        });
  }

  @Test
  void comparesTakeADnInAnySpelling() throws Exception {
    agree(
        session -> {
          session.bind("uid=bob", "right");
          session.compare("uid=alice", "memberOf", "CN=Staff, DC=example,DC=com");
          session.compare("cn=staff", "member", "UID=Alice, DC=example,DC=com");
          session.compare("cn=staff", "member", "uid=bob,dc=example,dc=com");
          session.compare("cn=staff", "owner", "uid=bob,dc=example,dc=com");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"u:bob", "bob", "dn:uid=bob,dc=example,dc=com"})
  void aPasswordIsChangedOnlyOfAnIdentityThatIsADn(String identity) throws Exception {
    agree(
        session -> {
          session.bind("uid=stable", "right");
          session.changePasswordOf(identity, "right", "better");
          session.changePasswordOf("uid=stable,dc=example,dc=com", "right", "right");
          session.bind("uid=stable", "right");
        });
  }

  @Test
  void memberOfFollowsTheGroups() throws Exception {
    agree(
        session -> {
          session.change(
              "dn: cn=new,dc=example,dc=com",
              "changetype: add",
              "objectClass: groupOfNames",
              "cn: new",
              "member: uid=careful,dc=example,dc=com");
          session.read("uid=careful", "memberOf", "memberOf");
          session.change(
              "dn: cn=new,dc=example,dc=com",
              "changetype: modify",
              "add: member",
              "member: uid=aging,dc=example,dc=com");
          session.read("uid=aging", "memberOf", "memberOf");
          session.change(
              "dn: cn=new,dc=example,dc=com",
              "changetype: modrdn",
              "newrdn: cn=newer",
              "deleteoldrdn: 1");
          session.read("uid=aging", "memberOf", "memberOf");
          session.change("dn: cn=newer,dc=example,dc=com", "changetype: delete");
          session.read("uid=aging", "memberOf", "memberOf");
        });
  }
}
