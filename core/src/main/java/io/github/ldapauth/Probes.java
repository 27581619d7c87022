// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.DiagnosisLog.Finding;
import io.github.ldapauth.LdapDiagnosis.Step;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.RootDse;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupQuery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The probes of a configuration: those of the searches, and of the groups that it names. */
final class Probes {

  private static final Step KIND = Step.SERVER_KIND;
  private static final String SERVER = "LdapServer";
  private static final String LOOK_FOR = "lookFor";
  private static final String ROLE = "role";

  private Probes() {}

  /**
   * Returns the probes that the service account can make.
   *
   * @param roles further queries whose groups are looked for
   */
  static List<Probe> of(LdapAuthConfig config, UserMapping<?> mapping, List<GroupQuery> roles) {
    // The account may see less than the user. If sign-ins do not use it, look-ups still do.
    boolean hasAccount = !config.serviceAccount().isAnonymous();
    boolean findsUserBeforeBind = config.users().findsUserBeforeBind();
    boolean readsAsUser = config.readAsUser();
    List<Probe> probes = new ArrayList<>(kinds(config));
    config.users().serverProbes().forEach(probes::add);
    if (findsUserBeforeBind || !readsAsUser || hasAccount) {
      config.users().probes().forEach(probes::add);
    }
    Dn policy = config.lockoutPolicy();
    if (policy != null) {
      LockoutBrake brake = new LockoutBrake(policy, System::nanoTime);
      probes.add(
          new Probe(
              Step.ACCOUNT, "avoidLockout", session -> limit(brake.read(policy, session).limit())));
    }
    GroupLookup groups = config.groups().orElse(null);
    if (groups != null && (!readsAsUser || (hasAccount && !findsUserBeforeBind))) {
      groups.bases().stream().map(Probe::groupBase).forEach(probes::add);
      named(config, mapping, roles)
          .forEach((group, settings) -> probes.add(group(settings, group, config, groups)));
    }
    return probes;
  }

  private static Finding limit(long limit) {
    return limit > 0
        ? Finding.passed("the limit is " + limit)
        : Finding.warning(
            "the policy locks no account: its limit is 0, or it shows no pwdLockout or"
                + " passwordLockout that is on",
            "let the service account read the whole policy, or leave avoidLockout out");
  }

  private static List<Probe> kinds(LdapAuthConfig config) {
    KindCheck kinds = new KindCheck(config);
    return kinds.isForOneKind() ? List.of(Probe.of(KIND, SERVER, kinds::problem)) : List.of();
  }

  /** Returns a probe that tells the kind of the server, and what it can. */
  static Probe kind() {
    return new Probe(
        KIND,
        SERVER,
        session -> {
          RootDse root = session.rootDse(Stage.FIND_USER);
          String can = String.join(", ", root.abilities());
          return Finding.passed("the server is " + root)
              .with(can.isEmpty() ? List.of() : List.of("it supports " + can))
              .with(List.of("its suffixes are " + root.namingContexts()));
        });
  }

  private static Map<Dn, Set<String>> named(
      LdapAuthConfig config, UserMapping<?> mapping, List<GroupQuery> roles) {
    Map<Dn, Set<String>> named = new LinkedHashMap<>();
    addNamed(named, "require", config.rules().required().stream());
    addNamed(named, "deny", config.rules().denied().stream());
    addNamed(named, LOOK_FOR, config.rules().lookedFor().stream());
    addNamed(named, "flag", mapping.flags().stream().map(flag -> flag.query()));
    addNamed(
        named,
        "mirrorGroups",
        mapping.mirrors().stream().flatMap(mirror -> mirror.mirror().queries().stream()));
    addNamed(named, ROLE, roles.stream());
    // Groups of roles are looked for too, by the same key in properties: it is named once.
    named.values().stream().filter(by -> by.contains(ROLE)).forEach(by -> by.remove(LOOK_FOR));
    return named;
  }

  private static void addNamed(
      Map<Dn, Set<String>> named, String setting, Stream<GroupQuery> queries) {
    queries
        .flatMap(GroupQuery::namedGroups)
        .forEach(group -> named.computeIfAbsent(group, g -> new LinkedHashSet<>()).add(setting));
  }

  private static Probe group(
      Set<String> settings, Dn group, LdapAuthConfig config, GroupLookup groups) {
    return Probe.of(
        Step.NAMED_GROUP,
        String.join(", ", settings) + " memberOf \"" + group + "\"",
        session -> groups.findProblem(group, config.users().bases(), session));
  }
}
