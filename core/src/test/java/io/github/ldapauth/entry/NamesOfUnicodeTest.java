// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import static io.github.ldapauth.entry.Characters.around;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Compares names with every character of the Basic Multilingual Plane in them. */
class NamesOfUnicodeTest {

  /** What RFC 4518 keeps apart, and servers that fold in another way might not. */
  private static final Set<Integer> GENEROUS = Set.of(0x130, 0x131);

  private static Map<Integer, String> preparations() throws Exception {
    return Files.readAllLines(Path.of("src/test/resources/rfc4518.csv")).stream()
        .skip(1)
        .map(line -> line.split(",", 2))
        .collect(Collectors.toMap(row -> Integer.parseInt(row[0], 16), row -> text(row[1])));
  }

  private static String text(String codePoints) {
    return Arrays.stream(codePoints.split(" "))
        .filter(code -> !code.isEmpty())
        .map(code -> Character.toString(Integer.parseInt(code, 16)))
        .collect(Collectors.joining());
  }

  private static String folded(int character) {
    return Name.of(around(character)).folded().toString();
  }

  @Test
  void namesThatRfc4518TakesForTheSameResembleEachOther() throws Exception {
    assertThat(preparations())
        .hasSizeGreaterThan(3000)
        .allSatisfy(
            (character, prepared) ->
                assertThat(folded(character))
                    .isEqualTo(Name.of(around(prepared)).folded().toString()));
  }

  @Test
  void namesThatRfc4518KeepsApartDoNotResembleEachOther() throws Exception {
    Map<Integer, String> preparations = preparations();
    Map<String, Set<String>> preparedByFolded = new HashMap<>();
    Characters.all()
        .filter(c -> !GENEROUS.contains(c))
        .filter(c -> preparations.containsKey(c) || isOfUnicode3(c))
        .forEach(
            c -> {
              String prepared = preparations.getOrDefault(c, Character.toString(c));
              preparedByFolded.computeIfAbsent(folded(c), folded -> new TreeSet<>()).add(prepared);
            });

    assertThat(preparedByFolded.values().stream().filter(all -> all.size() > 1)).isEmpty();
  }

  /** The scripts whose letters all have had their case since then. */
  private static boolean isOfUnicode3(int c) {
    return c < 0x180 || (c >= 0x4E00 && c < 0x9FA6);
  }

  @Test
  void onlyTheCaseOfAsciiLettersIsSurelyInsignificant() {
    Map<Name, List<Integer>> equal =
        Characters.all().boxed().collect(Collectors.groupingBy(c -> Name.of(around(c))));

    assertThat(equal.values().stream().filter(same -> same.size() > 1))
        .hasSize('Z' - 'A' + 1)
        .allSatisfy(same -> assertThat(same.get(0) + ('a' - 'A')).isEqualTo(same.get(1)));
  }
}
