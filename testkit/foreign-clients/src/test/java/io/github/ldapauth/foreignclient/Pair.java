// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.foreignclient;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import io.github.ldapauth.realserver.Ds389;
import io.github.ldapauth.realserver.SambaAd;
import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The test kit and the server that it imitates, with the same entries.
 *
 * @param end ends the server
 */
record Pair(TestDirectory directory, Target kit, Target server, Runnable end)
    implements AutoCloseable {

  static final String DIRECTORY_389 = "389 Directory Server";

  private static final TestCertificates CERTIFICATES =
      TestCertificates.forHosts("localhost", "127.0.0.1");

  private static final String ACCESS =
      """
      access to attrs=userPassword by self write by * auth
      access to * by * read""";

  /** Starts the kit like OpenLDAP, and slapd. */
  static Pair openLdap(List<String> users, Path folder) {
    Tree tree = new Tree("dc=example,dc=com", "inetOrgPerson", "groupOfNames");
    Path authority = CERTIFICATES.writeAuthorityPem(folder.resolve("slapd.pem"));
    Slapd slapd = Slapd.startWithAccess(CERTIFICATES, tree.ldif(users), ACCESS);
    Target server =
        new Target(
            "slapd",
            tree.base(),
            "",
            slapd.hostAndPort(),
            slapd.ldapsHostAndPort(),
            CERTIFICATES,
            authority);
    return of(ServerKind.OPEN_LDAP, tree.ldif(users), server, slapd::close);
  }

  /** Starts the kit like 389 Directory Server, and that server. */
  static Pair directory389(List<String> users, Path folder) {
    Tree tree = new Tree("dc=example,dc=com", "inetOrgPerson", "groupOfNames");
    Path authority = CERTIFICATES.writeAuthorityPem(folder.resolve("389.pem"));
    Ds389 ds389 = Ds389.start(CERTIFICATES, tree.ldif(users), Map.of());
    Target server =
        new Target(
            DIRECTORY_389,
            tree.base(),
            "",
            ds389.hostAndPort(),
            ds389.ldapsHostAndPort(),
            CERTIFICATES,
            authority);
    return of(ServerKind.DIRECTORY_389, tree.ldif(users), server, ds389::close);
  }

  /** Starts the kit like Active Directory, and Samba. */
  static Pair activeDirectory(List<String> users, Path folder) throws Exception {
    Tree tree = new Tree(SambaAd.BASE, "user", "group");
    Path authority = CERTIFICATES.writeAuthorityPem(folder.resolve("samba.pem"));
    SambaAd samba = SambaAd.start(CERTIFICATES);
    try (LDAPConnection connection = samba.connect()) {
      for (Entry entry : tree.units()) {
        connection.add(entry);
      }
      for (String user : users) {
        samba.addUser(tree.user(user), Target.RIGHT);
      }
      for (Entry entry : tree.groups()) {
        connection.add(entry);
      }
    }
    Target server =
        new Target(
            "Samba",
            SambaAd.BASE,
            "ad.example.com",
            samba.hostAndPort(),
            samba.ldapsHostAndPort(),
            CERTIFICATES,
            authority);
    return of(ServerKind.ACTIVE_DIRECTORY, tree.ldif(users), server, samba::close);
  }

  private static Pair of(ServerKind kind, String ldif, Target server, Runnable end) {
    TestDirectory kit =
        TestDirectory.builder()
            .like(kind)
            .baseDn(server.base())
            .tls(CERTIFICATES)
            .ldif(ldif)
            .start();
    Target target =
        new Target(
            "kit like " + kind,
            server.base(),
            server.domain(),
            kit.hostAndPort(),
            kit.ldapsHostAndPort(),
            CERTIFICATES,
            server.authority());
    return new Pair(kit, target, server, end);
  }

  @Override
  public void close() {
    directory.close();
    end.run();
  }
}
