// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPConnection;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A slapd and a 389 Directory Server, and a test kit like each, with the same entries. The test
 * classes that take one share it.
 */
final class TwoServers implements AutoCloseable {

  /** Starts the servers for the first test that needs them. */
  static final class Shared implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == TwoServers.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(TwoServers.class))
          .computeIfAbsent(TwoServers.class, any -> new TwoServers());
    }
  }

  /** The second base. */
  static final String OTHER_BASE = "o=other";

  static final TestCertificates CERTIFICATES = TestCertificates.forHosts("127.0.0.1");

  private final Slapd slapd;
  private final Ds389 ds389;
  private final TestDirectory likeSlapd;
  private final TestDirectory like389;

  private TwoServers() {
    String ldif = ldif();
    slapd = Slapd.startReadable(CERTIFICATES, ldif);
    ds389 = Ds389.start(CERTIFICATES, ldif, Map.of());
    likeSlapd = kit(ServerKind.OPEN_LDAP, slapd, ldif);
    like389 = kit(ServerKind.DIRECTORY_389, ds389, ldif);
  }

  /** Returns the entries of all. */
  static String ldif() {
    return AgreementStories.base()
        + AgreementStories.unit("people")
        + AgreementStories.unit("groups")
        + Stream.of("alice", "bob", "carol", "dave", "eve")
            .map(name -> AgreementStories.user(name, "mail: " + name + "@Example.com"))
            .collect(Collectors.joining())
        + AgreementStories.group("staff", "uid=alice")
        + """
        dn: cn=posix,dc=example,dc=com
        objectClass: posixGroup
        cn: posix
        gidNumber: 7
        memberUid: alice

        dn: uid=num,dc=example,dc=com
        objectClass: inetOrgPerson
        objectClass: posixAccount
        userid: num
        commonName: num
        cn;lang-fr: nombre
        sn: nummer
        uidNumber: 10
        gidNumber: 7
        homeDirectory: /Home
        telephoneNumber: +1 234-567
        manager: uid=alice,dc=example,dc=com
        jpegPhoto: x

        dn: o=other
        objectClass: organization
        o: other

        dn: cn=eve,o=other
        objectClass: person
        cn: eve
        sn: eve
        userPassword: right

        dn: cn=friends,o=other
        objectClass: groupOfNames
        cn: friends
        member: cn=eve,o=other

        """;
  }

  private static TestDirectory kit(ServerKind kind, RealServer server, String ldif) {
    return TestDirectory.builder()
        .like(kind)
        .administrator(server.administratorDn(), server.administratorPassword())
        .schemaChecked()
        .anotherBaseDn(OTHER_BASE)
        .ldif(ldif)
        .start();
  }

  Ds389 ds389() {
    return ds389;
  }

  /** Tells a story to slapd and to the kit. */
  void agreeWithSlapd(Consumer<Session> story) throws Exception {
    AgreementStories.agree(slapd, likeSlapd, story);
  }

  /** Tells a story to 389 Directory Server and to the kit. */
  void agreeWith389(Consumer<Session> story) throws Exception {
    AgreementStories.agree(ds389, like389, story);
  }

  /** Tells a story to both servers, each of which may answer in its own way. */
  void agree(Consumer<Session> story) throws Exception {
    agreeWithSlapd(story);
    agreeWith389(story);
  }

  /** Tells a story to both servers, once the client is bound as the administrator. */
  void agreeAsAdministrator(Consumer<Session> story) throws Exception {
    agreeWithSlapd(bound(slapd).andThen(story));
    agreeWith389(bound(ds389).andThen(story));
  }

  private static Consumer<Session> bound(RealServer server) {
    return session -> session.bindAs(server.administratorDn(), server.administratorPassword());
  }

  /** Checks the values of an attribute of the root DSE, of which the kit may have fewer. */
  void kitClaimsOnlyWhatTheServerDoes(String attribute) throws Exception {
    assertThat(claims(slapd.hostAndPort(), attribute))
        .containsAll(claims(likeSlapd.hostAndPort(), attribute));
    assertThat(claims(ds389.hostAndPort(), attribute))
        .containsAll(claims(like389.hostAndPort(), attribute));
  }

  private static List<String> claims(String hostAndPort, String attribute) throws Exception {
    try (LDAPConnection connection = Session.connect(hostAndPort)) {
      return List.of(connection.getEntry("", attribute).getAttributeValues(attribute));
    }
  }

  @Override
  public void close() {
    likeSlapd.close();
    like389.close();
    slapd.close();
    ds389.close();
  }
}
