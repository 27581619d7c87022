// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares ldapauth with hand-written code in directories that grow. */
@Command(
    name = "curves",
    mixinStandardHelpOptions = true,
    description =
        "Compares ldapauth with hand-written code from 1,000 to 100,000 users, and from 1 to 1,000"
            + " groups of each user, in about eight minutes.")
final class Curves implements Callable<Integer> {

  @Option(names = "--quick", description = "measure for about a minute, with a wide spread")
  private boolean quick;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (spec == null) {
      throw new IllegalStateException("picocli sets this before it calls");
    }
    Benchmark.requireSlapd();
    PrintWriter progress = spec.commandLine().getErr();
    Machine machine = Benchmark.machine(progress);
    List<Population> populations =
        List.of(
            Population.of(1_000, 5),
            Population.of(10_000, 5),
            Population.of(100_000, 5),
            Population.of(100, 1),
            Population.of(100, 10),
            Population.of(100, 100),
            Population.of(100, 1_000));
    Effort effort = (quick ? Effort.QUICK : Effort.FULL).onlyTurns();
    StringBuilder table = new StringBuilder(machine.title() + ".\n\n");
    for (Population population : populations) {
      append(table, Comparison.run(plan(population, effort), progress));
    }
    spec.commandLine().getOut().print(table);
    spec.commandLine().getOut().flush();
    return 0;
  }

  private static Plan plan(Population population, Effort effort) {
    return new Plan(
        List.of(Kind.HAND_WRITTEN, Kind.LDAPAUTH_SEARCH, Kind.LDAPAUTH_TEMPLATE),
        List.of(1, 16),
        false,
        population,
        Plan.CONNECTIONS,
        effort);
  }

  /** Appends a line for each contestant, and before the first a heading. */
  static void append(StringBuilder table, Results results) {
    Population population = results.plan().population();
    if (table.indexOf("|") < 0) {
      table.append("| users | groups of each | |");
      results.lanes().forEach(lane -> table.append(' ').append(lane.title()).append(" |"));
      table.append(" KiB allocated |\n|---|---|---|");
      table.append("---|".repeat(results.lanes().size() + 1)).append('\n');
    }
    for (Kind kind : results.plan().contestants()) {
      table.append(
          String.format(
              Locale.ROOT,
              "| %,d | %,d | %s |",
              population.users(),
              population.groupsPerUser(),
              kind.title()));
      for (Lane lane : results.lanes()) {
        table.append(' ').append(MarkdownReport.speed(results, kind, lane)).append(" |");
      }
      table.append(String.format(Locale.ROOT, " %.1f |%n", results.kibPerLogin(kind).median()));
    }
  }
}
