// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.Directory;
import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.PasswordWarning;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupQuery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A run of all probes of a configuration, once per server. */
final class ProblemFinder {

  private static final int INVALID_CREDENTIALS = 49;
  private static final int FIRST_CODE_OF_THE_CLIENT = 81;

  private static final Probe CONNECTION =
      new Probe(
          "LdapServer",
          session -> {
            session.connect();
            return Optional.empty();
          });

  private static final Probe SERVICE_ACCOUNT =
      new Probe(
          "serviceAccount", session -> session.bindServiceAccount().map(PasswordWarning::toString));

  private final LdapAuthConfig config;
  private final List<Probe> probes = new ArrayList<>(List.of(CONNECTION));
  private boolean isPasswordWrong;
  private final List<String> problems = new ArrayList<>();

  ProblemFinder(LdapAuthConfig config, UserMapping<?> mapping, List<GroupQuery> roles) {
    this.config = config;
    // The account may see less than the user. If sign-ins do not use it, look-ups still do.
    boolean hasAccount = !config.serviceAccount().isAnonymous();
    boolean findsUserBeforeBind = config.users().findsUserBeforeBind();
    boolean readsAsUser = config.readAsUser();
    if (hasAccount) {
      probes.add(SERVICE_ACCOUNT);
    }
    KindCheck kinds = new KindCheck(config);
    for (Stage stage : List.of(Stage.FIND_USER, Stage.READ_GROUPS)) {
      probes.add(new Probe("LdapServer", session -> kinds.problem(stage, session)));
    }
    if (findsUserBeforeBind || !readsAsUser || hasAccount) {
      config.users().probes().forEach(probes::add);
    }
    if (!readsAsUser || (hasAccount && !findsUserBeforeBind)) {
      addGroups(mapping, roles);
    }
  }

  private void addGroups(UserMapping<?> mapping, List<GroupQuery> roles) {
    GroupLookup groups = config.groups().orElse(null);
    if (groups == null) {
      return;
    }
    groups.bases().stream()
        .map(base -> Probe.base("GroupLookup.search", Stage.READ_GROUPS, base))
        .forEach(probes::add);
    Map<Dn, Set<String>> named = new LinkedHashMap<>();
    addNamed(named, "require", config.required().stream());
    addNamed(named, "deny", config.denied().stream());
    addNamed(named, "lookFor", config.lookedFor().stream());
    addNamed(named, "flag", mapping.flags().stream().map(flag -> flag.query()));
    addNamed(
        named,
        "mirrorGroups",
        mapping.mirrors().stream().flatMap(mirror -> mirror.mirror().queries().stream()));
    addNamed(named, "role", roles.stream());
    named.forEach((group, settings) -> probes.add(group(settings, group, groups)));
  }

  private static void addNamed(
      Map<Dn, Set<String>> named, String setting, Stream<GroupQuery> queries) {
    queries
        .flatMap(GroupQuery::namedGroups)
        .forEach(group -> named.computeIfAbsent(group, g -> new LinkedHashSet<>()).add(setting));
  }

  private Probe group(Set<String> settings, Dn group, GroupLookup groups) {
    return new Probe(
        String.join(", ", settings) + " memberOf \"" + group + "\"",
        session -> groups.findProblem(group, config.users().bases(), session));
  }

  /**
   * Returns the problems, one line each.
   *
   * @param directories the directories by the names of their servers; the first one has none
   */
  List<String> problems(Map<String, Directory> directories) {
    config.serviceAccount().problem().map("serviceAccount "::concat).ifPresent(problems::add);
    directories.forEach(this::ask);
    return List.copyOf(problems);
  }

  private void ask(String name, Directory directory) {
    String prefix = name.isEmpty() ? "" : "server " + name + " ";
    for (Directory address : addresses(prefix, directory)) {
      // One more bind with a wrong password could lock the account.
      List<Probe> asked = isPasswordWrong ? List.of(CONNECTION) : probes;
      isPasswordWrong |=
          ask(prefix, address, asked).filter(ProblemFinder::isWrongPassword).isPresent();
    }
  }

  private List<Directory> addresses(String prefix, Directory directory) {
    try {
      return directory.perAddress(config.timeLimit());
    } catch (LdapDirectoryException e) {
      problems.add(prefix + CONNECTION.setting() + ": " + e.getMessage());
      return List.of();
    }
  }

  /** Runs the probes at one address, and returns the failure that ended them early, if any. */
  private Optional<LdapDirectoryException> ask(
      String prefix, Directory address, List<Probe> asked) {
    try (address;
        DirectorySession session = address.openSession(config.timeLimit())) {
      for (Probe probe : asked) {
        try {
          probe
              .problem()
              .apply(session)
              .map(what -> prefix + probe.setting() + ": " + what + " (at " + address + ")")
              .ifPresent(problems::add);
        } catch (LdapDirectoryException e) {
          problems.add(prefix + settingOf(e.stage(), probe) + ": " + e.getMessage());
          if (!isAnswer(e)) {
            return Optional.of(e);
          }
        }
      }
      return Optional.empty();
    }
  }

  private static boolean isWrongPassword(LdapDirectoryException e) {
    return e.stage() == Stage.SERVICE_BIND && e.resultCode().orElse(-1) == INVALID_CREDENTIALS;
  }

  private static String settingOf(Stage stage, Probe probe) {
    return switch (stage) {
      case CONNECT, TLS -> CONNECTION.setting();
      case SERVICE_BIND -> "serviceAccount";
      default -> probe.setting();
    };
  }

  /** Returns whether the server answered the request, so that the next probe can be sent. */
  private static boolean isAnswer(LdapDirectoryException e) {
    return switch (e.stage()) {
      case CONNECT, TLS, SERVICE_BIND -> false;
      default -> e.resultCode().orElse(0) < FIRST_CODE_OF_THE_CLIENT;
    };
  }
}
