// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.cache;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cache in a map. It ignores the time to live, because {@link LookupMemory} checks it. */
final class InMemoryCache implements LookupCache {

  private static final int INITIAL_CAPACITY = 16;
  private static final float LOAD_FACTOR = 0.75f;

  /** In order of use, the least recently used first. */
  private final Map<Key, String> values = new LinkedHashMap<>(INITIAL_CAPACITY, LOAD_FACTOR, true);

  private final int maxEntries;

  InMemoryCache(int maxEntries) {
    if (maxEntries < 1) {
      throw new IllegalArgumentException(
          "LookupCache.inMemory " + maxEntries + ": must be at least 1");
    }
    this.maxEntries = maxEntries;
  }

  @Override
  public synchronized @Nullable String get(Key key) {
    return values.get(key);
  }

  @Override
  public synchronized void put(Key key, String value, Duration timeToLive) {
    values.put(key, value);
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
