// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.testing;

import io.github.ldapauth.AuthenticationResult;
import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.AuthenticationResult.Rejected;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.directory.LdapDirectoryException;

/** An application's own log-in page. */
public final class LoginPage {

  private final LdapAuthenticator<LdapUser> directory;

  /** Creates a page that signs users in against this directory. */
  public LoginPage(LdapAuthenticator<LdapUser> directory) {
    this.directory = directory;
  }

  /** Signs a user in, and returns the text of the page. */
  public String submit(String username, String password) {
    try {
      AuthenticationResult<LdapUser> result = directory.authenticate(username, password);
      if (result instanceof Authenticated<LdapUser> yes) {
        return "Welcome, " + yes.ldapUser().attributes().first("givenName").orElse("stranger");
      }
      return ((Rejected<LdapUser>) result).publicMessage();
    } catch (LdapDirectoryException e) {
      return "Sign-in is not available at the moment. Please try again in a few minutes.";
    }
  }
}
