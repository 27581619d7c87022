// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.check;

import io.github.ldapauth.InvalidConfigException;
import io.github.ldapauth.LdapDiagnosis;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LogText;
import java.io.IOException;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells a sign-in step by step. */
@Command(
    name = "java -jar ldapauth-check.jar",
    scope = ScopeType.INHERIT, // for help, version and exit codes
    mixinStandardHelpOptions = true,
    versionProvider = CheckCommand.Version.class,
    sortOptions = false,
    description =
        "Checks the servers of a configuration and, with a user name, the sign-in of that user,"
            + " step by step. It changes nothing in the directory, and binds as the user at most"
            + " once, and only with a password.",
    subcommands = {LoginCommand.class, WhoisCommand.class, GroupsCommand.class, RolesCommand.class},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything works",
      "1:a check failed, the sign-in is rejected, or there is no such user",
      "2:the command line is wrong",
      "3:the configuration cannot be read or has mistakes",
      "4:the directory gave no answer"
    })
public final class CheckCommand implements Callable<Integer> {

  static final int FAILED = 1;
  static final int MISTAKES = 3;
  static final int NO_ANSWER = 4;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private Settings settings;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private PasswordSource passwords;

  @Option(
      names = {"-u", "--username"},
      paramLabel = "NAME",
      description = "The user to sign in.")
  private @Nullable String username;

  @Option(names = "--brief", description = "Shows no details of checks that passed.")
  private boolean brief;

  @Option(names = "--json", description = "Prints the report as JSON.")
  private boolean json;

  private CheckCommand() {}

  /** Runs the program, and exits. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new CheckCommand())
        .setExecutionExceptionHandler(CheckCommand::explain)
        .setParameterExceptionHandler(CheckCommand::explain);
  }

  /** Prints what is wrong with the command line. */
  private static int explain(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    command.getErr().println(LogText.whole(String.valueOf(e.getMessage())));
    UnmatchedArgumentException.printSuggestions(e, command.getErr());
    command.getErr().println("--help shows all options.");
    return CommandLine.ExitCode.USAGE;
  }

  /** Prints what went wrong, without a stack trace. */
  private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof InvalidConfigException mistakes) {
      mistakes.mistakes().stream().map(LogText::whole).forEach(command.getErr()::println);
      return MISTAKES;
    }
    if (e instanceof IOException) {
      command.getErr().println(LogText.whole(String.valueOf(e.getMessage())));
      return MISTAKES;
    }
    if (e instanceof LdapDirectoryException) {
      command.getErr().println(LogText.whole("no answer: " + e.getMessage()));
      return NO_ANSWER;
    }
    throw e;
  }

  @Override
  public Integer call() throws IOException {
    if (username == null && passwords.isGiven()) {
      throw new ParameterException(spec.commandLine(), "--username is missing");
    }
    LdapDiagnosis diagnosis = run();
    var out = spec.commandLine().getOut();
    if (json) {
      JsonReport.print(diagnosis, out);
    } else {
      new TextReport(spec.commandLine().getColorScheme(), brief).print(diagnosis, username, out);
    }
    return diagnosis.firstFailure().isEmpty() ? CommandLine.ExitCode.OK : FAILED;
  }

  private LdapDiagnosis run() throws IOException {
    try (var directory = settings.open()) {
      return username == null
          ? LdapDiagnosis.run(directory.authenticator())
          : run(username, directory);
    }
  }

  private LdapDiagnosis run(String user, Settings.Opened directory) throws IOException {
    char @Nullable [] password = passwords.read("Password of " + user);
    CharBuffer typed = password == null ? null : CharBuffer.wrap(password);
    try {
      return Progress.during(
          spec.commandLine(),
          json,
          () -> LdapDiagnosis.run(directory.authenticator(), user, typed, directory.roleQueries()));
    } finally {
      if (password != null) {
        Arrays.fill(password, '\0');
      }
    }
  }

  /** The version of the jar. */
  static final class Version implements CommandLine.IVersionProvider {

    @Override
    public String[] getVersion() {
      String version = CheckCommand.class.getPackage().getImplementationVersion();
      return new String[] {"ldapauth check " + (version == null ? "unknown" : version)};
    }
  }
}
