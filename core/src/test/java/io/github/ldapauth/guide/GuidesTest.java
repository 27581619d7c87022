// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the Java blocks of the guides to sources of this package, which the build compiles. */
class GuidesTest {

  private static final Path GUIDES = Path.of("docs");
  private static final Path SOURCES = Path.of("src/test/java/io/github/ldapauth/guide");
  private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

  private static List<String> texts(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(GuidesTest::read).toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String withoutSpaces(String text) {
    return text.replaceAll("\\s", "");
  }

  @Test
  void everyJavaBlockIsCompiled() throws IOException {
    List<String> sources = texts(SOURCES).stream().map(GuidesTest::withoutSpaces).toList();
    List<String> blocks =
        texts(GUIDES).stream()
            .flatMap(guide -> BLOCK.matcher(guide).results().map(block -> block.group(1)))
            .toList();
    assertThat(blocks)
        .isNotEmpty()
        .allMatch(
            block -> sources.stream().anyMatch(source -> source.contains(withoutSpaces(block))));
  }
}
