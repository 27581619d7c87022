// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.quickstart;

import java.io.Console;

/** Asks for a password. */
@FunctionalInterface
interface PasswordPrompt {

  char[] ask(String prompt);

  /** Asks on the console, without echo. */
  @SuppressWarnings("SystemConsoleNull") // Java 17 to 21 do return null
  static char[] onConsole(String prompt) {
    Console console = System.console();
    char[] password = console == null ? null : console.readPassword("%s: ", prompt);
    if (password == null) {
      throw new IllegalStateException("there is no console to ask for a password on");
    }
    return password;
  }
}
