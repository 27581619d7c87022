// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.quickstart;

import io.github.ldapauth.AuthenticationResult;
import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.AuthenticationResult.Rejected;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.group.Groups;
import java.io.PrintWriter;
import java.util.Set;

/** Prints problems, and results of sign-ins. */
final class Report {

  private final PrintWriter out;

  Report(PrintWriter out) {
    this.out = out;
  }

  void say(String line) {
    out.println();
    out.println(line);
    out.flush();
  }

  void show(String problem) {
    out.println("  - " + problem);
    out.flush();
  }

  /** Prints the result, and returns whether the user is signed in. */
  boolean show(AuthenticationResult<Account> result) {
    if (result instanceof Authenticated<Account> yes) {
      show(yes);
    } else if (result instanceof Rejected<Account> no) {
      out.println("  no:         " + no.reason());
      out.println("  in detail:  " + no.detail());
      out.println("  to user:    " + no.publicMessage());
    }
    out.flush();
    return result.user().isPresent();
  }

  void showRoles(Set<String> roles) {
    out.println("  roles:      " + roles);
    out.flush();
  }

  private void show(Authenticated<Account> yes) {
    LdapUser user = yes.ldapUser();
    out.println("  yes:        " + user.dn());
    out.println("  user name:  " + user.username());
    for (String name : user.attributes().names()) {
      if (!name.equalsIgnoreCase("userPassword")) {
        out.println("  attribute:  " + name + " = " + user.attributes().all(name));
      }
    }
    if (user.hasGroups()) {
      Groups groups = user.groups();
      out.println("  groups:     " + groups.names());
    }
    yes.status().warning().ifPresent(warning -> out.println("  warning:    " + warning));
    out.println((yes.created() ? "  created:    " : "  updated:    ") + yes.account());
  }
}
