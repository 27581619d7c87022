// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.cache.LookupCache.Key;
import io.github.ldapauth.cache.LookupCache.Kind;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InMemoryCacheTest {

  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

  private final AtomicLong nanos = new AtomicLong();
  private final InMemoryCache cache = new InMemoryCache(10, nanos::get);

  /** The time of day may be set back meanwhile: this clock is not it. */
  @Test
  void textIsGoneAfterItsTimeToLive() {
    Key key = new Key("", Kind.DN, "alice");
    cache.put(key, "text", HALF_AN_HOUR);
    nanos.addAndGet(HALF_AN_HOUR.toNanos() - 1);
    assertThat(cache.get(key)).isEqualTo("text");

    nanos.incrementAndGet();
    assertThat(cache.get(key)).isNull();
    cache.put(key, "newer", HALF_AN_HOUR);
    assertThat(cache.get(key)).isEqualTo("newer");
  }
}
