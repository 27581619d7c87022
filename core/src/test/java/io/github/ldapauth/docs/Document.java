// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A document in Markdown.
 *
 * @param name its path from the root of the repository
 * @param prose its lines but for those of blocks
 */
record Document(String name, List<String> prose, List<Block> blocks) {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String FENCE = "```";
  private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /**
   * A block of code.
   *
   * @param above the line above it
   */
  record Block(int line, String language, String above, String code) {}

  /** Returns the documents at the root, all guides, and the READMEs of other folders. */
  static List<Document> all() throws IOException {
    List<Document> documents = new ArrayList<>();
    for (String name : List.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")) {
      documents.add(read(name));
    }
    documents.addAll(guides());
    for (String folder : List.of("examples", "testkit", "findings")) {
      documents.addAll(readmes(ROOT.resolve(folder)));
    }
    return documents;
  }

  private static List<Document> readmes(Path folder) throws IOException {
    try (Stream<Path> files = Files.find(folder, 2, (file, kind) -> file.endsWith("README.md"))) {
      List<Document> readmes = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        readmes.add(at(file));
      }
      return readmes;
    }
  }

  static List<Document> guides() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve("core/docs"))) {
      List<Document> guides = new ArrayList<>();
      for (Path file : files.filter(Document::isDocument).sorted().toList()) {
        guides.add(read(ROOT.relativize(file).toString()));
      }
      return guides;
    }
  }

  static Document read(String name) throws IOException {
    List<String> prose = new ArrayList<>();
    List<Block> blocks = new ArrayList<>();
    List<String> lines = Files.readAllLines(ROOT.resolve(name));
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).startsWith(FENCE)) {
        prose.add(lines.get(i));
        continue;
      }
      int begin = i++;
      while (!lines.get(i).startsWith(FENCE)) {
        i++;
      }
      blocks.add(
          new Block(
              begin + 1,
              lines.get(begin).substring(FENCE.length()),
              begin == 0 ? "" : lines.get(begin - 1),
              String.join("\n", lines.subList(begin + 1, i))));
    }
    return new Document(name, prose, blocks);
  }

  /** Returns the file that a path means which is written in this document. */
  Path file(String path) {
    return ROOT.resolve(name).resolveSibling(path).normalize();
  }

  static Path fromRoot(String path) {
    return ROOT.resolve(path);
  }

  /** Returns this document as {@link #all} would name it, if it is one. */
  static boolean isDocument(Path file) {
    return file.toString().endsWith(".md");
  }

  static Document at(Path file) throws IOException {
    return read(ROOT.relativize(file).toString());
  }

  /** Returns the targets of the links. */
  List<String> links() {
    return prose.stream()
        .map(line -> CODE.matcher(line).replaceAll(""))
        .flatMap(line -> LINK.matcher(line).results())
        .map(link -> link.group(1))
        .toList();
  }

  /** Returns what is set in code within a line. */
  List<String> code() {
    return prose.stream()
        .flatMap(line -> CODE.matcher(line).results())
        .map(MatchResult::group)
        .toList();
  }

  /** Returns the names of the headings in links to them. */
  List<String> headings() {
    return prose.stream()
        .filter(line -> line.matches("#+ .+"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(title -> title.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }
}
