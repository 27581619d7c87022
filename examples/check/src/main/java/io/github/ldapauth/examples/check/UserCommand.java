// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.check;

import io.github.ldapauth.LdapUser;
import io.github.ldapauth.directory.LogText;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that looks a user up, without a password. */
abstract class UserCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private Settings settings;

  @Parameters(index = "1", paramLabel = "USERNAME", description = "The name that the user types.")
  private String username = "";

  /** Prints what the command is about. */
  abstract void print(LdapUser user, Settings.Opened directory, PrintWriter out);

  @Override
  public final Integer call() throws IOException {
    try (var directory = settings.open()) {
      Optional<LdapUser> user = directory.authenticator().lookup(username);
      if (user.isEmpty()) {
        spec.commandLine().getErr().println(LogText.whole("no such user: " + username));
        return CheckCommand.FAILED;
      }
      PrintWriter out = spec.commandLine().getOut();
      print(user.get(), directory, out);
      out.flush();
      return 0;
    }
  }
}
