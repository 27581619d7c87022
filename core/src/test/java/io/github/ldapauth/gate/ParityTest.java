// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A check of the original's behaviours against the tests that show them. */
class ParityTest {

  private static final Path TABLE = Path.of("src/test/resources/parity.csv");
  private static final Pattern ROW =
      Pattern.compile("([A-Z]+-\\d{2}),\"((?:[^\"]|\"\")+)\",([^,\"]*),(?:\"((?:[^\"]|\"\")+)\")?");

  /** How many behaviours each section has, by the letters of its ids. */
  private static final Map<String, Integer> SECTIONS =
      Map.ofEntries(
          Map.entry("ORD", 20),
          Map.entry("CFG", 37),
          Map.entry("AUTH", 42),
          Map.entry("DN", 25),
          Map.entry("CONN", 15),
          Map.entry("ATTR", 10),
          Map.entry("USR", 22),
          Map.entry("LKP", 7),
          Map.entry("MAP", 10),
          Map.entry("FLAG", 13),
          Map.entry("POP", 14),
          Map.entry("GRP", 29),
          Map.entry("REQ", 14),
          Map.entry("QRY", 13),
          Map.entry("PERM", 17),
          Map.entry("MIR", 21),
          Map.entry("CACHE", 17),
          Map.entry("SIG", 6),
          Map.entry("ERR", 4),
          Map.entry("LOG", 3),
          Map.entry("HOOK", 7),
          Map.entry("LAZY", 1),
          Map.entry("Q", 55));

  /**
   * A row of the table.
   *
   * @param tests the tests that show the behaviour, as {@code Class#method}
   * @param declined why it is not there, or a part of it; otherwise empty
   */
  private record Row(String id, String behaviour, List<String> tests, String declined) {}

  private static List<Row> rows() throws IOException {
    return Files.readAllLines(TABLE).stream().skip(1).map(ParityTest::parse).toList();
  }

  private static Row parse(String line) {
    Matcher row = ROW.matcher(line);
    assertThat(row.matches())
        .describedAs("a row is id,\"behaviour\",tests,\"declined\": %s", line)
        .isTrue();
    List<String> tests = row.group(3).isEmpty() ? List.of() : List.of(row.group(3).split(" "));
    return new Row(row.group(1), row.group(2), tests, row.group(4) == null ? "" : row.group(4));
  }

  @Test
  void noBehaviourIsThereTwice() throws IOException {
    assertThat(rows()).extracting(Row::id).doesNotHaveDuplicates();
  }

  @Test
  void noBehaviourIsMissing() throws IOException {
    List<String> expected = new ArrayList<>();
    SECTIONS.forEach(
        (section, last) ->
            IntStream.rangeClosed(1, last)
                .mapToObj(number -> "%s-%02d".formatted(section, number))
                .forEach(expected::add));
    assertThat(rows()).extracting(Row::id).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void everyBehaviourIsShownByTestsOrDeclinedWithAReason() throws IOException {
    assertThat(rows())
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.tests().isEmpty() && row.declined().isEmpty()).isFalse());
  }

  @Test
  void everyNamedTestExists() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Row row : rows()) {
      row.tests().stream()
          .filter(test -> !NamedTest.exists(test))
          .forEach(test -> missing.add(row.id() + " names " + test));
    }
    assertThat(missing).isEmpty();
  }
}
