// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.caching;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.github.ldapauth.cache.LookupCache;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Keeps what look-ups found in Caffeine, which throws away what is too old by itself. */
public final class CaffeineLookupCache implements LookupCache {

  private record Kept(String value, Duration timeToLive) {}

  private final Cache<Key, Kept> cache;

  /** Makes a cache of at most {@code maxEntries} texts. */
  public CaffeineLookupCache(long maxEntries) {
    cache =
        Caffeine.newBuilder()
            .maximumSize(maxEntries)
            .expireAfter(Expiry.<Key, Kept>writing((key, kept) -> kept.timeToLive()))
            .recordStats()
            .build();
  }

  @Override
  public @Nullable String get(Key key) {
    Kept kept = cache.getIfPresent(key);
    return kept == null ? null : kept.value();
  }

  @Override
  public void put(Key key, String value, Duration timeToLive) {
    cache.put(key, new Kept(value, timeToLive));
  }

  @Override
  public void remove(Key key) {
    cache.invalidate(key);
  }

  /** Returns how often something was found, for the application's monitoring. */
  public long hits() {
    return cache.stats().hitCount();
  }
}
