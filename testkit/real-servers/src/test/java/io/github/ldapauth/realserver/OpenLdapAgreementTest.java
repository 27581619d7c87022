// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import static io.github.ldapauth.realserver.Stories.base;
import static io.github.ldapauth.realserver.Stories.group;
import static io.github.ldapauth.realserver.Stories.person;
import static io.github.ldapauth.realserver.Stories.time;

import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The test kit like OpenLDAP, and slapd: the same stories, the same answers. */
class OpenLdapAgreementTest {

  private static final Duration MAX_AGE = Duration.ofDays(90);

  private static Slapd slapd;
  private static TestDirectory kit;

  @BeforeAll
  static void start() {
    String ldif =
        base()
            + policy()
            + person("alice")
            + person("bob")
            + person("careless")
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
    slapd =
        Slapd.startWithPolicy(
            TestCertificates.forHosts("127.0.0.1"), ldif, "cn=policy,dc=example,dc=com");
    kit =
        TestDirectory.builder()
            .like(ServerKind.OPEN_LDAP)
            .passwordPolicy(
                policy ->
                    policy
                        .lockAfter(3)
                        .lockFor(Duration.ofHours(1))
                        .maxAge(MAX_AGE)
                        .warnBefore(Duration.ofDays(1))
                        .graceLogins(2))
            .ldif(ldif)
            .start();
  }

  private static String policy() {
    return """
        dn: cn=policy,dc=example,dc=com
        objectClass: device
        objectClass: pwdPolicy
        cn: policy
        pwdAttribute: userPassword
        pwdLockout: TRUE
        pwdMaxFailure: 3
        pwdLockoutDuration: 3600
        pwdMaxAge: %d
        pwdExpireWarning: 86400
        pwdGraceAuthNLimit: 2
        pwdAllowUserChange: TRUE
        pwdMustChange: TRUE

        """
        .formatted(MAX_AGE.toSeconds());
  }

  @AfterAll
  static void stop() {
    if (slapd != null) {
      slapd.close();
      kit.close();
    }
  }

  private static void agree(Consumer<Session> story) throws Exception {
    Session toSlapd = new Session(slapd.connect(), Session.connect(slapd.hostAndPort()));
    Session toKit =
        new Session(Session.connect(kit.hostAndPort()), Session.connect(kit.hostAndPort()));
    Stories.agree(story, toSlapd, toKit);
  }

  @Test
  void wrongPasswordsLock() throws Exception {
    agree(
        session -> {
          for (int attempt = 1; attempt <= 4; attempt++) {
            session.bind("uid=careless", "wrong");
            session.count("uid=careless", "pwdFailureTime");
          }
          session.bind("uid=careless", "right");
          session.bindPlainly("uid=careless", "right");
        });
  }

  @Test
  void theRightPasswordForgetsTheWrongOnes() throws Exception {
    agree(
        session -> {
          for (int attempt = 1; attempt <= 3; attempt++) {
            session.bind("uid=careful", "wrong");
            session.bind("uid=careful", "right");
            session.count("uid=careful", "pwdFailureTime");
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"disabled", "locked", "notyet", "ended", "old", "oldest", "aging"})
  void accountsAreInTheStateThatTheirAttributesSay(String user) throws Exception {
    agree(
        session -> {
          session.bind("uid=" + user, "wrong");
          session.bindPlainly("uid=" + user, "wrong");
          session.bind("uid=" + user, "right");
          session.bindPlainly("uid=" + user, "right");
          session.bind("uid=" + user, "right");
        });
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

  @ParameterizedTest
  @ValueSource(strings = {"alice", "uid=alice,,dc=x", "AD\\alice", "alice@example.com", ""})
  void namesThatAreNoDnAreRefused(String name) throws Exception {
    agree(
        session -> {
          session.bindPlainly(name, "right");
          session.whoAmI();
        });
  }

  @Test
  void refusedBindsGiveNothingAway() throws Exception {
    agree(
        session -> {
          session.bind("uid=alice", "wrong");
          session.bind("uid=nobody", "right");
          session.bind("cn=staff", "right");
          session.bindPlainly("uid=alice", "");
          session.bind("uid=alice", "right");
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
  void memberOfCanBeCompared() throws Exception {
    agree(
        session -> {
          session.bind("uid=bob", "right");
          session.compare("uid=alice", "memberOf", "CN=Staff, DC=example,DC=com");
          session.compare("uid=alice", "memberOf", "cn=other,dc=example,dc=com");
          session.compare("uid=bob", "memberOf", "cn=staff,dc=example,dc=com");
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

  @Test
  void membersFollowTheRenameAndTheDeleteOfAPerson() throws Exception {
    agree(
        session -> {
          session.change(
              "dn: uid=alicia,dc=example,dc=com",
              "changetype: add",
              "objectClass: account",
              "uid: alicia");
          session.change(
              "dn: cn=crew,dc=example,dc=com",
              "changetype: modify",
              "add: member",
              "member: uid=alicia,dc=example,dc=com");
          session.change(
              "dn: uid=alicia,dc=example,dc=com",
              "changetype: modrdn",
              "newrdn: uid=alison",
              "deleteoldrdn: 1");
          session.awaitOtherThan("cn=crew", "member", "uid=alicia,dc=example,dc=com");
          session.read("cn=crew", "member");
          session.change("dn: uid=alison,dc=example,dc=com", "changetype: delete");
          session.awaitOtherThan("cn=crew", "member", "uid=alison,dc=example,dc=com");
          session.read("cn=crew", "member");
        });
  }
}
