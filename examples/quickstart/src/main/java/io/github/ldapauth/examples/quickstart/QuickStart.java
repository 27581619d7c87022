// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.quickstart;

import io.github.ldapauth.directory.LdapDirectoryException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Signs users in against an embedded directory, or against your own. */
@Command(
    name = "quickstart",
    mixinStandardHelpOptions = true,
    description = "Signs users in against an embedded directory, or against your own.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:signed in, or the demonstration ended",
      "1:rejected, or the directory failed",
      "2:an option is wrong"
    })
final class QuickStart implements Callable<Integer> {

  private static final int NO = 1;
  private static final int WRONG_OPTION = 2;

  private final PasswordPrompt prompt;

  @ArgGroup(exclusive = false, heading = "%nYour own directory:%n")
  private @Nullable OwnDirectory ownDirectory;

  @Spec private @Nullable CommandSpec spec;

  QuickStart(PasswordPrompt prompt) {
    this.prompt = prompt;
  }

  public static void main(String[] arguments) {
    int status = commandLine(PasswordPrompt::onConsole).execute(arguments);
    if (status != 0) {
      System.exit(status);
    }
  }

  static CommandLine commandLine(PasswordPrompt prompt) {
    return new CommandLine(new QuickStart(prompt))
        .setExecutionExceptionHandler(
            (e, command, parsed) -> {
              command.getErr().println(e.getMessage());
              return e instanceof LdapDirectoryException ? NO : WRONG_OPTION;
            });
  }

  /** Returns the exit status. */
  @Override
  public Integer call() {
    Report report = new Report(spec().commandLine().getOut());
    if (ownDirectory == null) {
      EmbeddedDemo.run(report);
      return 0;
    }
    return ownDirectory.signIn(prompt, report) ? 0 : NO;
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets this before it calls");
    }
    return spec;
  }
}
