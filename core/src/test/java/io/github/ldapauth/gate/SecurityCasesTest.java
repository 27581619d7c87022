// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A check of the table of attacks against the tests that show the defences. */
class SecurityCasesTest {

  private static final Path TABLE = Path.of("src/test/resources/security-cases.csv");
  private static final Pattern ROW =
      Pattern.compile("(S\\d+),\"([^\"]+)\",(\\S+#\\w+(?: \\S+#\\w+)*)");

  /** An id, the attack in one line, and the tests as {@code Class#method}. */
  private record Case(String id, String attack, List<String> tests) {}

  private static List<Case> cases() throws IOException {
    return Files.readAllLines(TABLE).stream().skip(1).map(SecurityCasesTest::parse).toList();
  }

  private static Case parse(String line) {
    Matcher row = ROW.matcher(line);
    assertThat(row.matches()).describedAs("a row is id,\"attack\",tests: %s", line).isTrue();
    return new Case(row.group(1), row.group(2), List.of(row.group(3).split(" ")));
  }

  @Test
  void everyAttackIsThereOnce() throws IOException {
    assertThat(cases())
        .extracting(Case::id)
        .doesNotHaveDuplicates()
        .contains("S1", "S2", "S3", "S4", "S5", "S7", "S8", "S9", "S10", "S11", "S12", "S15")
        .contains("S16", "S17", "S18", "S20", "S21", "S24", "S28", "S29");
  }

  @Test
  void everyNamedTestExists() throws IOException {
    assertThat(cases().stream().flatMap(attack -> attack.tests().stream()))
        .isNotEmpty()
        .allMatch(NamedTest::exists);
  }
}
