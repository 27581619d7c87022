// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.cache;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A cache in a map. It keeps the time to live by the monotonic clock, as the time of day, by which
 * {@link DatedTexts} judges, may be set back.
 */
final class InMemoryCache implements LookupCache {

  private static final int INITIAL_CAPACITY = 16;
  private static final float LOAD_FACTOR = 0.75f;

  /** In order of use, the least recently used first. */
  private final Map<Key, Value> values = new LinkedHashMap<>(INITIAL_CAPACITY, LOAD_FACTOR, true);

  private final int maxEntries;
  private final LongSupplier nanoTime;

  private record Value(String text, long writtenAt, Duration timeToLive) {

    boolean isOver(long now) {
      return Duration.ofNanos(now - writtenAt).compareTo(timeToLive) >= 0;
    }
  }

  InMemoryCache(int maxEntries, LongSupplier nanoTime) {
    if (maxEntries < 1) {
      throw new IllegalArgumentException(
          "LookupCache.inMemory " + maxEntries + ": must be at least 1");
    }
    this.maxEntries = maxEntries;
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized @Nullable String get(Key key) {
    Value value = values.get(key);
    return value == null || value.isOver(nanoTime.getAsLong()) ? null : value.text();
  }

  @Override
  public synchronized void put(Key key, String value, Duration timeToLive) {
    values.put(key, new Value(value, nanoTime.getAsLong(), timeToLive));
    if (values.size() > maxEntries) {
      values.remove(values.keySet().iterator().next());
    }
  }

  /** Returns the number of texts, without the texts. */
  @Override
  public synchronized String toString() {
    return "LookupCache[" + values.size() + " entries]";
  }
}
