// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares all contestants. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = "Compares all contestants, in about ten minutes.")
final class Compare implements Callable<Integer> {

  @Option(names = "--quick", description = "measure for about a minute, with a wide spread")
  private boolean quick;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "write the results there too, with each spread; default: ${DEFAULT-VALUE}")
  private Path json = Path.of("target", "benchmark.json");

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (spec == null) {
      throw new IllegalStateException("picocli sets this before it calls");
    }
    Benchmark.requireSlapd();
    PrintWriter progress = spec.commandLine().getErr();
    PrintWriter out = spec.commandLine().getOut();
    Machine machine = Benchmark.machine(progress);
    Results results = Comparison.run(plan(quick ? Effort.QUICK : Effort.FULL), progress);
    out.print(MarkdownReport.of(machine, results));
    out.flush();
    Files.createDirectories(json.toAbsolutePath().getParent());
    Files.writeString(json, JsonReport.of(machine, results));
    return 0;
  }

  private static Plan plan(Effort effort) {
    return new Plan(
        List.of(Kind.values()),
        List.of(1, 4, 16, 64),
        true,
        Population.of(1000, 5),
        Plan.CONNECTIONS,
        effort);
  }
}
