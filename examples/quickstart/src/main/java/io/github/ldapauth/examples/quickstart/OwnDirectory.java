// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.quickstart;

import static io.github.ldapauth.group.GroupQuery.memberOf;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import java.nio.CharBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Describes the reader's own directory. */
final class OwnDirectory {

  @Option(
      names = "--server",
      required = true,
      paramLabel = "URL",
      description = "ldaps://host[:port], or ldap://host[:port] for this machine or StartTLS")
  private String server = "";

  @Option(names = "--start-tls", description = "start TLS on an ldap:// connection")
  private boolean startTls;

  @Option(
      names = "--ca-file",
      paramLabel = "PEM",
      description = "trust the certificates in this file instead of those that Java trusts")
  private @Nullable Path caFile;

  @Option(
      names = "--user-base",
      required = true,
      paramLabel = "DN",
      description = "base of the users, such as ou=people,dc=example,dc=com")
  private String userBase = "";

  @Option(
      names = "--user-filter",
      paramLabel = "FILTER",
      defaultValue = "(uid={username})",
      description = "filter that finds a user; default: ${DEFAULT-VALUE}")
  private String userFilter = "";

  @Option(
      names = "--group-base",
      paramLabel = "DN",
      description = "base of the groups; default: groups are not read")
  private @Nullable String groupBase;

  @Option(
      names = "--require-group",
      paramLabel = "DN",
      description = "only members of this group may sign in")
  private @Nullable String requiredGroup;

  @Option(
      names = "--service-dn",
      paramLabel = "DN",
      description = "account that searches; asks for its password; default: anonymous")
  private @Nullable String serviceDn;

  @Option(
      names = "--username",
      required = true,
      paramLabel = "NAME",
      description = "user to sign in; asks for the password")
  private String username = "";

  boolean signIn(PasswordPrompt prompt, Report report) {
    LdapAuthConfigBuilder config =
        LdapAuthConfig.builder(ldapServer(), UserLookup.search(userBase, userFilter));
    if (groupBase != null) {
      config.groups(GroupLookup.search(groupBase, GroupType.groupOfNames().nested()));
    }
    if (requiredGroup != null) {
      config.require(memberOf(requiredGroup));
    }
    if (serviceDn != null) {
      config.serviceAccount(serviceDn, new String(prompt.ask("Password of " + serviceDn)));
    }
    try (var authenticator =
        LdapAuthenticator.builder(config.build(), new Accounts())
            .attribute("givenName", Account::setFirstName)
            .attribute("mail", Account::setMail)
            .build()) {
      char[] password = prompt.ask("Password of " + username);
      return report.show(authenticator.authenticate(username, CharBuffer.wrap(password)));
    }
  }

  private LdapServer ldapServer() {
    LdapServer ldapServer = startTls ? LdapServer.startTls(server) : LdapServer.url(server);
    return caFile == null ? ldapServer : ldapServer.trustedCertificates(caFile);
  }
}
