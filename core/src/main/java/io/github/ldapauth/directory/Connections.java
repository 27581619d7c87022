// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.time.Duration;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What the sessions of one directory share.
 *
 * @param responseTimeout how long one request may take
 * @param searches the connections of the service account
 * @param passwords the connections for checking passwords
 * @param threads the threads that read beside binds
 * @param kept what sessions keep for later ones, by key
 * @param referrals follows references; null if none are followed
 */
record Connections(
    Duration responseTimeout,
    ConnectionPool searches,
    ConnectionPool passwords,
    SideThreads threads,
    RoundTrip roundTrip,
    ConcurrentMap<Object, Object> kept,
    @Nullable ReferralSearches referrals)
    implements AutoCloseable {

  /** Returns whether this is the first call with this key, as to log a problem once. */
  boolean isFirst(Object key) {
    return kept.putIfAbsent(key, true) == null;
  }

  @Override
  public void close() {
    searches.close();
    passwords.close();
    threads.close();
    if (referrals != null) {
      referrals.close();
    }
  }
}
