// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.cache;

import io.github.ldapauth.cache.DatedTexts.Text;
import io.github.ldapauth.cache.LookupCache.Key;
import io.github.ldapauth.cache.LookupCache.Kind;
import io.github.ldapauth.directory.Fingerprint;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.Groups;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The DNs and groups that the searches of one directory found, in a {@link LookupCache}: what is
 * cached for a user, and when it may be used. {@code DatedTexts} reads and writes the texts.
 */
public final class LookupMemory {

  private final DatedTexts texts;
  private final @Nullable GroupLookup groups;
  private final String userSearch;
  private final String groupSearch;
  private final String rules;

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
   * @param named the groups that rules name. Groups cached under other rules are not used: a group
   *     of these rules may have been hidden when they were read
   */
  public LookupMemory(
      @Nullable LookupCache cache,
      Duration timeToLive,
      List<String> directory,
      String userSearch,
      @Nullable GroupLookup groups,
      Set<Dn> named) {
    this(cache, timeToLive, directory, userSearch, groups, named, InstantSource.system());
  }

  LookupMemory(
      @Nullable LookupCache cache,
      Duration timeToLive,
      List<String> directory,
      String userSearch,
      @Nullable GroupLookup groups,
      Set<Dn> named,
      InstantSource clock) {
    this.texts = new DatedTexts(cache, timeToLive, clock);
    this.groups = groups;
    this.userSearch = hash(directory, userSearch);
    this.groupSearch = hash(directory, String.valueOf(groups));
    Set<String> names = new TreeSet<>();
    for (Dn group : named) {
      names.add(group.toString());
    }
    this.rules = hash(List.copyOf(names), "");
  }

  /** Returns a view that caches nothing. */
  public static LookupMemory off() {
    return new LookupMemory(null, Duration.ZERO, List.of(), "", null, Set.of());
  }

  /** Returns whether anything is cached. */
  public boolean isOn() {
    return texts.isOn();
  }

  private String hash(List<String> texts, String last) {
    if (!isOn()) {
      return "";
    }
    String all = LengthPrefixed.write(Stream.concat(texts.stream(), Stream.of(last)).toList());
    return Fingerprint.of(all.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the DN that was found for a user name. */
  public Optional<Dn> cachedDn(String username) {
    return texts
        .read(dnKey(username))
        .map(Text::parts)
        .filter(parts -> parts.size() == 1)
        .flatMap(parts -> Dn.tryParse(parts.get(0)));
  }

  /** Caches the DN of a user name. */
  public void cacheDn(String username, Dn dn, Instant readAt) {
    if (isOn()) {
      texts.tryToWrite(dnKey(username), readAt, List.of(dn.toString()));
    }
  }

  /**
   * Evicts the DN of a user name, also from look-ups that are under way.
   *
   * @throws RuntimeException if the cache throws it
   */
  public void evictDn(String username) {
    texts.evict(dnKey(username));
  }

  /** Returns the groups of a user, unless another user had this DN when they were read. */
  public Optional<CachedGroups> cachedGroups(LdapEntry user) {
    return cachesGroups()
        ? texts.read(groupsKey(user.dn())).flatMap(text -> groups(user, text))
        : Optional.empty();
  }

  private boolean cachesGroups() {
    return isOn() && groups != null && groups.asksDirectory();
  }

  /**
   * Caches the groups of a user if they are complete, came from a search, and the entry has a
   * stable id.
   */
  public void cacheGroups(LdapEntry user, Groups found, Instant readAt) {
    if (!cachesGroups() || !found.isComplete()) {
      return;
    }
    Optional<String> owner = owner(user);
    if (owner.isEmpty()) {
      return;
    }
    List<String> parts = new ArrayList<>(List.of(owner.get()));
    for (Dn group : found.dns()) {
      parts.add(group.toString());
      parts.add(found.nameOf(group).map(name -> "=" + name).orElse(""));
    }
    texts.tryToWrite(groupsKey(user.dn()), readAt, parts);
  }

  /** Evicts groups of a user that are older than {@code readAt}. */
  public void outdateGroups(Dn user, Instant readAt) {
    if (cachesGroups()) {
      texts.tryToWrite(groupsKey(user), readAt, List.of());
    }
  }

  /**
   * Evicts the groups of a user, also from look-ups that are under way.
   *
   * @throws RuntimeException if the cache throws it
   */
  public void evictGroups(Dn user) {
    if (cachesGroups()) {
      texts.evict(groupsKey(user));
    }
  }

  private Key dnKey(String username) {
    return new Key(userSearch, Kind.DN, username);
  }

  private Key groupsKey(Dn user) {
    return new Key(groupSearch, Kind.GROUPS, user.toString());
  }

  /** Returns the first part of a text with groups: the stable id of the user, and the rules. */
  private Optional<String> owner(LdapEntry user) {
    return user.stableId().map(id -> id + "/" + rules);
  }

  /**
   * Parses the owner, and pairs of a DN and a name. A group outside the search makes the text
   * invalid.
   */
  private Optional<CachedGroups> groups(LdapEntry user, Text text) {
    List<String> parts = text.parts();
    if (parts.size() % 2 == 0 || !owner(user).equals(Optional.of(parts.get(0)))) {
      return Optional.empty();
    }
    GroupLookup lookup = Objects.requireNonNull(groups);
    Map<Dn, Optional<String>> found = new LinkedHashMap<>();
    for (int i = 1; i < parts.size(); i += 2) {
      Optional<Dn> group = Dn.tryParse(parts.get(i)).filter(lookup::canFind);
      String name = parts.get(i + 1);
      if (group.isEmpty() || !(name.isEmpty() || name.startsWith("="))) {
        return Optional.empty();
      }
      found.put(group.get(), name.isEmpty() ? Optional.empty() : Optional.of(name.substring(1)));
    }
    return Optional.of(new CachedGroups(Groups.complete(found, lookup::canFind), text.readAt()));
  }
}
