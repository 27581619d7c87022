// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.testing;

import io.github.ldapauth.AuthenticationResult;
import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.AuthenticationResult.Rejected;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.directory.LdapDirectoryException;

/** Stands for an application's own log-in: what it says to people. */
public final class LoginPage {

  private final LdapAuthenticator<LdapUser> directory;

  /** Makes a page that signs people in against this directory. */
  public LoginPage(LdapAuthenticator<LdapUser> directory) {
    this.directory = directory;
  }

  /** Signs a person in, and returns what the page says. */
  public String submit(String username, String password) {
    try {
      AuthenticationResult<LdapUser> result = directory.authenticate(username, password);
      if (result instanceof Authenticated<LdapUser> yes) {
        return "Welcome, " + yes.ldapUser().attributes().first("givenName").orElse("stranger");
      }
      return ((Rejected<LdapUser>) result).publicMessage();
    } catch (LdapDirectoryException e) {
      return "Nobody can sign in at the moment. Please try again in a few minutes.";
    }
  }
}
