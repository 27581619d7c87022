// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A supplier that reads a password from a file at each call, without a line break at the end.
 *
 * <p>It returns a new password after the file has not changed for two seconds, as the file may be
 * half written. Until then it returns the last one.
 */
final class PasswordFile implements Supplier<String> {

  private static final Duration QUIET = Duration.ofSeconds(2);

  private final Path file;
  private final LongSupplier nanoTime;
  private volatile @Nullable Seen current;
  private volatile @Nullable Seen next;

  /** The text that was read, and the time by two clocks. */
  private record Seen(String text, Instant at, long nanos) {}

  PasswordFile(Path file, LongSupplier nanoTime) {
    this.file = file;
    this.nanoTime = nanoTime;
  }

  /** Returns the path and why it cannot be read; empty if it can. */
  Optional<String> mistake() {
    if (Files.isDirectory(file)) {
      return Optional.of(shown() + ": is a directory");
    }
    if (Files.isReadable(file)) {
      return Optional.empty();
    }
    String why = Files.exists(file) ? "AccessDeniedException" : "NoSuchFileException";
    return Optional.of(shown() + ": cannot be read (" + why + ")");
  }

  /** Hides text that may be a password, given in place of its file. */
  private String shown() {
    return SecretFile.isPath(file) ? " \"" + LogText.of(file.toString()) + "\"" : ", not shown";
  }

  /** Returns why the password is easy to steal; empty if no reason is known. */
  Optional<String> problem() {
    try {
      return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)
          ? Optional.of(
              "password file \"" + file + "\": every user of this machine can read it; chmod o-r")
          : Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  @Override
  public String get() {
    Seen last = current;
    Seen read = read();
    if (last == null || read.text().equals(last.text()) || isQuiet(read)) {
      current = read;
      next = null;
      return read.text();
    }
    return last.text();
  }

  private Seen read() {
    Instant at = Instant.now();
    long nanos = nanoTime.getAsLong();
    try {
      return new Seen(Files.readString(file).replaceFirst("\\R\\z", ""), at, nanos);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Uses two clocks, as the time of the file may come from a clock that is ahead of ours. */
  private boolean isQuiet(Seen read) {
    Seen before = next;
    if (before != null && before.text().equals(read.text())) {
      return read.nanos() - before.nanos() >= QUIET.toNanos() || wasQuietAt(read.at());
    }
    next = read;
    return wasQuietAt(read.at());
  }

  private boolean wasQuietAt(Instant time) {
    try {
      return !Files.getLastModifiedTime(file).toInstant().plus(QUIET).isAfter(time);
    } catch (IOException e) {
      return false;
    }
  }
}
