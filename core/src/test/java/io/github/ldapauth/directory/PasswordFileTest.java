// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordFileTest {

  @TempDir private Path folder;
  private final AtomicLong clock = new AtomicLong();
  private Path path;
  private PasswordFile file;

  @BeforeEach
  void write() throws IOException {
    path = Files.writeString(folder.resolve("password"), "old secret\n");
    file = new PasswordFile(path, clock::get);
    assertThat(file.get()).isEqualTo("old secret");
  }

  private void write(String text, Duration age) throws IOException {
    Files.writeString(path, text);
    Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(age)));
  }

  @Test
  void fileThatIsWrittenByteByByteIsBelievedOnceItIsQuiet() throws IOException {
    String secret = "new secret\n";
    for (int end = 0; end <= secret.length(); end++) {
      write(secret.substring(0, end), Duration.ZERO);
      assertThat(file.get()).isEqualTo("old secret");
    }

    Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(2)));
    assertThat(file.get()).isEqualTo("new secret");
  }

  @Test
  void fileThatChangedLongAgoIsBelievedAtOnce() throws IOException {
    write("new secret", Duration.ofSeconds(10));
    assertThat(file.get()).isEqualTo("new secret");
  }

  /** As on a network drive. */
  @Test
  void fileFromAClockThatIsAheadIsBelievedOnceItIsQuiet() throws IOException {
    write("new secret", Duration.ofHours(-1));
    assertThat(file.get()).isEqualTo("old secret");
    clock.addAndGet(Duration.ofMillis(1999).toNanos());
    assertThat(file.get()).isEqualTo("old secret");
    clock.addAndGet(Duration.ofMillis(1).toNanos());
    assertThat(file.get()).isEqualTo("new secret");
  }

  @Test
  void fileThatEveryUserCanReadIsAProblem() throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(ServiceAccount.fromFile("cn=svc", path).problem())
        .hasValueSatisfying(problem -> assertThat(problem).contains(path.toString(), "chmod o-r"));

    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(ServiceAccount.fromFile("cn=svc", path).problem()).isEmpty();
  }
}
