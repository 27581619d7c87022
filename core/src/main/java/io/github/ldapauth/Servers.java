// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.LdapAuthConfig.Caching;
import io.github.ldapauth.cache.LookupMemory;
import io.github.ldapauth.directory.Directory;
import io.github.ldapauth.directory.Health;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.directory.LogText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The servers of a configuration, each with its connections and its reader. */
final class Servers implements AutoCloseable {

  /** The empty name, which no named server can have. */
  private static final String FIRST = "";

  private final Map<String, Directory> directories = new LinkedHashMap<>();
  private final Map<String, UserReader> named = new LinkedHashMap<>();
  private final UserReader first;
  private final @Nullable Supplier<Optional<String>> choice;

  Servers(LdapAuthConfig config, UserMapping<?> mapping) {
    Directory directory =
        Directory.open(config.server(), config.serviceAccount(), config.asWritten());
    directories.put(FIRST, directory);
    first = new UserReader(config, directory, memory(config, directory, mapping), mapping);
    choice = config.serverChoice();
    for (Map.Entry<String, LdapServer> server : config.servers().entrySet()) {
      Directory another = directory.openAnother(server.getValue());
      LookupMemory memory = memory(config, another, mapping);
      directories.put(server.getKey(), another);
      named.put(server.getKey(), new UserReader(config, another, memory, mapping));
    }
  }

  private static LookupMemory memory(
      LdapAuthConfig config, Directory directory, UserMapping<?> mapping) {
    Caching caching = config.caching();
    if (caching == null) {
      return LookupMemory.off();
    }
    List<String> sources = new ArrayList<>(directory.sources());
    sources.add(config.serviceAccount().toString());
    return new LookupMemory(
        caching.cache(),
        caching.timeToLive(),
        sources,
        config.users().toString(),
        config.groups().orElse(null),
        RuleGroups.named(config, mapping));
  }

  /** Returns the server that the application chooses now. */
  UserReader chosen() {
    return choice == null
        ? first
        : Callbacks.requireResult(choice, "choice of chooseServer", choice.get())
            .map(this::named)
            .orElse(first);
  }

  UserReader named(String name) {
    UserReader reader = named.get(name);
    if (reader == null) {
      throw new IllegalArgumentException(
          "no server \"" + LogText.of(name) + "\"; configured servers: " + named.keySet());
    }
    return reader;
  }

  /**
   * Evicts a user from the caches of all servers.
   *
   * @throws RuntimeException the first failure, after all servers were tried
   */
  void evict(String username) {
    List<RuntimeException> failures = new ArrayList<>();
    Stream.concat(Stream.of(first), named.values().stream())
        .forEach(
            reader -> {
              try {
                reader.evict(username);
              } catch (RuntimeException e) {
                failures.add(e);
              }
            });
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
  }

  /** Returns the health of the first server, with that of the named ones. */
  Health health() {
    Map<String, Health> all = new LinkedHashMap<>();
    directories.forEach((name, directory) -> all.put(name, directory.health()));
    Health ofFirst = Objects.requireNonNull(all.remove(FIRST));
    return ofFirst.withNamed(all);
  }

  /** Returns the directories by the names of their servers; the first one has the empty name. */
  Map<String, Directory> directories() {
    return Collections.unmodifiableMap(directories);
  }

  @Override
  public void close() {
    for (Directory directory : directories.values()) {
      directory.close();
    }
  }
}
