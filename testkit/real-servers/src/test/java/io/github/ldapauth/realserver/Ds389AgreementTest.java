// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import static io.github.ldapauth.realserver.Stories.base;
import static io.github.ldapauth.realserver.Stories.group;
import static io.github.ldapauth.realserver.Stories.person;
import static io.github.ldapauth.realserver.Stories.time;

import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The test kit like 389 Directory Server, and that server: the same stories and answers. */
class Ds389AgreementTest {

  private static final Duration MAX_AGE = Duration.ofDays(90);

  private static Ds389 server;
  private static TestDirectory kit;

  @BeforeAll
  static void start() {
    String ldif =
        base()
            + active("alice")
            + active("bob")
            + active("careless")
            + active("careful")
            + active("disabled", "nsAccountLock: TRUE")
            + active("enabled", "nsAccountLock: FALSE")
            + active(
                "locked",
                "passwordRetryCount: 3",
                "accountUnlockTime: " + time(Duration.ofHours(1)))
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
            + person("old", "passwordExpirationTime: 20200101000000Z")
            + person(
                "oldest", "passwordExpirationTime: 20200101000000Z", "passwordGraceUserTime: 2")
            + person("aging", "passwordExpirationTime: " + time(Duration.ofHours(2)))
            + person(
                "warned",
                "passwordExpirationTime: " + time(Duration.ofHours(2)),
                "passwordExpWarned: 1")
            + person("reset", "passwordExpirationTime: 19700101000000Z")
            + group("staff", "uid=alice")
            + group("all", "cn=staff")
            + group("everybody", "cn=all")
            + group("ring", "cn=everybody")
            + group("crew", "uid=alice", "uid=bob");
    server =
        Ds389.start(
            ldif,
            Map.of(
                "passwordLockout", "on",
                "passwordMaxFailure", "3",
                "passwordLockoutDuration", "3600",
                "passwordExp", "on",
                "passwordMaxAge", String.valueOf(MAX_AGE.toSeconds()),
                "passwordWarning", "86400",
                "passwordGraceLimit", "2",
                "passwordMustChange", "on"));
    kit =
        TestDirectory.builder()
            .like(ServerKind.DIRECTORY_389)
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

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
      kit.close();
    }
  }

  /**
   * Describes a person with a good password, which passwordMustChange makes no matter of course.
   */
  private static String active(String name, String... more) {
    return person(name, "passwordExpirationTime: " + time(MAX_AGE)).stripTrailing()
        + "\n"
        + String.join("\n", more)
        + "\n\n";
  }

  private static void agree(Consumer<Session> story) throws Exception {
    Session toServer = new Session(server.connect(), Session.connect(server.hostAndPort()));
    Session toKit =
        new Session(Session.connect(kit.hostAndPort()), Session.connect(kit.hostAndPort()));
    Stories.agree(story, toServer, toKit);
  }

  @Test
  void wrongPasswordsLock() throws Exception {
    agree(
        session -> {
          for (int attempt = 1; attempt <= 4; attempt++) {
            session.bind("uid=careless", "wrong");
          }
          session.bind("uid=careless", "right");
          session.bindPlainly("uid=careless", "right");
          session.read("uid=careless", "passwordRetryCount", "passwordRetryCount");
        });
  }

  @Test
  void theRightPasswordForgetsTheWrongOnes() throws Exception {
    agree(
        session -> {
          for (int attempt = 1; attempt <= 3; attempt++) {
            session.bind("uid=careful", "wrong");
            session.bind("uid=careful", "right");
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "disabled",
        "enabled",
        "locked",
        "uncounted",
        "unlocked",
        "forgiven",
        "old",
        "oldest",
        "aging",
        "warned"
      })
  void accountsAreInTheStateThatTheirAttributesSay(String user) throws Exception {
    agree(
        session -> {
          session.bind("uid=" + user, "wrong");
          session.bind("uid=" + user, "right");
          session.bindPlainly("uid=" + user, "right");
          session.bindPlainly("uid=" + user, "wrong");
          session.bind("uid=" + user, "right");
        });
  }

  @Test
  void aPasswordThatMustBeChangedLetsNothingElseBeDoneUntilTheNextBind() throws Exception {
    agree(
        session -> {
          session.bindPlainly("uid=reset", "right");
          session.readBase();
          session.readRootDse();
          session.compare("uid=reset", "cn", "reset");
          session.set("uid=reset", "cn", "new");
          session.set("uid=reset", "userPassword", "much-better");
          // What the server answers now, 0 or 53, depends on whether it has noted the change yet.
          session.awaitOtherThan("uid=reset", "passwordExpirationTime", "19700101000000Z");
          session.bind("uid=reset", "much-better");
          session.readBase();
        });
  }

  @Test
  void anAdministratorDisablesAndEnables() throws Exception {
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

  @ParameterizedTest
  @ValueSource(strings = {"alice", "uid=alice,,dc=x", "AD\\alice", "alice@example.com", ""})
  void namesThatAreNoDn(String name) throws Exception {
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
  void memberOfNamesTheGroupsOfGroupsTooAndEndsCycles() throws Exception {
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
  void memberOfCanBeCompared() throws Exception {
    agree(
        session -> {
          session.bind("uid=bob", "right");
          session.compare("uid=alice", "memberOf", "cn=staff,dc=example,dc=com");
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
  void membersFollowTheRenameAndTheDeleteOfAPerson() throws Exception {
    agree(
        session -> {
          session.change(
              "dn: uid=alicia,dc=example,dc=com",
              "changetype: add",
              "objectClass: account",
              "uid: alicia");
          session.change(
              "dn: cn=all,dc=example,dc=com",
              "changetype: modify",
              "add: member",
              "member: uid=alicia,dc=example,dc=com");
          session.change(
              "dn: uid=alicia,dc=example,dc=com",
              "changetype: modrdn",
              "newrdn: uid=alison",
              "deleteoldrdn: 1");
          session.read("cn=all", "member");
          session.change("dn: uid=alison,dc=example,dc=com", "changetype: delete");
          session.read("cn=all", "member");
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
