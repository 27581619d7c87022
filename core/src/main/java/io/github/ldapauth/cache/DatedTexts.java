// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.cache;

import io.github.ldapauth.cache.LookupCache.Key;
import io.github.ldapauth.directory.LogText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The texts of a {@link LookupCache}. Each begins with its own key and the time at which the
 * directory was read. So a text under the wrong key, or an expired one, is ignored, and older data
 * never replaces newer.
 */
final class DatedTexts {

  private static final Logger LOG = LoggerFactory.getLogger(LookupCache.class);
  private static final int HEADER = 2;
  private static final int LOCKS = 64;

  private final @Nullable LookupCache cache;
  private final Duration timeToLive;
  private final InstantSource clock;

  /** Within this process, comparing and writing a text is one step. */
  private final Lock[] locks = new Lock[LOCKS];

  /** A text that has the right key and is not expired. */
  record Text(Instant readAt, List<String> parts) {}

  DatedTexts(@Nullable LookupCache cache, Duration timeToLive, InstantSource clock) {
    this.cache = cache;
    this.timeToLive = timeToLive;
    this.clock = clock;
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  /** Returns whether there is a cache. */
  boolean isOn() {
    return cache != null;
  }

  /** Returns a text; empty if the cache throws, or its text is not to be used. */
  Optional<Text> read(Key key) {
    if (cache == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(cache.get(key))
          .flatMap(LengthPrefixed::read)
          .filter(parts -> parts.size() >= HEADER && parts.get(0).equals(key.text()))
          .map(all -> new Text(Instant.parse(all.get(1)), all.subList(HEADER, all.size())))
          .filter(this::isFresh);
    } catch (Exception e) { // Kotlin knows no checked exceptions
      LOG.warn("cache read failed, asking the directory: {}", LogText.of(e.toString()));
      return Optional.empty();
    }
  }

  /** Rejects times in the future too: another machine's clock may be ahead. */
  private boolean isFresh(Text text) {
    return Duration.between(text.readAt(), clock.instant()).abs().compareTo(timeToLive) < 0;
  }

  /** Writes a text unless there is a newer one. If the cache throws, logs a warning. */
  void tryToWrite(Key key, Instant readAt, List<String> parts) {
    try {
      inTurn(
          key,
          last -> {
            if (last.filter(newer -> newer.isAfter(readAt)).isEmpty()) {
              put(key, readAt, parts);
            }
          });
    } catch (Exception e) {
      LOG.warn("cache write failed: {}", LogText.of(e.toString()));
    }
  }

  /**
   * Replaces a text by an empty one of this moment, which no older text replaces. If a clock that
   * is ahead dated the text, the empty one has the same date.
   *
   * @throws RuntimeException if the cache throws it
   */
  void evict(Key key) {
    Instant now = clock.instant();
    inTurn(key, last -> put(key, last.filter(now::isBefore).orElse(now), List.of()));
  }

  /** Calls an action with the date of the text, while no other thread writes one. */
  private void inTurn(Key key, Consumer<Optional<Instant>> action) {
    if (cache == null) {
      return;
    }
    Lock lock = locks[Math.floorMod(key.hashCode(), LOCKS)];
    lock.lock();
    try {
      action.accept(read(key).map(Text::readAt));
    } finally {
      lock.unlock();
    }
  }

  private void put(Key key, Instant readAt, List<String> parts) {
    List<String> all = new ArrayList<>(List.of(key.text(), readAt.toString()));
    all.addAll(parts);
    Objects.requireNonNull(cache).put(key, LengthPrefixed.write(all), timeToLive);
  }
}
