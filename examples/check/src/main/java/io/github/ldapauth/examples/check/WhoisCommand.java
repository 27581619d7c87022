// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.check;

import io.github.ldapauth.LdapUser;
import io.github.ldapauth.directory.LogText;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

/** Prints a user. */
@Command(
    name = "whois",
    description = "Prints a user, with the names of the attributes that can be read.")
final class WhoisCommand extends UserCommand {

  @Override
  void print(LdapUser user, Settings.Opened directory, PrintWriter out) {
    out.println(LogText.whole("user name:  " + user.username()));
    out.println(LogText.whole("DN:         " + user.dn()));
    out.println(LogText.whole("stable id:  " + user.stableId().orElse("not visible")));
    out.println(LogText.whole("attributes: " + String.join(", ", user.attributes().names())));
  }
}
