// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.util.StaticUtils;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Stories for a real server and for the test kit like it, which hold the same LDIF: the answers
 * must be the same. The stories here are for each server with a password policy.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AgreementStories {

  static final TestCertificates CERTIFICATES = TestCertificates.forHosts("127.0.0.1");
  static final int LOCK_AFTER = 3;
  static final int GRACE_LOGINS = 2;
  static final Duration MAX_AGE = Duration.ofDays(90);
  static final Duration LOCK = Duration.ofHours(1);
  static final Duration WARNING = Duration.ofDays(1);

  final ServerKind kind;
  private @Nullable RealServer server;
  private @Nullable TestDirectory kit;

  AgreementStories(ServerKind kind) {
    this.kind = kind;
  }

  /** Returns the entries of both. */
  abstract String ldif();

  /** Starts the server, with the password policy of the kit. */
  abstract RealServer startServer(String ldif);

  /** Returns the users whose accounts are in some state. */
  abstract Stream<String> usersInStates();

  /** Records how many wrong passwords are counted. */
  abstract void readFailures(Session session, String user);

  /** Waits until the server heeds the locks that it has set. Most servers do so at once. */
  void awaitLocks() {}

  @BeforeAll
  void start() {
    String ldif = ldif();
    server = startServer(ldif);
    kit =
        TestDirectory.builder()
            .like(kind)
            .tls(CERTIFICATES)
            .administrator(server.administratorDn(), server.administratorPassword())
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

  /** Lets the server require a bind for searches while a check runs. */
  abstract void whileBindIsRequired(Check check) throws Exception;

  /** Lets the server refuse passwords without TLS while a check runs. */
  abstract void whileTlsIsRequired(Check check) throws Exception;

  /** Reads the root DSE while a bind is required, which most servers allow. */
  void readRootDseWithoutABind(Session session) {
    session.readRootDse();
  }

  /** Waits until a member has left a group, as some servers answer before they are done. */
  void awaitMembersOtherThan(Session session, String former) {
    session.awaitOtherThan("cn=crew", "member", former);
  }

  /** Checks a server. */
  interface Check {
    void on(RealServer server) throws Exception;
  }

  /** Checks the server while a setting of it has another value than usual, which may be none. */
  final void whileSet(
      String entry, String setting, String value, @Nullable String usual, Check check)
      throws Exception {
    try (LDAPConnection administrator = server.connect()) {
      administrator.modify(entry, new Modification(ModificationType.REPLACE, setting, value));
      try {
        check.on(server);
      } finally {
        administrator.modify(
            entry,
            usual == null
                ? new Modification(ModificationType.REPLACE, setting)
                : new Modification(ModificationType.REPLACE, setting, usual));
      }
    }
  }

  final RealServer server() {
    return server;
  }

  /** Tells one story to both, and compares their answers. */
  final void agree(Consumer<Session> story) throws Exception {
    agree(server, kit, story);
  }

  static void agree(RealServer server, TestDirectory kit, Consumer<Session> story)
      throws Exception {
    try (Session toServer = new Session(server.connect(), Session.connect(server.hostAndPort()))) {
      agree(toServer, kit, story);
    }
  }

  /** Tells a story to both that needs no administrator. */
  private static void agreeAnonymously(
      RealServer server, TestDirectory kit, Consumer<Session> story) throws Exception {
    try (Session toServer = Session.anonymous(server.hostAndPort())) {
      agree(toServer, kit, story);
    }
  }

  private static void agree(Session toServer, TestDirectory kit, Consumer<Session> story)
      throws Exception {
    try (Session toKit = Session.anonymous(kit.hostAndPort())) {
      story.accept(toServer);
      story.accept(toKit);
      assertThat(toKit.answers()).isNotEmpty().isEqualTo(toServer.answers());
    }
  }

  static String base() {
    return entry("dc=example,dc=com", "objectClass: domain\ndc: example");
  }

  /** Returns an entry that the kit has in any case. */
  static String unit(String name) {
    return entry(
        "ou=" + name + ",dc=example,dc=com", "objectClass: organizationalUnit\nou: " + name);
  }

  /** Returns a user whose password is {@code right}. */
  static String user(String name, String... more) {
    String user =
        """
        objectClass: inetOrgPerson
        uid: %1$s
        cn: %1$s
        sn: %1$s
        userPassword: right"""
            .formatted(name);
    return entry(Session.dn("uid=" + name), user, more);
  }

  /** Returns a group of users and groups, which are given by their RDNs. */
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

  /** Formats a time to the second. */
  static String time(Duration fromNow) {
    return StaticUtils.encodeGeneralizedTime(Date.from(Instant.now().plus(fromNow)))
        .replaceAll("\\..*Z", "Z");
  }

  @Test
  void wrongPasswordsLock() throws Exception {
    agree(
        session -> {
          for (int attempt = 1; attempt <= LOCK_AFTER; attempt++) {
            session.bind("uid=careless", "wrong");
            readFailures(session, "uid=careless");
          }
          awaitLocks();
          session.bind("uid=careless", "wrong");
          readFailures(session, "uid=careless");
          session.bind("uid=careless", "right");
          session.bindPlainly("uid=careless", "right");
          readFailures(session, "uid=careless");
        });
  }

  @Test
  void rightPasswordClearsTheWrongOnes() throws Exception {
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
  @MethodSource("usersInStates")
  void attributesDecideTheStateOfAnAccount(String user) throws Exception {
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
  void namesThatAreNotDns(String name) throws Exception {
    agree(
        session -> {
          session.bindPlainly(name, "right");
          session.whoAmI();
        });
  }

  @Test
  void refusedBindsLookAlike() throws Exception {
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
  void startTlsSucceedsOnceAndKeepsTheUserOrNot() throws Exception {
    SSLContext context = CERTIFICATES.clientContext();
    agree(
        session -> {
          session.bindPlainly("uid=stable", "right");
          session.startTls(context);
          session.whoAmI();
          session.startTls(context);
        });
  }

  @Test
  void passwordsAreRefusedWithoutTlsIfItIsRequired() throws Exception {
    SSLContext context = CERTIFICATES.clientContext();
    try (TestDirectory strict =
        TestDirectory.builder()
            .like(kind)
            .tls(CERTIFICATES)
            .tlsRequiredToBind()
            .ldif(base() + user("alice"))
            .start()) {
      whileTlsIsRequired(
          strictServer ->
              agreeAnonymously(
                  strictServer,
                  strict,
                  session -> {
                    session.bind("uid=alice", "right");
                    session.bindPlainly("uid=alice", "right");
                    session.bindPlainly("uid=alice", "wrong");
                    session.bindPlainly("uid=nobody", "right");
                    session.bindPlainly("uid=alice", "");
                    session.bindPlainly("", "");
                    session.whoAmI();
                    session.startTls(context);
                    session.bindPlainly("uid=alice", "wrong");
                    session.bindPlainly("uid=alice", "right");
                    session.whoAmI();
                  }));
    }
  }

  @Test
  void onlyTheRootDseIsReadableIfABindIsRequired() throws Exception {
    try (TestDirectory strict =
        TestDirectory.builder()
            .like(kind)
            .bindRequiredToSearch()
            .ldif(base() + user("alice"))
            .start()) {
      whileBindIsRequired(
          strictServer ->
              agree(
                  strictServer,
                  strict,
                  session -> {
                    readRootDseWithoutABind(session);
                    session.readBase();
                    session.search("ou=none,dc=example,dc=com");
                    session.compare("uid=alice", "cn", "alice");
                    session.bindPlainly("uid=alice", "right");
                    session.readBase();
                    session.compare("uid=alice", "cn", "alice");
                  }));
    }
  }

  @Test
  void secondVersionIsRefusedOrNot() throws Exception {
    agree(session -> session.bindWithVersion(2, "uid=alice", "right"));
  }

  @Test
  void administratorBindsWithoutAnEntry() throws Exception {
    String name = server.administratorDn();
    agree(
        session -> {
          session.bindAs(name, server.administratorPassword());
          session.whoAmI();
          session.readBase();
          session.bindAs(name, "wrong");
          session.bindAs("cn=nobody,cn=config", "wrong");
          session.whoAmI();
        });
  }

  @Test
  void extendedOperationsAreKnownOrNot() throws Exception {
    agree(
        session -> {
          session.whoAmI();
          session.extended("1.2.3.4.5");
          session.cancel();
          session.bindPlainly("uid=bob", "right");
          session.whoAmI();
          session.extended("1.2.3.4.5");
          session.cancel();
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
  void missingAttributeCannotBeCompared() throws Exception {
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
  void filtersMatchADnInAnySpelling() throws Exception {
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
  void membersFollowTheRenameAndDeleteOfAUserOrNot() throws Exception {
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
          awaitMembersOtherThan(session, "uid=alicia,dc=example,dc=com");
          session.read("cn=crew", "member");
          session.change("dn: uid=alison,dc=example,dc=com", "changetype: delete");
          awaitMembersOtherThan(session, "uid=alison,dc=example,dc=com");
          session.read("cn=crew", "member");
        });
  }
}
