// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.DiagnosisLog.Finding;
import io.github.ldapauth.LdapDiagnosis.Step;
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

  private static final String LOOK_FOR = "lookFor";
  private static final String ROLE = "role";

  private Probes() {}

  /**
   * Returns the probes of the settings that the service account can make.
   *
   * @param roles further queries whose groups are looked for
   */
  static List<Probe> of(LdapAuthConfig config, UserMapping<?> mapping, List<GroupQuery> roles) {
    // The account may see less than the user. If sign-ins do not use it, look-ups still do.
    boolean hasAccount = !config.serviceAccount().isAnonymous();
    boolean findsUserBeforeBind = config.users().findsUserBeforeBind();
    boolean readsAsUser = config.readAsUser();
    List<Probe> probes = new ArrayList<>(config.users().serverProbes().toList());
    if (findsUserBeforeBind || !readsAsUser || hasAccount) {
      config.users().probes().forEach(probes::add);
      addAttributes(probes, config, mapping);
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
          .forEach((group, settings) -> probes.add(group(group, settings, config, groups)));
    }
    return probes;
  }

  private static Finding limit(long limit) {
    return limit > 0
        ? Finding.passed("the limit is " + limit)
        : Finding.warning(
            "the policy locks no account: its limit is 0, or it shows no pwdLockout or"
                + " passwordLockout that is on",
            "let the service account read the whole policy, or leave out avoidLockout(...)");
  }

  /** Adds those of the attributes that are read, beside those of the filters. */
  private static void addAttributes(
      List<Probe> probes, LdapAuthConfig config, UserMapping<?> mapping) {
    Map<String, Set<String>> named = new LinkedHashMap<>();
    Set<String> read = new LinkedHashSet<>(config.attributes());
    read.removeAll(Set.of("*", "+"));
    if (!read.isEmpty()) {
      named.put("attributes", read);
    }
    named.putAll(mapping.attributesBySetting());
    Dn base = config.users().bases().get(0);
    named.forEach(
        (setting, names) ->
            probes.add(Probe.attributes(setting, names, setting.startsWith("keyedBy"), base)));
  }

  /** Returns a probe that checks the kind of the servers, if a setting is for one kind. */
  static List<Probe> kinds(LdapAuthConfig config) {
    KindCheck kinds = new KindCheck(config);
    return kinds.isForOneKind() ? List.of(Probe.kind(kinds)) : List.of();
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
      Dn group, Set<String> settings, LdapAuthConfig config, GroupLookup groups) {
    return Probe.of(
        Step.NAMED_GROUP,
        setting(group, settings),
        session -> groups.findProblem(group, config.users().bases(), session));
  }

  /** Returns the settings that name a group. */
  static String settingOf(Dn group, LdapAuthConfig config, UserMapping<?> mapping) {
    return setting(group, named(config, mapping, List.of()).getOrDefault(group, Set.of()));
  }

  private static String setting(Dn group, Set<String> settings) {
    return String.join(", ", settings) + " memberOf \"" + group + "\"";
  }
}
