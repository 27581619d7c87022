// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.ParsedSetting;
import io.github.ldapauth.group.GroupQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A check of all settings of a builder, without contacting the directory. */
record ConfigMistakes(LdapAuthConfigBuilder config) {

  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration LONGEST_CACHED = Duration.ofDays(1);

  /** Returns the mistakes, one line each, with the names of the builder's methods. */
  List<String> all() {
    List<String> mistakes = new ArrayList<>();
    addServers(mistakes);
    mistakes.addAll(config.users.mistakes());
    addGroups(mistakes);
    for (ParsedSetting<String> name : config.attributes) {
      name.addMistakeTo(mistakes);
    }
    addTimes(mistakes);
    addBinds(mistakes);
    return mistakes;
  }

  private void addServers(List<String> mistakes) {
    mistakes.addAll(config.server.mistakes());
    if (config.preset != null) {
      config.preset.mistake().ifPresent(mistakes::add);
    }
    mistakes.addAll(config.serverMistakes);
    if (config.serverChoice != null && config.servers.isEmpty()) {
      mistakes.add("chooseServer: has no named server; add server(name, ...)");
    }
    mistakes.addAll(config.serviceAccount.mistakes());
    List<LdapServer> all = new ArrayList<>(config.servers.values());
    all.add(0, config.server);
    config.serviceAccount.missingAt(all).ifPresent(mistakes::add);
  }

  private void addGroups(List<String> mistakes) {
    if (config.groups != null) {
      mistakes.addAll(config.groups.mistakes());
    }
    addQueries(mistakes, "require", config.rules.required());
    addQueries(mistakes, "deny", config.rules.denied());
    addQueries(mistakes, "lookFor", config.rules.lookedFor());
  }

  private void addQueries(List<String> mistakes, String setting, List<GroupQuery> queries) {
    Preset preset = config.preset;
    if (preset == null) {
      for (GroupQuery query : queries) {
        mistakes.addAll(query.mistakes(setting, config.groups));
      }
    } else if (preset.mistake().isEmpty()) {
      queries.stream()
          .flatMap(query -> query.mistakes(setting, config.groups).stream())
          .map(preset.names(config.users, config.groups))
          .forEach(mistakes::add);
    } else { // where its groups are is unknown
      queries.stream()
          .flatMap(query -> query.mistakes().stream())
          .forEach(mistake -> mistakes.add(setting + " " + mistake));
    }
  }

  private void addTimes(List<String> mistakes) {
    Duration limit = config.timeLimit;
    if (!isPositive(limit) || limit.compareTo(LONGEST) > 0) {
      mistakes.add("timeLimit " + limit + ": must be positive and at most 1 hour");
    }
    Duration least = config.minRejectionTime;
    if (least.isNegative() || (!least.isZero() && least.compareTo(limit) >= 0)) {
      mistakes.add("minRejectionTime " + least + ": must be less than timeLimit(...)");
    }
    if (config.caching != null) {
      Duration cached = config.caching.timeToLive();
      if (!isPositive(cached) || cached.compareTo(LONGEST_CACHED) > 0) {
        mistakes.add("cache " + cached + ": must be positive and at most 1 day");
      }
    }
  }

  private void addBinds(List<String> mistakes) {
    if (config.lockoutPolicy != null) {
      config.lockoutPolicy.addMistakeTo(mistakes);
      needSearch("avoidLockout").ifPresent(mistakes::add);
    }
    if (config.decoy != null) {
      config.decoy.addMistakeTo(mistakes);
      config.decoy.value().flatMap(this::decoyMistake).ifPresent(mistakes::add);
    }
  }

  private Optional<String> decoyMistake(Dn dn) {
    Optional<String> needed = needSearch("decoyBind");
    return needed.isEmpty() && config.serviceAccount.isNamed(dn)
        ? Optional.of("decoyBind: is the service account, which the directory would lock")
        : needed;
  }

  private Optional<String> needSearch(String setting) {
    return config.users.findsUserBeforeBind()
        ? Optional.empty()
        : Optional.of(
            setting + ": cannot be used together with a look-up that binds without a search");
  }

  private static boolean isPositive(Duration time) {
    return !time.isNegative() && !time.isZero();
  }
}
