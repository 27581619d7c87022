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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The DNs and groups that the searches of one directory found, kept in a {@link LookupCache}.
 *
 * <p>Each cached text begins with its own key and the time at which it was written. A cache that
 * mixes texts up, or keeps them for too long, is noticed.
 */
public final class LookupMemory {

  private static final Logger LOG = LoggerFactory.getLogger(LookupCache.class);
  private static final int HEADER = 2;

  private final @Nullable LookupCache cache;
  private final Duration timeToLive;
  private final @Nullable GroupLookup groups;
  private final String userSearch;
  private final String groupSearch;
  private final InstantSource clock;

  /**
   * Keeps the entries of different directories and searches apart.
   *
   * @param cache null to cache nothing
   * @param timeToLive how long after it was written an entry is used
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
    return read(dnKey(username)).filter(parts -> parts.size() == 1).flatMap(p -> dn(p.get(0)));
  }

  /** Caches the DN of a user name. */
  public void cacheDn(String username, Dn dn) {
    write(dnKey(username), List.of(dn.toString()));
  }

  /** Evicts the DN of a user name. */
  public void evictDn(String username) {
    remove(dnKey(username));
  }

  /** Returns the groups of a user, unless another user had this DN when they were read. */
  public Optional<Groups> cachedGroups(LdapEntry person) {
    return searchesGroups()
        ? read(groupsKey(person.dn())).flatMap(parts -> groups(person, parts))
        : Optional.empty();
  }

  private boolean searchesGroups() {
    return groups != null && groups.asksDirectory();
  }

  /** Caches the groups of a user if they are complete, and reading them took a search. */
  public void cacheGroups(LdapEntry person, Groups found) {
    if (!searchesGroups() || !found.isComplete()) {
      return;
    }
    List<String> parts = new ArrayList<>(List.of(idOf(person)));
    for (Dn group : found.dns()) {
      parts.add(group.toString());
      parts.add(found.nameOf(group).map(name -> "=" + name).orElse(""));
    }
    write(groupsKey(person.dn()), parts);
  }

  /** Replaces the groups of a user by nothing, for groups that only the user may see. */
  public void invalidateGroups(Dn person) {
    if (searchesGroups()) {
      write(groupsKey(person), List.of());
    }
  }

  /** Evicts the groups of a user. */
  public void evictGroups(Dn person) {
    remove(groupsKey(person));
  }

  private Key dnKey(String username) {
    return new Key(userSearch, Kind.DN, username);
  }

  private Key groupsKey(Dn person) {
    return new Key(groupSearch, Kind.GROUPS, person.toString());
  }

  private static String idOf(LdapEntry person) {
    return person.stableId().orElse("");
  }

  /**
   * Reads the id of the person, and pairs of a DN and a name; no group may lie where the search
   * would not find it.
   */
  private Optional<Groups> groups(LdapEntry person, List<String> parts) {
    if (parts.size() % 2 == 0 || !parts.get(0).equals(idOf(person))) {
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
    return Optional.of(Groups.complete(found, lookup::canFind));
  }

  private static Optional<Dn> dn(String text) {
    try {
      return Optional.of(Dn.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<List<String>> read(Key key) {
    if (cache == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(cache.get(key))
          .flatMap(LengthPrefixed::read)
          .filter(parts -> parts.size() >= HEADER && parts.get(0).equals(key.text()))
          .filter(parts -> isFresh(parts.get(1), timeToLive))
          .map(parts -> parts.subList(HEADER, parts.size()));
    } catch (RuntimeException e) {
      LOG.warn("the cache could not be read, the directory is asked: {}", LogText.of(e.toString()));
      return Optional.empty();
    }
  }

  private void write(Key key, List<String> parts) {
    if (cache == null) {
      return;
    }
    List<String> all = new ArrayList<>(List.of(key.text(), clock.instant().toString()));
    all.addAll(parts);
    try {
      cache.put(key, LengthPrefixed.write(all), timeToLive);
    } catch (RuntimeException e) {
      LOG.warn("the cache could not be written: {}", LogText.of(e.toString()));
    }
  }

  private void remove(Key key) {
    if (cache != null) {
      cache.remove(key);
    }
  }

  /** A machine whose clock is ahead writes texts of the future. */
  private boolean isFresh(String written, Duration timeToLive) {
    Duration age = Duration.between(Instant.parse(written), clock.instant()).abs();
    return age.compareTo(timeToLive) < 0;
  }
}
