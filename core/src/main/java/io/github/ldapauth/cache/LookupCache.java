// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A cache for what look-ups find: the DN of a user name, and the groups of a DN. Implement it to
 * use a cache of your own, or one that several machines share. Many threads call it.
 *
 * <p>If a method throws, ldapauth logs a warning and asks the directory; {@code
 * LdapAuthenticator.invalidate} rethrows the exception. ldapauth ignores text from {@link #get}
 * that is damaged, expired or about something else.
 *
 * <p>A sign-in never uses the cache. Restrict write access to it all the same: anyone who can write
 * to it can change the groups that {@code LdapAuthenticator.lookup}, {@code populate} and {@code
 * lookupPermitted} return. Passwords, answers to binds, attributes and missing users are never
 * cached.
 */
public interface LookupCache {

  /** The kinds of cached texts. */
  enum Kind {
    /** The DN of a user name. */
    DN,
    /** The groups of a DN. */
    GROUPS
  }

  /**
   * The key of a cached text. It is never shortened or replaced, so different subjects have
   * different keys.
   *
   * @param search a hash of the configured servers, the service account and the search; 64
   *     hexadecimal digits
   * @param kind what was found
   * @param subject the user name or the DN, unchanged
   */
  record Key(String search, Kind kind, String subject) {

    /** Returns the key as one text. Different keys have different texts. */
    public String text() {
      return search + "/" + kind + "/" + subject;
    }
  }

  /** Returns the text of the last {@link #put}; null if there is none or it was evicted. */
  @Nullable String get(Key key);

  /**
   * Caches a text, and replaces an older one.
   *
   * @param timeToLive the time after which the text is not used; the cache may evict it earlier
   */
  void put(Key key, String value, Duration timeToLive);

  /**
   * Returns a cache in the memory of this process that evicts the least recently used text.
   *
   * @param maxEntries the most texts that it holds; a user has up to two
   * @throws IllegalArgumentException if that is less than 1
   */
  static LookupCache inMemory(int maxEntries) {
    return new InMemoryCache(maxEntries, System::nanoTime);
  }
}
