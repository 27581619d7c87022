// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A value that is read from files, and read again after they changed.
 *
 * <p>A change counts after the files have not changed for two seconds, as they may be half written
 * or belong together. As long as they cannot be read, the value stays, with one warning for each
 * change.
 */
final class PemFiles<T> implements Supplier<T> {

  private static final Logger LOG = LoggerFactory.getLogger(Directory.class);
  private static final Duration QUIET = Duration.ofSeconds(2);

  private final List<Path> files;
  private final Reader<T> reader;
  private final LongSupplier nanoTime;
  private final ReentrantLock turn = new ReentrantLock();

  private volatile Version<T> current;
  private @Nullable List<Stamp> next;
  private long nextSince;
  private @Nullable List<Stamp> warned;

  /** Reads the value from the files. */
  @FunctionalInterface
  interface Reader<T> {
    T read() throws IOException, GeneralSecurityException;
  }

  private record Version<T>(List<Stamp> stamps, T value) {}

  /** What changes if a file does. */
  private record Stamp(Instant modified, long size, @Nullable Object fileKey) {

    private static final Stamp UNREADABLE = new Stamp(Instant.MAX, 0, null);

    static Stamp of(Path file) {
      try {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        Instant modified = attributes.lastModifiedTime().toInstant();
        return new Stamp(modified, attributes.size(), attributes.fileKey());
      } catch (IOException e) {
        return UNREADABLE;
      }
    }
  }

  /** Reads the files for the first time. */
  PemFiles(List<Path> files, Reader<T> reader, LongSupplier nanoTime)
      throws IOException, GeneralSecurityException {
    this.files = files;
    this.reader = reader;
    this.nanoTime = nanoTime;
    List<Stamp> before = stamps();
    this.current = new Version<>(before, reader.read());
  }

  /** Returns the value. Reads the files only if they changed. */
  @Override
  public T get() {
    List<Stamp> now = stamps();
    if (!now.equals(current.stamps()) && turn.tryLock()) {
      try {
        readAgain(now);
      } finally {
        turn.unlock();
      }
    }
    return current.value();
  }

  private void readAgain(List<Stamp> now) {
    if (!isQuiet(now)) {
      return;
    }
    try {
      T value = reader.read();
      if (stamps().equals(now)) {
        current = new Version<>(now, value);
        LOG.info("read {} again for new connections", files);
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      if (!now.equals(warned)) {
        warned = now;
        LOG.warn("{}; new connections use what was read before", e.getMessage());
      }
    }
  }

  /** Uses two clocks, as the time of a file may come from a clock that is ahead of ours. */
  private boolean isQuiet(List<Stamp> now) {
    if (!now.equals(next)) {
      next = now;
      nextSince = nanoTime.getAsLong();
    }
    Instant limit = Instant.now().minus(QUIET);
    return now.stream().noneMatch(stamp -> stamp.modified().isAfter(limit))
        || nanoTime.getAsLong() - nextSince >= QUIET.toNanos();
  }

  private List<Stamp> stamps() {
    return files.stream().map(Stamp::of).toList();
  }
}
