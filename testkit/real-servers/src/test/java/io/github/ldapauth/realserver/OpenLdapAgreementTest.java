// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The test kit like OpenLDAP agrees with slapd. */
class OpenLdapAgreementTest extends PasswordStories {

  OpenLdapAgreementTest() {
    super(ServerKind.OPEN_LDAP);
  }

  @Override
  String ldif() {
    return base()
        + policy()
        + user("alice")
        + user("bob")
        + user("hashed")
        + user("careless")
        + user("stable")
        + user("careful")
        + user("disabled", "pwdAccountLockedTime: 000001010000Z")
        + user("locked", "pwdAccountLockedTime: " + time(Duration.ofMinutes(-30)))
        + user(
            "unlocked",
            "pwdAccountLockedTime: " + time(Duration.ofHours(-2)),
            "pwdFailureTime: 20260101000000.000001Z",
            "pwdFailureTime: 20260101000000.000002Z",
            "pwdFailureTime: 20260101000000.000003Z")
        + user("notyet", "pwdStartTime: " + time(Duration.ofHours(2)))
        + user("ended", "pwdEndTime: " + time(Duration.ofHours(-2)))
        + user("old", "pwdChangedTime: 20200101000000Z")
        + user(
            "oldest",
            "pwdChangedTime: 20200101000000Z",
            "pwdGraceUseTime: 20260101000000.000001Z",
            "pwdGraceUseTime: 20260101000000.000002Z")
        + user("aging", "pwdChangedTime: " + time(MAX_AGE.negated().plusHours(2)))
        + user("reset", "pwdReset: TRUE")
        + user("forgetful", "pwdReset: TRUE")
        + user("bound", "pwdReset: TRUE")
        + user("choosy")
        + group("staff", "uid=alice")
        + group("all", "cn=staff")
        + group("crew", "uid=alice", "uid=bob");
  }

  @Override
  RealServer startServer(String ldif) {
    return Slapd.startWithPolicy(CERTIFICATES, ldif, "cn=policy,dc=example,dc=com");
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
  Stream<String> usersInStates() {
    return Stream.of("disabled", "locked", "notyet", "ended", "old", "oldest", "aging");
  }

  @Override
  void readFailures(Session session, String user) {
    session.count(user, "pwdFailureTime");
  }

  @Override
  void awaitLocks() {
    Slapd.awaitLocks();
  }

  @Override
  void setPassword(Session session, String user, String password) {
    session.replace(user, "userPassword", password);
    session.replace(user, "pwdReset");
  }

  @Override
  void whileBindIsRequired(Check check) throws Exception {
    try (Slapd strict =
        Slapd.startWithAccess(
            CERTIFICATES,
            base() + user("alice"),
            "require authc\naccess to attrs=userPassword by * auth\naccess to * by * read")) {
      check.on(strict);
    }
  }

  @Override
  void whileTlsIsRequired(Check check) throws Exception {
    try (Slapd strict = Slapd.startReadable(CERTIFICATES, base() + user("alice"))) {
      Path file = strict.folder().resolve("slapd.conf");
      Files.writeString(file, "security simple_bind=1\n" + Files.readString(file));
      strict.restart();
      check.on(strict);
    }
  }

  @Override
  void whilePasswordsAreChecked(Check check) throws Exception {
    String policy = "cn=policy,dc=example,dc=com";
    whileSet(
        policy,
        "pwdCheckQuality",
        "2",
        "0",
        any ->
            whileSet(
                policy,
                "pwdMinLength",
                String.valueOf(MIN_LENGTH),
                "0",
                one -> whileSet(policy, "pwdInHistory", String.valueOf(HISTORY), "0", check)));
  }

  @Override
  void readAfterPasswordChange(Session session, String user) {
    session.readBase();
    session.count(user, "pwdReset");
  }

  @Test
  void secondWrongPasswordAfterALockLocksAgain() throws Exception {
    agree(
        session -> {
          session.bind("uid=unlocked", "wrong");
          session.bind("uid=unlocked", "wrong");
          awaitLocks();
          session.bind("uid=unlocked", "wrong");
        });
  }

  @Test
  void newPasswordUnlocks() throws Exception {
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
  void comparesMatchADnInAnySpelling() throws Exception {
    agree(
        session -> {
          session.bind("uid=bob", "right");
          session.compare("uid=alice", "memberOf", "CN=Staff, DC=example,DC=com");
          session.compare("cn=staff", "member", "UID=Alice, DC=example,DC=com");
          session.compare("cn=staff", "member", "uid=bob,dc=example,dc=com");
          session.compare("cn=staff", "owner", "uid=bob,dc=example,dc=com");
        });
  }

  /** The LDIF of slapcat(8) has what the server itself records, too. */
  @Test
  void exportOfTheServerMakesTheSameDirectory() throws Exception {
    String alice = Session.dn("uid=alice");
    Slapd slapd = (Slapd) server();
    String ldif = SlapdProcess.export(slapd.folder(), slapd.base());
    assertThat(ldif).contains("memberOf: cn=staff,dc=example,dc=com", "entryCSN: ");
    try (TestDirectory copy =
        TestDirectory.builder()
            .like(ServerKind.OPEN_LDAP)
            .administrator(server().administratorDn(), server().administratorPassword())
            .schemaChecked()
            .ldif(ldif)
            .start()) {
      agree(
          server(),
          copy,
          session -> {
            session.bindPlainly("uid=alice", "right");
            session.names(alice);
            session.names(alice, "*");
            session.names(alice, "entryCSN", "structuralObjectClass", "memberOf");
            session.readAt(alice, "entryCSN");
            session.readAt(alice, "entryUUID");
            session.readAt(alice, "createTimestamp");
            session.has("uid=alice", "structuralObjectClass", "+");
            session.read("uid=alice", "memberOf");
            session.read("uid=alice", "memberOf", "+");
            session.read("uid=alice", "memberOf", "memberOf");
            session.find("(memberOf=cn=staff,dc=example,dc=com)");
            for (String change : new String[] {"add", "delete"}) {
              session.change(
                  "dn: cn=staff,dc=example,dc=com",
                  "changetype: modify",
                  change + ": member",
                  "member: uid=bob,dc=example,dc=com");
              session.read("uid=bob", "memberOf", "memberOf");
            }
          });
    }
  }

  @Test
  void passwordModifyOperationHashes() throws Exception {
    agree(
        session -> {
          session.bind("uid=stable", "right");
          session.passwordScheme("uid=stable");
          session.changePassword("right", "better");
          session.passwordScheme("uid=stable");
          session.bind("uid=stable", "better");
          session.changePassword("better", "right");
        });
  }

  @Test
  void passwordModifyOperationChecksTheOldPassword() throws Exception {
    agree(
        session -> {
          session.bind("uid=stable", "right");
          session.changePassword("wrong", "better");
          session.changePasswordOf("uid=stable,dc=example,dc=com", "wrong", "better");
          session.bind("uid=stable", "right");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"u:bob", "bob", "dn:uid=bob,dc=example,dc=com"})
  void identityOfAPasswordChangeMustBeADn(String identity) throws Exception {
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
