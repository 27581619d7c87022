// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.quickstart;

import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.properties.LdapAuthProperties;
import io.github.ldapauth.properties.MappingProperties;
import io.github.ldapauth.role.RoleMapping;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** Signs a user in against the directory that a properties file describes. */
final class OwnDirectory {

  private OwnDirectory() {}

  /** Checks the file against the directory, then signs a user in. Returns whether that worked. */
  static boolean signIn(Path file, Prompt prompt, Report report) throws IOException {
    Properties properties = LdapAuthProperties.load(file, "ldap.");
    LdapAuthConfig config = LdapAuthProperties.read(properties, "ldap.").build();
    Optional<RoleMapping<String>> roles = roles(properties, config);

    try (LdapAuthenticator<Account> authenticator =
        LdapAuthenticator.builder(config, new Accounts())
            .attribute("givenName", Account::setFirstName)
            .attribute("mail", Account::setMail)
            .build()) {

      List<String> problems =
          authenticator.findProblems(roles.map(RoleMapping::queries).orElse(List.of()));
      report.say(
          problems.isEmpty()
              ? "The directory fits " + file + "."
              : "These problems of " + file + " may keep users from signing in:");
      problems.forEach(report::show);

      String username = prompt.username();
      char[] password = prompt.password();
      try {
        var result = authenticator.authenticate(username, CharBuffer.wrap(password));
        boolean signedIn = report.show(result);
        if (result instanceof Authenticated<Account> yes) {
          roles.ifPresent(mapping -> report.showRoles(mapping.of(yes.ldapUser())));
        }
        return signedIn;
      } finally {
        Arrays.fill(password, '\0');
      }
    }
  }

  /** Returns the roles of the file, such as {@code ldap.role.ADMIN}; empty if it has none. */
  private static Optional<RoleMapping<String>> roles(Properties properties, LdapAuthConfig config) {
    MappingProperties mapping = MappingProperties.read(properties, "ldap.");
    return mapping.hasRoles() ? Optional.of(mapping.roles(config, name -> name)) : Optional.empty();
  }
}
