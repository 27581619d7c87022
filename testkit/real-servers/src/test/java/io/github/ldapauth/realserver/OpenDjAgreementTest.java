// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.LDAPBindException;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldif.LDIFException;
import io.github.ldapauth.testkit.ServerKind;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The test kit like OpenDJ agrees with that server. The server lets no client set when a password
 * was changed: a policy for some users makes theirs expire at once.
 */
class OpenDjAgreementTest extends PasswordStories {

  private static final String OLD = "pwdChangedTime: 20200101000000Z";
  private static final String POLICY = "cn=Default Password Policy,cn=Password Policies,cn=config";
  private static final String ALL = "(objectClass=inetOrgPerson)";

  OpenDjAgreementTest() {
    super(ServerKind.OPEN_DJ);
  }

  @Override
  String ldif() {
    return base()
        + unit("people")
        + unit("groups")
        + user("alice")
        + user("bob")
        + user("stable")
        + user("hashed")
        + user("careless")
        + user("careful")
        + user("disabled", "ds-pwp-account-disabled: true")
        + user("enabled", "ds-pwp-account-disabled: false")
        + user("ended", "ds-pwp-account-expiration-time: " + time(Duration.ofHours(-2)))
        + user("ending", "ds-pwp-account-expiration-time: " + time(Duration.ofHours(2)))
        + user("old", OLD)
        + user(
            "oldest", OLD, "pwdGraceUseTime: 20260101000000Z", "pwdGraceUseTime: 20260101000001Z")
        + user("aging", "pwdChangedTime: " + time(MAX_AGE.negated().plusHours(2)))
        + user("reset", "pwdReset: true")
        + user("forgetful", "pwdReset: true")
        + user("bound", "pwdReset: true")
        + user("choosy")
        + group("staff", "uid=alice")
        + group("all", "cn=staff")
        + group("everybody", "cn=all")
        + group("crew", "uid=alice", "uid=bob");
  }

  @Override
  RealServer startServer(String ldif) {
    OpenDj server =
        OpenDj.start(
            CERTIFICATES,
            ldif.replaceAll("(?m)^(pwdChangedTime|pwdGraceUseTime|pwdReset): .*\n", ""),
            Map.of(
                "ds-cfg-lockout-failure-count",
                String.valueOf(LOCK_AFTER),
                "ds-cfg-lockout-duration",
                LOCK.toSeconds() + " seconds",
                "ds-cfg-max-password-age",
                MAX_AGE.toSeconds() + " seconds",
                "ds-cfg-password-expiration-warning-interval",
                WARNING.toSeconds() + " seconds",
                "ds-cfg-grace-login-count",
                String.valueOf(GRACE_LOGINS),
                "ds-cfg-allow-pre-encoded-passwords",
                "true"));
    try (LDAPConnection administrator = server.connect()) {
      administrator.modify(
          "dc=example,dc=com",
          new Modification(
              ModificationType.ADD,
              "aci",
              "(targetattr=\"*\")(version 3.0; acl \"own\"; allow (write) userdn=\"ldap:///self\";)"));
      addPolicy(administrator, "ages", "2 hours", "7199 seconds", GRACE_LOGINS, false);
      addPolicy(administrator, "expires", "2 seconds", "1 seconds", GRACE_LOGINS, false);
      addPolicy(administrator, "ends", "2 seconds", "1 seconds", 0, false);
      addPolicy(administrator, "resets", "90 days", "1 days", 0, true);
      setPolicy(administrator, "aging", "ages");
      setPolicy(administrator, "old", "expires");
      setPolicy(administrator, "oldest", "ends");
      for (String user : new String[] {"reset", "forgetful", "bound"}) {
        setPolicy(administrator, user, "resets");
        set(administrator, user, "userPassword", "right");
      }
      // Its policy allows no grace login, and its password is not older than the others.
      Session.await("the password of oldest expires", () -> !isAccepted(server, "oldest"));
    } catch (LDAPException | LDIFException e) {
      server.close();
      throw new IllegalStateException(e);
    }
    return server;
  }

  private static boolean isAccepted(RealServer server, String user) throws LDAPException {
    try (LDAPConnection client = Session.connect(server.hostAndPort())) {
      client.bind(Session.dn("uid=" + user), "right");
      return true;
    } catch (LDAPBindException e) {
      return false;
    }
  }

  private static void addPolicy(
      LDAPConnection administrator,
      String name,
      String maxAge,
      String warning,
      int graceLogins,
      boolean changeOnReset)
      throws LDAPException, LDIFException {
    administrator.add(
        "dn: cn=" + name + ",cn=Password Policies,cn=config",
        "objectClass: ds-cfg-password-policy",
        "objectClass: ds-cfg-authentication-policy",
        "cn: " + name,
        "ds-cfg-java-class: org.opends.server.core.PasswordPolicyFactory",
        "ds-cfg-password-attribute: userPassword",
        "ds-cfg-default-password-storage-scheme:"
            + " cn=Salted SHA-1,cn=Password Storage Schemes,cn=config",
        "ds-cfg-max-password-age: " + maxAge,
        "ds-cfg-password-expiration-warning-interval: " + warning,
        "ds-cfg-expire-passwords-without-warning: true",
        "ds-cfg-grace-login-count: " + graceLogins,
        "ds-cfg-force-change-on-reset: " + changeOnReset);
  }

  private static void setPolicy(LDAPConnection administrator, String user, String policy)
      throws LDAPException {
    set(
        administrator,
        user,
        "ds-pwp-password-policy-dn",
        "cn=" + policy + ",cn=Password Policies,cn=config");
  }

  private static void set(LDAPConnection administrator, String user, String name, String value)
      throws LDAPException {
    administrator.modify(
        Session.dn("uid=" + user), new Modification(ModificationType.REPLACE, name, value));
  }

  @Override
  Stream<String> usersInStates() {
    return Stream.of("disabled", "enabled", "ended", "ending", "old", "oldest", "aging");
  }

  @Override
  void readFailures(Session session, String user) {
    session.count(user, "pwdFailureTime");
    session.count(user, "pwdAccountLockedTime");
  }

  @Override
  void setPassword(Session session, String user, String password) {
    session.replace(user, "userPassword", password);
  }

  @Override
  void readAfterPasswordChange(Session session, String user) {
    session.readBase();
    session.count(user, "pwdReset");
  }

  /** The kit answers as with all kinds; this server refuses. */
  @Override
  void readRootDseWithoutABind(Session session) {}

  /** The server refuses in other words here. */
  @Override
  void setNameBeforePassword(Session session, String user) {}

  /** The plug-in Referential Integrity is off by default: members stay as they are. */
  @Override
  void awaitMembersOtherThan(Session session, String former) {}

  @Override
  void whileBindIsRequired(Check check) throws Exception {
    whileSet("cn=config", "ds-cfg-reject-unauthenticated-requests", "true", "false", check);
  }

  /** The administrator has another password policy. */
  @Override
  void whileTlsIsRequired(Check check) throws Exception {
    whileSet(POLICY, "ds-cfg-require-secure-authentication", "true", "false", check);
  }

  @Override
  void whilePasswordsAreChecked(Check check) throws Exception {
    String validator = "cn=Length-Based Password Validator,cn=Password Validators,cn=config";
    whileSet(
        validator,
        "ds-cfg-min-password-length",
        String.valueOf(MIN_LENGTH),
        "6",
        any ->
            whileSet(
                POLICY,
                "ds-cfg-password-history-count",
                String.valueOf(HISTORY),
                "0",
                one -> whileSet(POLICY, "ds-cfg-password-validator", validator, null, check)));
  }

  @Test
  void graceLoginIsForTheChangeOfThePasswordOnly() throws Exception {
    agree(
        session -> {
          session.bind("uid=old", "right");
          session.readBase();
          session.readRootDse();
          session.whoAmI();
        });
  }

  @Test
  void isMemberOfIsOperationalAndNamesNestedGroups() throws Exception {
    agree(
        session -> {
          for (String user : new String[] {"uid=alice", "uid=bob", "cn=staff", "cn=all"}) {
            session.read(user, "isMemberOf");
            session.read(user, "isMemberOf", "*");
            session.read(user, "isMemberOf", "+");
            session.read(user, "isMemberOf", "ismemberof");
          }
          session.find("(isMemberOf=cn=all,dc=example,dc=com)");
          session.find("(isMemberOf=CN=All, DC=example,DC=com)");
          session.find("(isMemberOf=*)");
          session.find("(&(uid=*)(!(isMemberOf=cn=crew,dc=example,dc=com)))");
          session.find("(memberOf=cn=crew,dc=example,dc=com)");
          session.compare("uid=alice", "isMemberOf", "cn=all,dc=example,dc=com");
          session.compare("uid=bob", "isMemberOf", "cn=all,dc=example,dc=com");
        });
  }

  @Test
  void accountAttributesAreOperational() throws Exception {
    agree(
        session -> {
          session.bindAs(server().administratorDn(), server().administratorPassword());
          for (String attribute : new String[] {"ds-pwp-account-disabled", "entryUUID"}) {
            session.has("uid=disabled", attribute, "*");
            session.has("uid=disabled", attribute, "+");
            session.has("uid=disabled", attribute, attribute);
          }
          session.find("(ds-pwp-account-disabled=true)");
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(member:1.2.840.113556.1.4.1941:=uid=alice,dc=example,dc=com)",
        "(uid:caseExactMatch:=alice)",
        "(uid:caseExactMatch:=Alice)",
        "(dc:dn:=example)",
        "(foo=bar)",
        "(!(foo=bar))"
      })
  void filterIsUnderstoodOrRefused(String filter) throws Exception {
    agree(session -> session.findOrFail(filter));
  }

  @Test
  void rootDseTellsTheKind() throws Exception {
    agree(
        session -> {
          session.names("");
          for (String attribute :
              new String[] {
                "objectClass",
                "vendorName",
                "vendorVersion",
                "namingContexts",
                "subschemaSubentry",
                "supportedLDAPVersion",
                "supportedFeatures",
                "entryDN",
                "entryUUID"
              }) {
            session.readAt("", attribute);
          }
          session.findAt("", "(objectClass=*)");
          session.findAt("cn=schema", "(objectClass=subschema)");
          session.definitionOf("cn=schema", "isMemberOf");
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 3})
  void sizeLimitBelowThePageIsIgnored(int limit) throws Exception {
    agree(
        session -> {
          session.bind("uid=bob", "right");
          session.pages().all("(|(uid=alice)(uid=bob)(uid=reset))", 1, limit);
        });
  }

  @Test
  void cookiesCountOnEachConnection() throws Exception {
    agree(
        session -> {
          session.bind("uid=bob", "right");
          ASN1OctetString cookie = session.pages().first(ALL, 2, 0);
          session.pagesElsewhere().next(ALL, 2, 0, cookie);
          session.pages().next(ALL, 2, 0, cookie);
          session.pages().next(ALL, 2, 0, new ASN1OctetString("7"));
          session.pages().first(ALL, 0, 0);
        });
  }
}
