// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import io.github.ldapauth.realserver.SlapdUnderLoad;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Measures ldapauth beside hand-written code and other libraries. */
@Command(
    name = "benchmark",
    mixinStandardHelpOptions = true,
    subcommands = {Compare.class, Curves.class, GroupsOfSamba.class, KitSpeed.class, Micro.class},
    description =
        "Measures ldapauth beside hand-written code and other libraries, on a slapd that it starts."
            + " Tables go to standard output in Markdown, progress to standard error.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:measured",
      "1:slapd is not installed, or a contestant failed",
      "2:an option is wrong"
    })
final class Benchmark {

  private static final int FAILED = 1;

  private Benchmark() {}

  public static void main(String[] arguments) {
    int status = commandLine().execute(arguments);
    if (status != 0) {
      System.exit(status);
    }
  }

  static CommandLine commandLine() {
    return new CommandLine(new Benchmark())
        .setExecutionExceptionHandler(
            (e, command, parsed) -> {
              command.getErr().println(e);
              return FAILED;
            });
  }

  /** Returns the machine, and warns if it is busy. */
  static Machine machine(PrintWriter progress) {
    Machine machine = Machine.now();
    progress.println(machine.title());
    return machine;
  }

  static void requireSlapd() {
    if (!SlapdUnderLoad.isInstalled()) {
      throw new IllegalStateException("slapd is not installed (Debian package slapd)");
    }
  }
}
