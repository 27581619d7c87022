// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.matrix;

import static io.github.ldapauth.fixture.Results.yes;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.RDN;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.UserSearchLookup;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import java.security.KeyStore;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A directory with the entries of {@link MatrixEntries}.
 *
 * @param imitated the column of the server that the test kit imitates; or the column itself
 * @param authorities trusts the certificate of the directory
 */
record MatrixDirectory(
    Column column,
    Column imitated,
    MatrixEntries entries,
    String hostAndPort,
    String ldapsHostAndPort,
    KeyStore authorities,
    Renaming renaming,
    Runnable end)
    implements AutoCloseable {

  static final String PASSWORD = "wonderland";

  /** Gives an entry another RDN, as an administrator. */
  interface Renaming {
    void rename(String dn, RDN rdn) throws Exception;
  }

  /** Gives the entry of a user the DN of another one, which does not exist. */
  void rename(String user, String to) throws Exception {
    renaming.rename(entries.dn(user), new DN(entries.dn(to)).getRDN());
  }

  /** How many wrong passwords lock an account. */
  static final int MAX_FAILURES = 3;

  /** Returns the DN of the entry with the policy that locks accounts. */
  String policy() {
    return switch (column) {
      case DIRECTORY_389 -> "cn=config";
      case SAMBA -> entries.base();
      default -> "cn=policy," + entries.base();
    };
  }

  /** Returns the attribute that has the groups of a user. */
  String memberOfAttribute() {
    return imitated == Column.OPEN_DJ ? "isMemberOf" : "memberOf";
  }

  /** Returns the server, over TLS from the first byte. */
  LdapServer server() {
    return LdapServer.ldaps(ldapsHostAndPort).trustedCertificates(authorities);
  }

  LdapServer startTls() {
    return LdapServer.startTls(hostAndPort).trustedCertificates(authorities);
  }

  UserSearchLookup users() {
    return UserLookup.search(entries.people(), "(" + entries.userAttribute() + "={username})");
  }

  /** Returns a configuration without groups. */
  LdapAuthConfigBuilder config() {
    return config(server(), users());
  }

  LdapAuthConfigBuilder config(LdapServer server, UserLookup users) {
    return LdapAuthConfig.builder(server, users).serviceAccount(entries.dn("svc"), PASSWORD);
  }

  /** Returns a configuration that searches groups. */
  LdapAuthConfigBuilder config(GroupType type) {
    return config().groups(GroupLookup.search(entries.groups(), type));
  }

  /** Returns the preset for this kind of server; empty if there is none. */
  Optional<LdapAuthConfigBuilder> preset() {
    String base = entries.base();
    Optional<LdapAuthConfigBuilder> preset =
        switch (imitated) {
          case SAMBA -> Optional.of(LdapAuthConfig.sambaAd("ad.example.com").server(server()));
          case DIRECTORY_389 -> Optional.of(LdapAuthConfig.ds389(server(), base));
          case OPEN_DJ -> Optional.of(LdapAuthConfig.openDj(server(), base));
          case APACHE_DS -> Optional.empty();
          default -> Optional.of(LdapAuthConfig.openLdap(server(), base));
        };
    return preset.map(config -> config.serviceAccount(entries.dn("svc"), PASSWORD));
  }

  /** Opens an authenticator for a while. */
  static void with(LdapAuthConfigBuilder config, Consumer<LdapAuthenticator<LdapUser>> assertions) {
    try (LdapAuthenticator<LdapUser> authenticator = LdapAuthenticator.create(config.build())) {
      assertions.accept(authenticator);
    }
  }

  /** Signs a user in. */
  LdapUser signIn(LdapAuthConfigBuilder config, String user) {
    try (LdapAuthenticator<LdapUser> authenticator = LdapAuthenticator.create(config.build())) {
      return yes(authenticator.authenticate(entries.typed(user), PASSWORD)).ldapUser();
    }
  }

  @Override
  public void close() {
    end.run();
  }

  @Override
  public String toString() {
    return column == imitated ? column.title() : column.title() + " like " + imitated.title();
  }
}
