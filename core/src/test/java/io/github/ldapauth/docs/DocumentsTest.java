// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.docs;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.docs.Document.Block;
import io.github.ldapauth.testkit.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A check of the documents against the code. */
class DocumentsTest {

  private static final Set<String> LANGUAGES =
      Set.of("java", "sh", "properties", "xml", "yaml", "text", "python");
  private static final Path API = Path.of("src/test/resources/public-api.txt");
  private static final Pattern SOURCE =
      Pattern.compile("<!-- compiled by the build: ([\\w/-]+/src/(?:main|test)/java/\\S+) -->");
  private static final Pattern CALL = Pattern.compile("\\b([a-z]\\w*)\\(");
  private static final Pattern PUBLIC = Pattern.compile("public [^={;]*?\\b([a-z]\\w*)\\(");
  private static final Pattern LOGGER = Pattern.compile("getLogger\\((\\w+)\\.class\\)");

  private static String squeezed(String text) {
    return text.replaceAll("\\s+", "");
  }

  private static String place(Document document, Block block) {
    return document.name() + ":" + block.line();
  }

  @Test
  void noMergeConflictIsLeft() throws IOException {
    for (Document document : Document.all()) {
      assertThat(document.prose())
          .describedAs(document.name())
          .noneMatch(line -> line.startsWith("<<<<<<<") || line.startsWith(">>>>>>>"));
    }
  }

  @Test
  void everyBlockNamesItsLanguage() throws IOException {
    for (Document document : Document.all()) {
      assertThat(document.blocks())
          .allSatisfy(
              block ->
                  assertThat(LANGUAGES)
                      .describedAs(place(document, block))
                      .contains(block.language()));
    }
  }

  /** The line above a block says which source holds it; white space does not count. */
  @Test
  void everyBlockOfJavaIsCompiled() throws IOException {
    List<String> loose = new ArrayList<>();
    for (Document document : Document.all()) {
      for (Block block : document.blocks()) {
        if (block.language().equals("java") && !isCompiled(block)) {
          loose.add(place(document, block));
        }
      }
    }
    assertThat(loose).describedAs("blocks that are not in the source named above them").isEmpty();
  }

  private static boolean isCompiled(Block block) throws IOException {
    Matcher source = SOURCE.matcher(block.above());
    if (!source.matches() || !Files.exists(Document.fromRoot(source.group(1)))) {
      return false;
    }
    String compiled = Files.readString(Document.fromRoot(source.group(1)));
    return squeezed(compiled).contains(squeezed(block.code()));
  }

  @Test
  void everyLinkHasATarget() throws IOException {
    List<String> dead = new ArrayList<>();
    for (Document document : Document.all()) {
      for (String link : document.links()) {
        if (!link.contains("://") && !leadsSomewhere(document, link)) {
          dead.add(document.name() + ": " + link);
        }
      }
    }
    assertThat(dead).isEmpty();
  }

  private static boolean leadsSomewhere(Document from, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target =
        from.file(parts[0].isEmpty() ? Path.of(from.name()).getFileName() + "" : parts[0]);
    return Files.exists(target)
        && (parts.length == 1 || Document.at(target).headings().contains(parts[1]));
  }

  @Test
  void contentsLinkEveryGuide() throws IOException {
    Document contents = Document.read("core/docs/README.md");
    Set<Path> linked =
        contents.links().stream()
            .map(link -> contents.file(link.replaceFirst("#.*", "")))
            .collect(toSet());
    assertThat(linked)
        .containsAll(
            Document.guides().stream()
                .filter(guide -> !guide.name().equals(contents.name()))
                .map(guide -> Document.fromRoot(guide.name()))
                .toList());
    assertThat(Document.read("README.md").links()).contains(contents.name());
  }

  /** What is renamed in the code has to be renamed in the documents that are about today. */
  @Test
  void everyNamedMethodIsPublic() throws IOException {
    Set<String> methods = new TreeSet<>(Set.of("toString"));
    methods.addAll(calls(Files.readString(API)));
    try (Stream<Path> kit = Files.walk(Document.fromRoot("testkit/src/main/java"))) {
      for (Path file : kit.filter(Files::isRegularFile).toList()) {
        PUBLIC.matcher(Files.readString(file)).results().forEach(m -> methods.add(m.group(1)));
      }
    }
    for (Document document : Document.all()) {
      if (document.name().equals("CHANGELOG.md")) {
        continue;
      }
      assertThat(calls(String.join("\n", document.code())))
          .describedAs(document.name())
          .isSubsetOf(methods);
    }
  }

  private static Set<String> calls(String text) {
    return CALL.matcher(text).results().map(call -> call.group(1)).collect(toSet());
  }

  @Test
  void authenticationGuideExplainsEveryReasonAndStage() throws IOException {
    Document guide = Document.read("core/docs/authentication.md");
    assertThat(guide.code())
        .containsAll(
            Stream.concat(Stream.of(RejectionReason.values()), Stream.of(Stage.values()))
                .map(value -> "`" + value + "`")
                .toList());
  }

  @Test
  void eventsGuideNamesEveryLogger() throws IOException {
    Document guide = Document.read("core/docs/logging-and-events.md");
    Set<String> loggers = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        LOGGER.matcher(Files.readString(file)).results().forEach(m -> loggers.add(m.group(1)));
      }
    }
    assertThat(guide.code())
        .filteredOn(text -> text.startsWith("`io.github."))
        .extracting(text -> text.replaceAll(".*\\.|`", ""))
        .containsAll(loggers);
  }

  @Test
  void testingGuideNamesEveryServerKind() throws IOException {
    Document guide = Document.read("core/docs/testing.md");
    assertThat(guide.code())
        .containsAll(Stream.of(ServerKind.values()).map(kind -> "`" + kind + "`").toList());
  }
}
