// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.matrix;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table as a guide has it. */
final class MatrixTable {

  static final String KEPT = "✓";
  static final String BROKEN = "✗";
  static final String MISSING = "–";
  static final String NOT_RUN = "not run";

  private MatrixTable() {}

  static String header() {
    return Stream.of(Column.values())
            .map(Column::title)
            .collect(Collectors.joining(" | ", "| | ", " |\n"))
        + "|---".repeat(Column.values().length + 1)
        + "|\n";
  }

  static String row(Promise promise, Map<Column, String> marks) {
    Map<Column, String> all = new EnumMap<>(Column.class);
    for (Column column : Column.values()) {
      all.put(column, marks.getOrDefault(column, NOT_RUN));
    }
    return "| " + promise.title() + " | " + String.join(" | ", all.values()) + " |\n";
  }

  /** Returns why the row has other marks than a check mark; empty if it has none. */
  static String reasons(Promise promise) {
    Map<String, String> columnsByReason = new LinkedHashMap<>();
    promise
        .missing()
        .forEach(
            (column, reason) ->
                columnsByReason.merge(reason, column.title(), (some, more) -> some + ", " + more));
    return columnsByReason.isEmpty()
        ? ""
        : columnsByReason.entrySet().stream()
            .map(entry -> entry.getValue() + ": " + entry.getKey())
            .collect(Collectors.joining("; ", "- " + promise.title() + " – ", "\n"));
  }
}
