// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.check;

import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.AuthenticationResult.Rejected;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.directory.LogText;
import java.io.IOException;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Signs a user in as the application does. */
@Command(
    name = "login",
    description = "Signs a user in as the application does, and prints the outcome.")
final class LoginCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private Settings settings;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private PasswordSource passwords;

  @Parameters(index = "1", paramLabel = "USERNAME", description = "The name that the user types.")
  private String username = "";

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    try (var directory = settings.open()) {
      char[] password = passwords.require("Password of " + username);
      try {
        var result = directory.authenticator().authenticate(username, CharBuffer.wrap(password));
        if (result instanceof Rejected<LdapUser> no) {
          out.println(LogText.whole("rejected: " + no.reason() + ": " + no.detail()));
          return CheckCommand.FAILED;
        }
        LdapUser user = ((Authenticated<LdapUser>) result).ldapUser();
        out.println(LogText.whole("signed in: " + user));
        return 0;
      } finally {
        Arrays.fill(password, '\0');
        out.flush();
      }
    }
  }
}
