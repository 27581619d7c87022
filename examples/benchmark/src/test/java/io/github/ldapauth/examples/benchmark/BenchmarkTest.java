// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchmarkTest {

  private final StringWriter out = new StringWriter();

  @Test
  void benchmarksInOneProcessRun() {
    assertThat(execute("micro", "--quick")).isZero();
  }

  @Test
  void kitIsMeasuredBesideItsServer() {
    assertThat(execute("kit", "--people", "20", "--rounds", "1")).isZero();
    assertThat(out.toString())
        .contains("| OPEN_LDAP: memberOf |", "| ACTIVE_DIRECTORY: in-chain |");
  }

  @Test
  void helpNamesTheExitStatus() {
    assertThat(execute("--help")).isZero();
    assertThat(out.toString()).contains("slapd is not installed", "compare", "curves", "micro");
  }

  @Test
  void wrongOptionsExitWithTwo() {
    assertThat(execute("compare", "--fast")).isEqualTo(2);
  }

  private int execute(String... arguments) {
    CommandLine commandLine = Benchmark.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(Writer.nullWriter()));
    return commandLine.execute(arguments);
  }
}
