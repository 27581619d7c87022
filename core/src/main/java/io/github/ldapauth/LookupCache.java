// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps for a while what look-ups found: the DN of a user name, and the groups of a DN. Implement
 * it to keep that in a cache of the application's own, or in one that several machines share; it is
 * called by many threads.
 *
 * <p>If a method throws, a warning is logged and the directory is asked as if nothing had been
 * kept; only {@link LdapAuthenticator#invalidate} passes it on. What {@link #get} returns is
 * checked: a text that is damaged, too old, or about something else counts as nothing. A sign-in
 * never believes the cache, so that it lets nobody in; but whoever can write into it can change
 * which groups {@link LdapAuthenticator#lookup}, {@link LdapAuthenticator#populate} and {@link
 * LdapAuthenticator#roles} see.
 *
 * <p>Passwords, answers to binds, attributes and "there is no such person" are never kept.
 */
public interface LookupCache {

  /** Says what is kept. */
  enum Kind {
    /** The DN of a user name. */
    DN,
    /** The groups of a DN. */
    GROUPS
  }

  /**
   * Says what a kept text is about. Nothing of it is shortened or replaced: different things have
   * different keys.
   *
   * @param search a hash of the configured servers, the service account and the search; 64
   *     hexadecimal digits
   * @param kind what was found
   * @param subject the user name or the DN, as it is
   */
  record Key(String search, Kind kind, String subject) {

    /** Returns the key as one text, for caches that need one; different keys, different texts. */
    public String text() {
      return search + "/" + kind + "/" + subject;
    }
  }

  /** Returns the text that was put last, or null if there is none, or none any more. */
  @Nullable String get(Key key);

  /**
   * Keeps a text, in place of an older one.
   *
   * @param timeToLive after which the text is worthless. It may be thrown away before
   */
  void put(Key key, String value, Duration timeToLive);

  /** Throws a text away, if there is one. */
  void remove(Key key);

  /**
   * Makes a cache in the memory of this process, which throws away what was used longest ago.
   *
   * @param maxEntries how many texts it keeps at most; there are up to two for each person
   * @throws IllegalArgumentException if that is less than 1
   */
  static LookupCache inMemory(int maxEntries) {
    return new InMemoryCache(maxEntries);
  }
}
