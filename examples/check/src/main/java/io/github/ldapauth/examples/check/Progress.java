// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.check;

import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine;

/** A line on a terminal that says that something is going on, and disappears at its end. */
final class Progress {

  private static final String TEXT = "checking ...";

  private Progress() {}

  /** Runs something that takes a while. Prints nothing if the output is no terminal. */
  static <T> T during(CommandLine command, boolean isQuiet, Supplier<T> work) {
    boolean isShown = !isQuiet && command.getColorScheme().ansi().enabled();
    PrintWriter terminal = command.getErr();
    print(terminal, isShown ? TEXT : "");
    try {
      return work.get();
    } finally {
      print(terminal, isShown ? "\r" + " ".repeat(TEXT.length()) + "\r" : "");
    }
  }

  private static void print(PrintWriter terminal, String text) {
    terminal.print(text);
    terminal.flush();
  }
}
