// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.quickstart;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.properties.LdapAuthProperties;
import java.io.IOException;
import java.io.Reader;
import java.nio.CharBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/** Signs a user in against the directory that a properties file describes. */
final class OwnDirectory {

  private OwnDirectory() {}

  /** Checks the file against the directory, then signs a user in. Returns whether that worked. */
  static boolean signIn(Path file, Prompt prompt, Report report) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    LdapAuthConfig config = LdapAuthProperties.read(properties, "ldap.").build();

    try (LdapAuthenticator<Account> authenticator =
        LdapAuthenticator.builder(config, new Accounts())
            .attribute("givenName", Account::setFirstName)
            .attribute("mail", Account::setMail)
            .build()) {

      List<String> problems = authenticator.findProblems();
      report.say(
          problems.isEmpty()
              ? "The directory fits " + file + "."
              : "These problems of " + file + " may keep users from signing in:");
      problems.forEach(report::show);

      String username = prompt.username();
      char[] password = prompt.password();
      try {
        return report.show(authenticator.authenticate(username, CharBuffer.wrap(password)));
      } finally {
        Arrays.fill(password, '\0');
      }
    }
  }
}
