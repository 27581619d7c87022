// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.util.StaticUtils;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tells stories to a real server and to the test kit that is like it, which hold the same LDIF: the
 * answers must be the same. What is here is told of each server that has a password policy.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AgreementStories {

  static final int LOCK_AFTER = 3;
  static final int GRACE_LOGINS = 2;
  static final Duration MAX_AGE = Duration.ofDays(90);
  static final Duration LOCK = Duration.ofHours(1);
  static final Duration WARNING = Duration.ofDays(1);

  private final ServerKind kind;
  private @Nullable RealServer server;
  private @Nullable TestDirectory kit;

  AgreementStories(ServerKind kind) {
    this.kind = kind;
  }

  /** Returns what both hold. */
  abstract String ldif();

  /** Starts the server, with the password policy of the kit. */
  abstract RealServer startServer(String ldif);

  /** Returns the people whose accounts are in some state. */
  abstract Stream<String> peopleInStates();

  /** Writes down how many wrong passwords are known. */
  abstract void readFailures(Session session, String user);

  @BeforeAll
  void start() {
    String ldif = ldif();
    server = startServer(ldif);
    kit =
        TestDirectory.builder()
            .like(kind)
            .passwordPolicy(
                policy ->
                    policy
                        .lockAfter(LOCK_AFTER)
                        .lockFor(LOCK)
                        .maxAge(MAX_AGE)
                        .warnBefore(WARNING)
                        .graceLogins(GRACE_LOGINS))
            .ldif(ldif)
            .start();
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
    if (kit != null) {
      kit.close();
    }
  }

  /** Tells one story to both, and compares what they answer. */
  final void agree(Consumer<Session> story) throws Exception {
    String kitAddress = kit.hostAndPort();
    try (Session toServer = new Session(server.connect(), Session.connect(server.hostAndPort()));
        Session toKit = new Session(Session.connect(kitAddress), Session.connect(kitAddress))) {
      story.accept(toServer);
      story.accept(toKit);
      assertThat(toKit.answers()).isNotEmpty().isEqualTo(toServer.answers());
    }
  }

  static String base() {
    return entry("dc=example,dc=com", "objectClass: domain\ndc: example");
  }

  /** Describes a person whose password is {@code right}. */
  static String person(String name, String... more) {
    String person =
        """
        objectClass: inetOrgPerson
        uid: %1$s
        cn: %1$s
        sn: %1$s
        userPassword: right"""
            .formatted(name);
    return entry(Session.dn("uid=" + name), person, more);
  }

  /** Describes a group of people and groups, who are given by their RDNs. */
  static String group(String name, String... members) {
    return entry(
        Session.dn("cn=" + name),
        "objectClass: groupOfNames\ncn: " + name,
        Stream.of(members).map(member -> "member: " + Session.dn(member)).toArray(String[]::new));
  }

  private static String entry(String dn, String attributes, String... more) {
    String last = more.length == 0 ? "" : String.join("\n", more) + "\n";
    return "dn: " + dn + "\n" + attributes + "\n" + last + "\n";
  }

  /** Returns a time as attributes hold it, to the second. */
  static String time(Duration fromNow) {
    return StaticUtils.encodeGeneralizedTime(Date.from(Instant.now().plus(fromNow)))
        .replaceAll("\\..*Z", "Z");
  }

  @Test
  void wrongPasswordsLock() throws Exception {
    agree(
        session -> {
          for (int attempt = 1; attempt <= 4; attempt++) {
            session.bind("uid=careless", "wrong");
            readFailures(session, "uid=careless");
          }
          session.bind("uid=careless", "right");
          session.bindPlainly("uid=careless", "right");
          readFailures(session, "uid=careless");
        });
  }

  @Test
  void theRightPasswordForgetsTheWrongOnes() throws Exception {
    agree(
        session -> {
          for (int attempt = 1; attempt <= 3; attempt++) {
            session.bind("uid=careful", "wrong");
            session.bind("uid=careful", "right");
            readFailures(session, "uid=careful");
          }
        });
  }

  @ParameterizedTest
  @MethodSource("peopleInStates")
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
  void anAttributeThatIsNotThereCannotBeCompared() throws Exception {
    agree(
        session -> {
          session.bind("uid=bob", "right");
          session.compare("uid=bob", "cn", "bob");
          session.compare("uid=bob", "cn", "alice");
          session.compare("uid=bob", "mail", "bob@example.com");
          session.compare("uid=bob", "seeAlso", "uid=bob,dc=example,dc=com");
        });
  }

  @Test
  void filtersTakeADnInAnySpelling() throws Exception {
    agree(
        session -> {
          session.change(
              "dn: cn=owned,dc=example,dc=com",
              "changetype: add",
              "objectClass: groupOfUniqueNames",
              "cn: owned",
              "uniqueMember: uid=careful,dc=example,dc=com",
              "owner: uid=careful,dc=example,dc=com",
              "seeAlso: uid=careful,dc=example,dc=com",
              "description: uid=careful,dc=example,dc=com");
          for (String attribute : new String[] {"uniqueMember", "owner", "seeAlso"}) {
            session.find("(" + attribute + "=UID=Careful, DC=example,DC=com)");
            session.find("(" + attribute + "=uid=care\\5c66ul,dc=example,dc=com)");
            session.find("(&(cn=owned)(!(" + attribute + "=UID=Careful, DC=example,DC=com)))");
            session.find("(" + attribute + "=uid=nobody,dc=example,dc=com)");
          }
          session.find("(description=uid=careful,  dc=example,dc=com)");
          session.find("(member=CN=Staff, DC=example,DC=com)");
          session.change("dn: cn=owned,dc=example,dc=com", "changetype: delete");
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
