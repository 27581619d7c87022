// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.check;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the user's password comes from. No option takes it, as others see the command line. */
final class PasswordSource {

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--ask-password", description = "Asks for the user's password.")
  private boolean asks;

  @Option(
      names = "--password-stdin",
      description = "Reads the user's password from the first line of the standard input.")
  private boolean fromStandardInput;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Reads the user's password from the first line of a file.")
  private @Nullable Path file;

  /** Returns whether an option says where the password is. */
  boolean isGiven() {
    return asks || fromStandardInput || file != null;
  }

  /** Returns the password, for the caller to clear; null if no option asks for one. */
  char @Nullable [] read(String prompt) throws IOException {
    if (file != null) {
      try (InputStream in = Files.newInputStream(file)) {
        return firstLine(in);
      } catch (IOException e) {
        throw new ParameterException(
            command.commandLine(), "--password-file " + file + " cannot be read", e);
      }
    }
    if (fromStandardInput) {
      return firstLine(System.in);
    }
    return asks ? ask(prompt) : null;
  }

  /** Returns the password, and asks for it if no option says where it is. */
  char[] require(String prompt) throws IOException {
    char[] password = read(prompt);
    return password == null ? ask(prompt) : password;
  }

  @SuppressWarnings("SystemConsoleNull") // Java 17 to 21 do return null
  private char[] ask(String prompt) {
    Console console = System.console();
    char[] password = console == null ? null : console.readPassword("%s: ", prompt);
    if (password == null) {
      throw new ParameterException(
          command.commandLine(), "there is no console; use --password-stdin or --password-file");
    }
    return password;
  }

  private static char[] firstLine(InputStream in) throws IOException {
    String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
    return line == null ? new char[0] : line.toCharArray();
  }
}
