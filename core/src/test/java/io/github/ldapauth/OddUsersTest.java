// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.RawServer.bound;
import static io.github.ldapauth.fixture.RawServer.done;
import static io.github.ldapauth.fixture.RawServer.entry;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.fixture.RawServer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Entries of users that no directory should have, and some that real ones do. */
class OddUsersTest {

  private static final Attribute UID = new Attribute("uid", "alice");

  private static LdapAuthenticator<LdapUser> authenticator(RawServer server) {
    return LdapAuthenticator.create(
        LdapAuthConfig.builder(server.server(), Directories.byUid()).build());
  }

  /** A server that finds an entry with these attributes, and answers the bind with this. */
  private static RawServer finding(
      Function<LDAPMessage, byte[]> bind, String username, Attribute... attributes) {
    return new RawServer(
        request ->
            request.getProtocolOp() instanceof BindRequestProtocolOp
                ? Stream.of(bind.apply(request))
                : Stream.of(
                    entry(request, "cn=" + username + ",dc=example,dc=com", attributes),
                    done(request, 0, "")));
  }

  @Test
  void passwordToChangeIsSeenIfAProxyDropsThePolicy() {
    Attribute reset = new Attribute("pwdReset", "TRUE");
    try (var proxy = finding(request -> bound(request, 0, ""), "alice", UID, reset);
        var authenticator = authenticator(proxy)) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.MUST_CHANGE_PASSWORD);
    }
    try (var proxy = finding(request -> bound(request, 0, ""), "alice", UID, reset);
        var byTemplate =
            LdapAuthenticator.create(
                LdapAuthConfig.builder(
                        proxy.server(), UserLookup.dnTemplate("cn={username},dc=example,dc=com"))
                    .build())) {
      no(byTemplate.authenticate("alice", "wonderland"), RejectionReason.MUST_CHANGE_PASSWORD);
    }
    // slapd without pwdMustChange: the policy answers, and has no objection.
    Control silent =
        new Control("1.3.6.1.4.1.42.2.27.8.5.1", false, new ASN1OctetString(new byte[] {0x30, 0}));
    try (var slapd = finding(request -> bound(request, 0, "", silent), "alice", UID, reset);
        var authenticator = authenticator(slapd)) {
      yes(authenticator.authenticate("alice", "wonderland"));
    }
  }

  @Test
  void lockMissingFromTheBindAnswerIsReadFromTheEntry() {
    Attribute locked = new Attribute("pwdAccountLockedTime", "000001010000Z");
    try (var server = finding(request -> bound(request, 49, ""), "alice", UID, locked);
        var authenticator = authenticator(server)) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.ACCOUNT_LOCKED);
    }
  }

  @Test
  void aliasInPlaceOfAUserIsNamed() {
    Attribute alias = new Attribute("objectClass", "ALIAS", "extensibleObject");
    try (var server = finding(request -> bound(request, 49, ""), "alice", UID, alias);
        var authenticator = authenticator(server)) {
      assertThat(
              no(
                      authenticator.authenticate("alice", "wonderland"),
                      RejectionReason.INVALID_CREDENTIALS)
                  .detail())
          .contains("is an alias");
    }
  }

  @Test
  void entryWithoutAUserNameIsRejectedUnlessItWasFoundByOne() {
    Attribute mail = new Attribute("mail", "alice@example.com");
    UserLookup byMail =
        UserLookup.search("dc=example,dc=com", "(mail={username})").usernameAttribute("uid");
    try (var server = finding(request -> bound(request, 0, ""), "alice", mail);
        var authenticator =
            LdapAuthenticator.create(LdapAuthConfig.builder(server.server(), byMail).build());
        var byUid = authenticator(server)) {
      no(authenticator.authenticate("alice@example.com", "x"), RejectionReason.KEY_MISSING);
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> byUid.authenticate("alice", "x"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.READ_USER));
    }
  }

  @Test
  void entryWithTwoUserNamesIsRejectedWithoutASearchForItsGroups() {
    var builder =
        Directories.people()
            .ldif(
                "dn: cn=Eve," + Directories.PEOPLE,
                "objectClass: inetOrgPerson",
                "cn: Eve",
                "sn: Evans",
                "uid: eve",
                "uid: alice2",
                "userPassword: secret");
    try (var directory = builder.start();
        var authenticator =
            LdapAuthenticator.create(
                Directories.config(directory)
                    .groups(GroupLookup.search(Directories.GROUPS, GroupType.posixGroup()))
                    .build())) {
      no(authenticator.authenticate("eve", "secret"), RejectionReason.AMBIGUOUS_USER);
    }
  }
}
