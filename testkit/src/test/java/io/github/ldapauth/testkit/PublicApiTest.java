// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the public surface of the test kit to the file in which reviewers see it change. */
class PublicApiTest {

  private static final Path WRITTEN = Path.of("src/test/resources/public-api.txt");
  private static final Path ACTUAL = Path.of("target/public-api.txt");

  @Test
  void publicSurfaceIsTheWrittenOne() throws IOException {
    List<String> surface = surface();
    Files.write(ACTUAL, surface);

    assertThat(surface)
        .describedAs(
            "The public surface has changed. If it should: say so in CHANGELOG.md, and"
                + " cp testkit/target/public-api.txt testkit/src/test/resources/public-api.txt")
        .containsExactlyElementsOf(Files.readAllLines(WRITTEN));
  }

  /** Returns the public types that tests use, as {@code javap} prints them. */
  private static List<String> surface() throws IOException {
    return Stream.of(javap(classFiles()).split("(?m)^Compiled from .*\\R"))
        .filter(type -> type.startsWith("public "))
        .flatMap(String::lines)
        .map(line -> line.replaceAll("\\b(java|io\\.github\\.ldapauth)\\.([a-z]\\w*\\.)*", ""))
        .toList();
  }

  private static List<String> classFiles() throws IOException {
    String folder = TestDirectory.class.getPackageName().replace('.', '/');
    Path classes =
        Path.of(TestDirectory.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    try (Stream<Path> files = Files.list(classes.resolve(folder))) {
      return files
          .map(Path::toString)
          .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
          .sorted()
          .toList();
    }
  }

  private static String javap(List<String> classFiles) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    String[] arguments =
        Stream.concat(Stream.of("-public"), classFiles.stream()).toArray(String[]::new);
    ToolProvider.findFirst("javap").orElseThrow().run(out, out, arguments);
    return text.toString();
  }
}
