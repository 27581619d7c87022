// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.cache;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A cache that never evicts anything. */
public final class MapCache implements LookupCache {

  public final Map<Key, String> values = new ConcurrentHashMap<>();

  @Override
  public String get(Key key) {
    return values.get(key);
  }

  @Override
  public void put(Key key, String value, Duration timeToLive) {
    values.put(key, value);
  }
}
