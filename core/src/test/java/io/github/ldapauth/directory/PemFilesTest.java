// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.fixture.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two files whose texts belong together if they are equal. */
class PemFilesTest {

  @TempDir private Path folder;
  private final AtomicLong clock = new AtomicLong();
  private Path first;
  private Path second;
  private PemFiles<String> files;
  private int reads;

  @BeforeEach
  void write() throws IOException, GeneralSecurityException {
    first = folder.resolve("first");
    second = folder.resolve("second");
    write(first, "old", Duration.ofDays(1));
    write(second, "old", Duration.ofDays(1));
    files = new PemFiles<>(List.of(first, second), this::read, clock::get);
  }

  private String read() throws IOException, CertificateException {
    reads++;
    String text = Files.readString(first);
    if (!text.equals(Files.readString(second))) {
      throw new CertificateException(second + " is not of " + first);
    }
    return text;
  }

  private static void write(Path file, String text, Duration age) throws IOException {
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }

  private static void write(Path file, String text) throws IOException {
    write(file, text, Duration.ofSeconds(10));
  }

  @Test
  void unchangedFilesAreReadOnce() {
    assertThat(files.get()).isEqualTo("old");
    assertThat(files.get()).isEqualTo("old");
    assertThat(reads).isEqualTo(1);
  }

  @Test
  void changedFilesAreReadAgainOnce() throws IOException {
    write(first, "new");
    write(second, "new");

    assertThat(files.get()).isEqualTo("new");
    assertThat(files.get()).isEqualTo("new");
    assertThat(reads).isEqualTo(2);
  }

  @Test
  void fileThatChangedJustNowCountsLater() throws IOException {
    write(first, "new");
    write(second, "new", Duration.ZERO);
    assertThat(files.get()).isEqualTo("old");

    write(second, "new", Duration.ofSeconds(2));
    assertThat(files.get()).isEqualTo("new");
  }

  /** As on a network drive. */
  @Test
  void fileFromAClockThatIsAheadCountsOnceItIsQuiet() throws IOException {
    write(first, "new", Duration.ofHours(-1));
    write(second, "new", Duration.ofHours(-1));
    assertThat(files.get()).isEqualTo("old");
    clock.addAndGet(Duration.ofMillis(1999).toNanos());
    assertThat(files.get()).isEqualTo("old");
    clock.addAndGet(Duration.ofMillis(1).toNanos());
    assertThat(files.get()).isEqualTo("new");
  }

  @Test
  void filesThatCannotBeReadKeepTheOldValueAndWarnOncePerChange() throws IOException {
    try (CapturedLog log = new CapturedLog()) {
      write(first, "newer");
      assertThat(files.get()).isEqualTo("old");
      assertThat(files.get()).isEqualTo("old");
      assertThat(log.lines(Directory.class))
          .containsExactly(
              "WARNING "
                  + second
                  + " is not of "
                  + first
                  + "; new connections use what was read before");

      write(first, "newest");
      assertThat(files.get()).isEqualTo("old");
      assertThat(log.lines(Directory.class)).hasSize(2);

      write(second, "newest");
      assertThat(files.get()).isEqualTo("newest");
      assertThat(log.lines(Directory.class))
          .last()
          .isEqualTo("INFO read [" + first + ", " + second + "] again for new connections");
    }
  }

  @Test
  void deletedFileKeepsTheOldValueUntilItIsBack() throws IOException {
    Files.delete(second);
    assertThat(files.get()).isEqualTo("old");
    clock.addAndGet(Duration.ofHours(1).toNanos());
    assertThat(files.get()).isEqualTo("old");

    write(first, "new");
    write(second, "new");
    assertThat(files.get()).isEqualTo("new");
  }

  /** As Kubernetes replaces the files of a mounted secret. */
  @Test
  void linkToAnotherFileOfTheSameAgeAndLengthIsAChange() throws IOException {
    Path other = folder.resolve("other");
    write(other, "new");
    FileTime time = Files.getLastModifiedTime(first);
    Files.setLastModifiedTime(other, time);
    for (Path file : List.of(first, second)) {
      Files.delete(file);
      Files.createSymbolicLink(file, other);
    }

    assertThat(files.get()).isEqualTo("new");
  }
}
