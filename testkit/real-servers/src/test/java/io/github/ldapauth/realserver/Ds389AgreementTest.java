// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import io.github.ldapauth.testkit.ServerKind;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The test kit like 389 Directory Server agrees with that server. */
class Ds389AgreementTest extends PasswordStories {

  Ds389AgreementTest() {
    super(ServerKind.DIRECTORY_389);
  }

  @Override
  String ldif() {
    return base()
        + active("alice", "objectClass: inetUser", "memberOf: cn=staff,dc=example,dc=com")
        + active("bob")
        + active("stable")
        + active("hashed")
        + active("careless")
        + active("careful")
        + active("disabled", "nsAccountLock: TRUE")
        + active("enabled", "nsAccountLock: FALSE")
        + active(
            "locked", "passwordRetryCount: 3", "accountUnlockTime: " + time(Duration.ofHours(1)))
        + active("uncounted", "accountUnlockTime: " + time(Duration.ofHours(1)))
        + active(
            "unlocked",
            "passwordRetryCount: 3",
            "retryCountResetTime: " + time(Duration.ofMinutes(5)),
            "accountUnlockTime: 20200101000000Z")
        + active(
            "forgiven",
            "passwordRetryCount: 3",
            "retryCountResetTime: 20200101000000Z",
            "accountUnlockTime: 20200101000000Z")
        + user("old", "passwordExpirationTime: 20200101000000Z")
        + user("oldest", "passwordExpirationTime: 20200101000000Z", "passwordGraceUserTime: 2")
        + user("aging", "passwordExpirationTime: " + time(Duration.ofHours(2)))
        + user(
            "warned",
            "passwordExpirationTime: " + time(Duration.ofHours(2)),
            "passwordExpWarned: 1")
        + user("reset", "passwordExpirationTime: 19700101000000Z")
        + user("forgetful", "passwordExpirationTime: 19700101000000Z")
        + user("bound", "passwordExpirationTime: 19700101000000Z")
        + active("choosy")
        + group("staff", "uid=alice")
        + group("all", "cn=staff")
        + group("everybody", "cn=all")
        + group("ring", "cn=everybody")
        + group("crew", "uid=alice", "uid=bob");
  }

  @Override
  RealServer startServer(String ldif) {
    return Ds389.start(
        CERTIFICATES,
        ldif,
        Map.ofEntries(
            Map.entry("passwordLockout", "on"),
            Map.entry("passwordMaxFailure", String.valueOf(LOCK_AFTER)),
            Map.entry("passwordLockoutDuration", String.valueOf(LOCK.toSeconds())),
            Map.entry("passwordExp", "on"),
            Map.entry("passwordMaxAge", String.valueOf(MAX_AGE.toSeconds())),
            Map.entry("passwordWarning", String.valueOf(WARNING.toSeconds())),
            Map.entry("passwordGraceLimit", String.valueOf(GRACE_LOGINS)),
            Map.entry("passwordMustChange", "on"),
            Map.entry("passwordMinLength", String.valueOf(MIN_LENGTH)),
            Map.entry("passwordMinCategories", "1"),
            Map.entry("passwordInHistory", String.valueOf(HISTORY))));
  }

  /** Returns a user whose password need not be changed, in spite of passwordMustChange. */
  private static String active(String name, String... more) {
    return user(name, "passwordExpirationTime: " + time(MAX_AGE)).stripTrailing()
        + "\n"
        + String.join("\n", more)
        + "\n\n";
  }

  @Override
  Stream<String> usersInStates() {
    return Stream.of(
        "disabled",
        "enabled",
        "locked",
        "uncounted",
        "unlocked",
        "forgiven",
        "old",
        "oldest",
        "aging",
        "warned");
  }

  @Override
  void readFailures(Session session, String user) {
    session.read(user, "passwordRetryCount", "passwordRetryCount");
  }

  /** The server answers before it has noted that the password must be changed. */
  @Override
  void setPassword(Session session, String user, String password) {
    String before = time(Duration.ofDays(1000));
    session.replace(user, "passwordExpirationTime", before);
    session.replace(user, "userPassword", password);
    session.awaitOtherThan(user, "passwordExpirationTime", before);
    session.replace(user, "passwordExpirationTime", time(MAX_AGE));
  }

  @Override
  void whileBindIsRequired(Check check) throws Exception {
    whileSet("cn=config", "nsslapd-allow-anonymous-access", "rootdse", "on", check);
  }

  @Override
  void whileTlsIsRequired(Check check) throws Exception {
    whileSet("cn=config", "nsslapd-require-secure-binds", "on", "off", check);
  }

  @Override
  void whilePasswordsAreChecked(Check check) throws Exception {
    whileSet(
        "cn=config",
        "passwordCheckSyntax",
        "on",
        "off",
        any -> whileSet("cn=config", "passwordHistory", "on", "off", check));
  }

  /** The server answers 0 or 53 to other requests, which depends on whether it is done. */
  @Override
  void readAfterPasswordChange(Session session, String user) {
    session.awaitOtherThan(user, "passwordExpirationTime", "19700101000000Z");
  }

  /** OpenLDAP needs the module pw-sha2 or pw-pbkdf2 for these. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{SSHA256}GqW2NsRvNhUmWkUh12o6omJqYlbRlP1yXCwuBl3ZktlzYWx0",
        "{SSHA512}hlZQ6o5lJ2xNb8/0qPDEpfLdxoGRylRfe9x6F2JSd7iefzH40tlJ+g5nVrbCezau5yKED45/isXhePkW034cbnNhbHRzYWx0",
        "{PBKDF2-SHA256}10$c2FsdHNhbHRzYWx0c2FsdA$bFMwRwpZPtjGvst77bfkX6P1DEoEYRSYbSPgQqtMSkY",
        "{PBKDF2-SHA512}10$c2FsdHNhbHRzYWx0c2FsdA$OfSlwEiBlAbU2X1hAE2lR0FOOgDY/l.GzUYGBS3Xu.QFnH9NKBXFro1vAJZBxuS/0HfP.vNDG2xbNT4VdwrP9A",
        "{PBKDF2_SHA256}AAAACnNhbHRzYWx0c2FsdHNhbHRzYWx0c2FsdHNhbHRzYWx0c2FsdHNhbHRzYWx0c2FsdHNhbHRzYWx0c2FsdHNhbHTpO+hN61JRImcc4OMB4dTUAxcNCBZ6lbjFtyBBrFoau2TZ5Rle1tfdc3nUMTsItI0qr6k2FMXOzSZfHIOaGjXaBIQj1pQ6Q2GpLdSuyzCunRAxytisPv4fJJ7CZ9+KzbpkqetD/5tK4A5riTNQzbvykR3xssFjq1EZdxWG5cWNE7Fkg5KEOSJaGZn5+jjBp92NpmSbvxKLvL21lpXmkGKjUBS0eeG8lFfySjS2V8os7mk3RKRZqCf7Im0mKr4EUzAZMcUrNAPDODD/M346Davnmxu6nV1fWDjr0hjSk/Bp5AJ3gnEzdfPJyzMmW4jC9y8JQNsWLhSsq6B3Ab5xt9Te"
      })
  void longerHashIsNotThePassword(String hash) throws Exception {
    agree(session -> bindWithHash(session, hash));
  }

  @Test
  void passwordModifyOperationNeedsTls() throws Exception {
    agree(
        session -> {
          session.bindPlainly("uid=bob", "right");
          session.changePassword("right", "better");
          session.bindPlainly("uid=bob", "right");
        });
  }

  @Test
  void administratorDisablesAndEnables() throws Exception {
    agree(
        session -> {
          session.change(
              "dn: uid=bob,dc=example,dc=com",
              "changetype: modify",
              "replace: nsAccountLock",
              "nsAccountLock: true");
          session.bind("uid=bob", "right");
          session.change(
              "dn: uid=bob,dc=example,dc=com", "changetype: modify", "delete: nsAccountLock");
          session.bind("uid=bob", "right");
        });
  }

  @Test
  void memberOfNamesNestedGroupsAndEndsCycles() throws Exception {
    agree(
        session -> {
          session.change(
              "dn: cn=everybody,dc=example,dc=com",
              "changetype: modify",
              "add: member",
              "member: cn=ring,dc=example,dc=com");
          session.read("uid=alice", "memberOf");
          session.read("uid=alice", "memberOf", "*");
          session.read("uid=alice", "memberOf", "cn");
          session.read("cn=staff", "memberOf");
          session.read("cn=everybody", "memberOf");
          session.read("cn=ring", "memberOf");
          session.find("(memberOf=cn=everybody,dc=example,dc=com)");
          session.find("(memberOf=CN=All, DC=example,DC=com)");
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
              "member: cn=crew,dc=example,dc=com");
          session.read("uid=bob", "memberOf");
          session.change(
              "dn: cn=crew,dc=example,dc=com",
              "changetype: modify",
              "add: member",
              "member: uid=aging,dc=example,dc=com");
          session.read("uid=aging", "memberOf");
          session.change("dn: cn=new,dc=example,dc=com", "changetype: delete");
          session.read("uid=aging", "memberOf");
        });
  }

  @Test
  void operationalAttributesComeByNameOrByPlusOnly() throws Exception {
    agree(
        session -> {
          for (String attribute : new String[] {"nsUniqueId", "nsAccountLock"}) {
            session.has("uid=enabled", attribute, "*");
            session.has("uid=enabled", attribute, attribute);
          }
          session.has("uid=enabled", "nsUniqueId", "+");
        });
  }
}
