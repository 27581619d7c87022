// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.LookupCache.Key;
import io.github.ldapauth.LookupCache.Kind;
import io.github.ldapauth.directory.LdapServer;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what the searches of one configured directory found.
 *
 * <p>Each text that is kept begins with its own key and the time at which it was written, so that a
 * cache which mixes texts up, or keeps them for too long, is noticed.
 */
final class LookupMemory {

  private static final Logger LOG = LoggerFactory.getLogger(LookupCache.class);
  private static final int HEADER = 2;

  /** Says where things are kept, and for how long. */
  record Caching(LookupCache cache, Duration timeToLive) {}

  private final @Nullable Caching caching;
  private final @Nullable GroupLookup groups;
  private final String userSearch;
  private final String groupSearch;
  private final InstantSource clock;

  LookupMemory(LdapAuthConfig config, LdapServer server) {
    this(config, server, InstantSource.system());
  }

  LookupMemory(LdapAuthConfig config, LdapServer server, InstantSource clock) {
    this.caching = config.caching();
    this.groups = config.groups();
    this.clock = clock;
    this.userSearch = hash(config, server, config.users().toString());
    this.groupSearch = hash(config, server, String.valueOf(config.groups()));
  }

  private static String hash(LdapAuthConfig config, LdapServer server, String search) {
    String all =
        LengthPrefixed.write(
            List.of(server.toString(), config.serviceAccount().toString(), search));
    try {
      byte[] bytes = all.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  Optional<Dn> cachedDn(String username) {
    return read(dnKey(username)).filter(parts -> parts.size() == 1).flatMap(p -> dn(p.get(0)));
  }

  void cacheDn(String username, Dn dn) {
    write(dnKey(username), List.of(dn.toString()));
  }

  void evictDn(String username) {
    remove(dnKey(username));
  }

  /** Returns the groups of a person, unless another one had this DN when they were read. */
  Optional<Groups> groupsOf(LdapEntry person) {
    return searchesGroups()
        ? read(groupsKey(person.dn())).flatMap(parts -> groups(person, parts))
        : Optional.empty();
  }

  private boolean searchesGroups() {
    return groups != null && groups.asksDirectory();
  }

  void keepGroups(LdapEntry person, Groups found) {
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

  /** Replaces the groups of a person by nothing, as the person saw others than others would. */
  void invalidateGroups(Dn person) {
    if (searchesGroups()) {
      write(groupsKey(person), List.of());
    }
  }

  void forgetGroups(Dn person) {
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
    if (caching == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(caching.cache().get(key))
          .flatMap(LengthPrefixed::read)
          .filter(parts -> parts.size() >= HEADER && parts.get(0).equals(key.text()))
          .filter(parts -> isFresh(parts.get(1), caching.timeToLive()))
          .map(parts -> parts.subList(HEADER, parts.size()));
    } catch (RuntimeException e) {
      LOG.warn("the cache could not be read, the directory is asked: {}", LogText.of(e.toString()));
      return Optional.empty();
    }
  }

  private void write(Key key, List<String> parts) {
    if (caching == null) {
      return;
    }
    List<String> all = new ArrayList<>(List.of(key.text(), clock.instant().toString()));
    all.addAll(parts);
    try {
      caching.cache().put(key, LengthPrefixed.write(all), caching.timeToLive());
    } catch (RuntimeException e) {
      LOG.warn("the cache could not be written: {}", LogText.of(e.toString()));
    }
  }

  private void remove(Key key) {
    if (caching != null) {
      caching.cache().remove(key);
    }
  }

  /** A machine whose clock is ahead writes texts of the future. */
  private boolean isFresh(String written, Duration timeToLive) {
    Duration age = Duration.between(Instant.parse(written), clock.instant()).abs();
    return age.compareTo(timeToLive) < 0;
  }
}
