// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.cache;

import io.github.ldapauth.cache.LookupCache.Key;
import io.github.ldapauth.cache.LookupCache.Kind;
import io.github.ldapauth.directory.LogText;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.Groups;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The DNs and groups that the searches of one directory found, in a {@link LookupCache}.
 *
 * <p>Each cached text begins with its own key and the time at which the directory was read. So a
 * text under the wrong key, or an expired one, is ignored, and older data never replaces newer.
 */
public final class LookupMemory {

  private static final Logger LOG = LoggerFactory.getLogger(LookupCache.class);
  private static final int HEADER = 2;
  private static final int LOCKS = 64;

  private final @Nullable LookupCache cache;
  private final Duration timeToLive;
  private final @Nullable GroupLookup groups;
  private final String userSearch;
  private final String groupSearch;
  private final InstantSource clock;

  /** Within this process, comparing and writing a text is one step. */
  private final List<Lock> locks = Stream.<Lock>generate(ReentrantLock::new).limit(LOCKS).toList();

  /**
   * The groups of a user.
   *
   * @param readAt the time at which the directory was read
   */
  public record CachedGroups(Groups groups, Instant readAt) {}

  /**
   * Creates a view of a cache that is separate for each directory and search.
   *
   * @param cache null to cache nothing
   * @param timeToLive the time after reading for which a text is used
   * @param directory the servers and the account that searches
   * @param userSearch the search that finds DNs
   * @param groups the search that finds groups
   */
  public LookupMemory(
      @Nullable LookupCache cache,
      Duration timeToLive,
      List<String> directory,
      String userSearch,
      @Nullable GroupLookup groups) {
    this(cache, timeToLive, directory, userSearch, groups, InstantSource.system());
  }

  LookupMemory(
      @Nullable LookupCache cache,
      Duration timeToLive,
      List<String> directory,
      String userSearch,
      @Nullable GroupLookup groups,
      InstantSource clock) {
    this.cache = cache;
    this.timeToLive = timeToLive;
    this.groups = groups;
    this.clock = clock;
    this.userSearch = hash(directory, userSearch);
    this.groupSearch = hash(directory, String.valueOf(groups));
  }

  private static String hash(List<String> directory, String search) {
    String all =
        LengthPrefixed.write(Stream.concat(directory.stream(), Stream.of(search)).toList());
    try {
      byte[] bytes = all.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Returns the DN that was found for a user name. */
  public Optional<Dn> cachedDn(String username) {
    return read(dnKey(username))
        .map(Text::parts)
        .filter(parts -> parts.size() == 1)
        .flatMap(parts -> dn(parts.get(0)));
  }

  /** Caches the DN of a user name. */
  public void cacheDn(String username, Dn dn, Instant readAt) {
    tryToWrite(dnKey(username), readAt, List.of(dn.toString()));
  }

  /**
   * Evicts the DN of a user name, also from look-ups that are under way.
   *
   * @throws RuntimeException if the cache throws it
   */
  public void evictDn(String username) {
    write(dnKey(username), clock.instant(), List.of());
  }

  /** Returns the groups of a user, unless another user had this DN when they were read. */
  public Optional<CachedGroups> cachedGroups(LdapEntry user) {
    return searchesGroups()
        ? read(groupsKey(user.dn())).flatMap(text -> groups(user, text))
        : Optional.empty();
  }

  private boolean searchesGroups() {
    return groups != null && groups.asksDirectory();
  }

  /**
   * Caches the groups of a user if they are complete, came from a search, and the entry has a
   * stable id.
   */
  public void cacheGroups(LdapEntry user, Groups found, Instant readAt) {
    Optional<String> id = user.stableId();
    if (!searchesGroups() || !found.isComplete() || id.isEmpty()) {
      return;
    }
    List<String> parts = new ArrayList<>(List.of(id.get()));
    for (Dn group : found.dns()) {
      parts.add(group.toString());
      parts.add(found.nameOf(group).map(name -> "=" + name).orElse(""));
    }
    tryToWrite(groupsKey(user.dn()), readAt, parts);
  }

  /** Evicts groups of a user that are older than {@code readAt}. */
  public void outdateGroups(Dn user, Instant readAt) {
    if (searchesGroups()) {
      tryToWrite(groupsKey(user), readAt, List.of());
    }
  }

  /**
   * Evicts the groups of a user, also from look-ups that are under way.
   *
   * @throws RuntimeException if the cache throws it
   */
  public void evictGroups(Dn user) {
    if (searchesGroups()) {
      write(groupsKey(user), clock.instant(), List.of());
    }
  }

  private Key dnKey(String username) {
    return new Key(userSearch, Kind.DN, username);
  }

  private Key groupsKey(Dn user) {
    return new Key(groupSearch, Kind.GROUPS, user.toString());
  }

  /**
   * Parses the stable id of the user, and pairs of a DN and a name. A group outside the search
   * makes the text invalid.
   */
  private Optional<CachedGroups> groups(LdapEntry user, Text text) {
    List<String> parts = text.parts();
    if (parts.size() % 2 == 0 || !user.stableId().equals(Optional.of(parts.get(0)))) {
      return Optional.empty();
    }
    GroupLookup lookup = Objects.requireNonNull(groups);
    Map<Dn, Optional<String>> found = new LinkedHashMap<>();
    for (int i = 1; i < parts.size(); i += 2) {
      Optional<Dn> group = dn(parts.get(i)).filter(lookup::canFind);
      String name = parts.get(i + 1);
      if (group.isEmpty() || !(name.isEmpty() || name.startsWith("="))) {
        return Optional.empty();
      }
      found.put(group.get(), name.isEmpty() ? Optional.empty() : Optional.of(name.substring(1)));
    }
    return Optional.of(new CachedGroups(Groups.complete(found, lookup::canFind), text.readAt()));
  }

  private static Optional<Dn> dn(String text) {
    try {
      return Optional.of(Dn.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A text of the cache that has the right key and is not expired. */
  private record Text(Instant readAt, List<String> parts) {}

  private Optional<Text> read(Key key) {
    if (cache == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(cache.get(key))
          .flatMap(LengthPrefixed::read)
          .filter(parts -> parts.size() >= HEADER && parts.get(0).equals(key.text()))
          .map(all -> new Text(Instant.parse(all.get(1)), all.subList(HEADER, all.size())))
          .filter(this::isFresh);
    } catch (RuntimeException e) {
      LOG.warn("cache read failed, asking the directory: {}", LogText.of(e.toString()));
      return Optional.empty();
    }
  }

  private void tryToWrite(Key key, Instant readAt, List<String> parts) {
    try {
      write(key, readAt, parts);
    } catch (RuntimeException e) {
      LOG.warn("cache write failed: {}", LogText.of(e.toString()));
    }
  }

  private void write(Key key, Instant readAt, List<String> parts) {
    if (cache == null) {
      return;
    }
    List<String> all = new ArrayList<>(List.of(key.text(), readAt.toString()));
    all.addAll(parts);
    Lock lock = locks.get(Math.floorMod(key.hashCode(), LOCKS));
    lock.lock();
    try {
      if (read(key).filter(newer -> newer.readAt().isAfter(readAt)).isEmpty()) {
        cache.put(key, LengthPrefixed.write(all), timeToLive);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Rejects times in the future too: another machine's clock may be ahead. */
  private boolean isFresh(Text text) {
    return Duration.between(text.readAt(), clock.instant()).abs().compareTo(timeToLive) < 0;
  }
}
