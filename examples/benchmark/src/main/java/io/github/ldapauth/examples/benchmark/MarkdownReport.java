// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import java.util.Locale;
import java.util.function.Function;

/** Results as tables that can be pasted into a guide. */
final class MarkdownReport {

  private final Results results;
  private final Kind reference;
  private final StringBuilder text = new StringBuilder();

  private MarkdownReport(Results results) {
    this.results = results;
    this.reference = results.plan().reference();
  }

  static String of(Machine machine, Results results) {
    return new MarkdownReport(results).write(machine);
  }

  private String write(Machine machine) {
    text.append(machine.title()).append("; ").append(results.plan().title()).append(".\n\n");
    text.append("Sign-ins per second, as a ratio to the first line in the same round: ");
    text.append("median (lowest to highest).\n\n");
    row("", Lane::title);
    row("---", lane -> "---");
    for (Kind kind : results.plan().contestants()) {
      row(kind.title(), lane -> speed(results, kind, lane));
    }
    text.append("\nOne sign-in, and its ratio to the first line.\n\n");
    text.append(
        "| | KiB allocated | client's CPU time | requests | round trips, warm | cold start |\n");
    text.append("|---|---|---|---|---|---|\n");
    results.plan().contestants().forEach(this::costs);
    return text.toString();
  }

  private void row(String title, Function<Lane, String> cell) {
    text.append("| ").append(title).append(" |");
    results.lanes().forEach(lane -> text.append(' ').append(cell.apply(lane)).append(" |"));
    text.append('\n');
  }

  private void costs(Kind kind) {
    double kib = results.kibPerLogin(kind).median();
    double micros = results.cpuMicrosPerLogin(kind).median();
    double millis = results.coldStartMillis(kind).median();
    text.append(
        format(
            "| %s | %.1f (%.2f) | %.0f µs (%.2f) | %.1f | %.1f | %.0f ms (%.2f) |\n",
            kind.title(),
            kib,
            kib / results.kibPerLogin(reference).median(),
            micros,
            micros / results.cpuMicrosPerLogin(reference).median(),
            results.of(kind).requests,
            results.of(kind).roundTrips,
            millis,
            millis / results.coldStartMillis(reference).median()));
  }

  /** Returns how fast a contestant is: the reference by its rate, others by their ratios to it. */
  static String speed(Results results, Kind kind, Lane lane) {
    if (kind == results.plan().reference()) {
      return format("1 (%,.0f/s)", results.perSecond(kind, lane).median());
    }
    Spread ratio = results.ratio(kind, lane);
    return format("%.2f (%.2f–%.2f)", ratio.median(), ratio.low(), ratio.high());
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
