// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.ldapauth.realserver.Slapd;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Runs the comparison for a moment: its figures say nothing here, but all of it works. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComparisonTest {

  private static final Machine MACHINE = new Machine("17", 2, 0.1);
  private static final Plan MOMENT =
      new Plan(
          List.of(Kind.values()),
          List.of(2),
          true,
          Population.of(20, 3),
          2,
          new Effort(1, 50, 50, 1, 1));

  private Results results;

  @BeforeAll
  void compare() throws IOException {
    Slapd.assumeInstalled();
    results = Comparison.run(MOMENT, new PrintWriter(Writer.nullWriter()));
  }

  @Test
  void allContestantsSignUsersIn() {
    for (Kind kind : Kind.values()) {
      for (Lane lane : List.of(new Lane(false, 2), new Lane(true, 2))) {
        assertThat(results.perSecond(kind, lane).median()).as(kind + " " + lane).isPositive();
        assertThat(results.ratio(kind, lane).median()).as(kind + " " + lane).isPositive();
      }
      assertThat(results.kibPerLogin(kind).median()).as(kind.toString()).isPositive();
      assertThat(results.cpuMicrosPerLogin(kind).median()).as(kind.toString()).isPositive();
      assertThat(results.coldStartMillis(kind).median()).as(kind.toString()).isPositive();
    }
    assertThat(results.ratio(Kind.HAND_WRITTEN, new Lane(false, 2)).median()).isEqualTo(1);
  }

  @Test
  void requestsAreCountedAtTheServer() {
    assertThat(results.of(Kind.HAND_WRITTEN).requests).isEqualTo(3);
    assertThat(results.of(Kind.LDAPAUTH_SEARCH).requests).isCloseTo(3, within(0.1));
    assertThat(results.of(Kind.LDAPAUTH_TEMPLATE).requests).isCloseTo(3, within(0.1));
  }

  @Test
  void sequentialRequestsCostRoundTrips() {
    assertThat(results.of(Kind.HAND_WRITTEN).roundTrips).isGreaterThanOrEqualTo(3);
  }

  @Test
  void tablesNameAllContestants() {
    String tables = MarkdownReport.of(MACHINE, results);
    for (Kind kind : Kind.values()) {
      assertThat(tables).contains("| " + kind.title() + " |");
    }
    assertThat(JsonReport.of(MACHINE, results)).contains("\"name\":\"ldapauth-template\"");
  }

  @Test
  void curvesHaveOneLineForEachContestant() {
    StringBuilder table = new StringBuilder();
    Curves.append(table, results);
    Curves.append(table, results);
    assertThat(table.toString().lines()).hasSize(2 + 2 * Kind.values().length);
    assertThat(table).contains("| 20 | 3 | " + Kind.LDAPAUTH_SEARCH.title() + " |");
  }
}
