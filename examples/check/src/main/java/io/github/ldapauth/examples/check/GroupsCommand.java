// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.check;

import io.github.ldapauth.LdapUser;
import io.github.ldapauth.directory.LogText;
import io.github.ldapauth.group.Groups;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

/** Prints the groups of a user. */
@Command(name = "groups", description = "Prints the DNs of the groups of a user.")
final class GroupsCommand extends UserCommand {

  @Override
  void print(LdapUser user, Settings.Opened directory, PrintWriter out) {
    if (!user.hasGroups()) {
      out.println("the configuration reads no groups");
      return;
    }
    Groups groups = user.groups();
    groups.dns().forEach(group -> out.println(LogText.whole(group.toString())));
    if (!groups.isComplete()) {
      out.println("and perhaps others: not all could be read");
    }
  }
}
