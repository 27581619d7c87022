// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.check;

import io.github.ldapauth.LdapUser;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

/** Prints the roles of a user. */
@Command(
    name = "roles",
    description = "Prints the roles of a user that the properties give, one line each.")
final class RolesCommand extends UserCommand {

  @Override
  void print(LdapUser user, Settings.Opened directory, PrintWriter out) {
    if (directory.roles().isEmpty()) {
      out.println("the configuration gives no roles");
      return;
    }
    directory.roles().get().of(user).forEach(out::println);
  }
}
