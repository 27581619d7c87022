// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.caching;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.github.ldapauth.cache.LookupCache;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A look-up cache in Caffeine, which evicts expired values itself. */
public final class CaffeineLookupCache implements LookupCache {

  private record Cached(String value, Duration timeToLive) {}

  private final Cache<Key, Cached> cache;

  /** Creates a cache of at most {@code maxEntries} values. */
  public CaffeineLookupCache(long maxEntries) {
    cache =
        Caffeine.newBuilder()
            .maximumSize(maxEntries)
            .expireAfter(Expiry.<Key, Cached>writing((key, cached) -> cached.timeToLive()))
            .recordStats()
            .build();
  }

  @Override
  public @Nullable String get(Key key) {
    Cached cached = cache.getIfPresent(key);
    return cached == null ? null : cached.value();
  }

  @Override
  public void put(Key key, String value, Duration timeToLive) {
    cache.put(key, new Cached(value, timeToLive));
  }

  /** Returns the number of hits, for the application's monitoring. */
  public long hits() {
    return cache.stats().hitCount();
  }
}
