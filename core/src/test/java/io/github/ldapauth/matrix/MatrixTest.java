// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.TestAbortedException;

/** Tells what the library promises to each directory, and prints the table of the guide. */
class MatrixTest {

  private static final Path GUIDE = Path.of("docs/directories.md");

  private static final List<MatrixDirectory> DIRECTORIES = new ArrayList<>();
  private static final List<String> NOT_STARTED = new ArrayList<>();
  private static final StringBuilder TABLE = new StringBuilder(MatrixTable.header());
  private static final StringBuilder REASONS = new StringBuilder();

  static List<Promise> promises() {
    return Stream.of(SignInPromises.all(), GroupPromises.all(), AccountPromises.all())
        .flatMap(List::stream)
        .toList();
  }

  /** Starts all at the same time: most of them wait a lot. */
  @BeforeAll
  static void start() throws Exception {
    ExecutorService starters = Executors.newCachedThreadPool();
    try {
      List<Callable<MatrixDirectory>> starts =
          List.of(
              MatrixDirectories::samba,
              MatrixDirectories::directory389,
              JavaDirectories::openDj,
              JavaDirectories::apacheDs,
              MatrixDirectories::openLdap,
              MatrixDirectories::backLdap,
              MatrixDirectories::backMeta,
              MatrixDirectories::balancer,
              KitDirectories::likeOpenLdap,
              KitDirectories::like389,
              KitDirectories::likeOpenDj,
              KitDirectories::likeActiveDirectory);
      List<Throwable> failures = new ArrayList<>();
      for (var start : starters.invokeAll(starts)) {
        try {
          DIRECTORIES.add(start.get());
        } catch (ExecutionException e) {
          if (e.getCause() instanceof TestAbortedException missing) {
            NOT_STARTED.add(missing.getMessage());
          } else {
            failures.add(e.getCause());
          }
        }
      }
      assertThat(failures).isEmpty();
    } finally {
      starters.shutdown();
    }
  }

  @AfterAll
  static void printAndStop() {
    System.out.println(TABLE);
    System.out.println(REASONS);
    DIRECTORIES.forEach(MatrixDirectory::close);
  }

  @ParameterizedTest
  @MethodSource("promises")
  void promiseIsKept(Promise promise) throws Exception {
    Map<Column, String> marks = new EnumMap<>(Column.class);
    Map<String, String> wrong = new LinkedHashMap<>();
    for (MatrixDirectory directory : DIRECTORIES) {
      Optional<Throwable> failure = tell(promise, directory);
      boolean isRight = failure.isEmpty() == promise.isKeptBy(directory);
      if (!isRight) {
        wrong.put(
            directory.toString(), failure.map(Throwable::toString).orElse("keeps the promise"));
      }
      marks.merge(directory.column(), mark(promise, directory, isRight), MatrixTest::worse);
    }
    String row = MatrixTable.row(promise, marks);
    TABLE.append(row);
    REASONS.append(MatrixTable.reasons(promise));
    assertThat(wrong).isEmpty();
    assumeTrue(NOT_STARTED.isEmpty(), () -> String.join("; ", NOT_STARTED));
    assertThat(Files.readString(GUIDE)).contains(row).contains(MatrixTable.reasons(promise));
  }

  private static Optional<Throwable> tell(Promise promise, MatrixDirectory directory) {
    try {
      promise.story().tell(directory);
      return Optional.empty();
    } catch (Exception | AssertionError e) {
      return Optional.of(e);
    }
  }

  /** The kit is right if it does what the server does, so that its mark is about that. */
  private static String mark(Promise promise, MatrixDirectory directory, boolean isRight) {
    if (!isRight) {
      return MatrixTable.BROKEN;
    }
    return promise.missing().containsKey(directory.column())
        ? MatrixTable.MISSING
        : MatrixTable.KEPT;
  }

  private static String worse(String one, String other) {
    return one.equals(MatrixTable.BROKEN) ? one : other;
  }

  @Test
  void guideHasNoOtherRows() throws IOException {
    String guide = Files.readString(GUIDE);
    assertThat(guide).contains(MatrixTable.header());
    String rows = guide.substring(guide.indexOf(MatrixTable.header()));
    assertThat(rows.lines().skip(2).takeWhile(line -> line.startsWith("|")))
        .extracting(row -> row.substring(2, row.indexOf(" | ")))
        .isEqualTo(promises().stream().map(Promise::title).collect(Collectors.toList()));
  }
}
