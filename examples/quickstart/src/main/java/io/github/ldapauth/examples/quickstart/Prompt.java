// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.quickstart;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Asks for a user name and a password. */
interface Prompt {

  String username();

  char[] password();

  /** Asks on the console, without echo of the password. */
  static Prompt onConsole() {
    return new Prompt() {
      @Override
      public String username() {
        return answered(console().readLine("User name: "));
      }

      @Override
      public char[] password() {
        return answered(console().readPassword("Password: "));
      }
    };
  }

  @SuppressWarnings("SystemConsoleNull") // Java 17 to 21 do return null
  private static Console console() {
    return answered(System.console());
  }

  private static <T> T answered(@Nullable T answer) {
    if (answer == null) {
      throw new NoConsole();
    }
    return answer;
  }

  /** Thrown if there is no terminal to ask on. */
  final class NoConsole extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
