// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static java.util.stream.Collectors.joining;

import io.github.ldapauth.DiagnosisLog.Finding;
import io.github.ldapauth.LdapDiagnosis.Step;
import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LogText;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.group.Answer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.group.Groups;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The part of a diagnosis that is about the groups of a user, and about what follows from them. */
final class DiagnosisOfGroups {

  /** What to check if groups are not found, by the setting of the look-up. */
  private static final Map<String, String> CHECK =
      Map.of(
          "GroupLookup.search",
          "GroupLookup.search type",
          "GroupLookup.memberOf",
          "GroupLookup.memberOf(...)",
          "GroupLookup.tokenGroups",
          "GroupLookup.tokenGroups(...)",
          "GroupLookup.automatic",
          "GroupLookup.automatic base");

  private final LdapAuthConfig config;
  private final UserMapping<?> mapping;
  private final List<GroupQuery> roles;
  private final DiagnosisLog log;

  private final Map<Dn, String> ways = new LinkedHashMap<>();
  private @Nullable Groups groups;

  DiagnosisOfGroups(
      LdapAuthConfig config, UserMapping<?> mapping, List<GroupQuery> roles, DiagnosisLog log) {
    this.config = config;
    this.mapping = mapping;
    this.roles = roles;
    this.log = log;
  }

  /** Reads the groups as a sign-in does; null if that fails, or no look-up is configured. */
  @Nullable Groups read(LdapEntry user, UserReader reader, DirectorySession session) {
    GroupLookup lookup = config.groups().orElse(null);
    if (lookup == null) {
      log.add(Step.READ_GROUPS, "groups", Finding.skipped("no look-up of groups is configured"));
      return null;
    }
    log.check(
        Step.READ_GROUPS, lookup.setting(), session, () -> read(lookup, user, reader, session));
    return groups;
  }

  private Finding read(
      GroupLookup lookup, LdapEntry user, UserReader reader, DirectorySession session) {
    Groups read = Objects.requireNonNull(reader.groupsOf(user, session));
    groups = read;
    try (DirectorySession aside = reader.openSession()) {
      if (read.dns().isEmpty()) {
        String hint =
            lookup
                .whyNone(user, config.users().bases(), aside)
                .map(why -> why + "; check " + settingsOf(lookup))
                .orElse("");
        return hint.isEmpty()
            ? Finding.passed("in no group")
            : Finding.warning("in no group", hint);
      }
      ways.putAll(lookup.waysTo(read, user, aside));
      ways.putAll(lookup.missedBy(read, user, aside));
    } catch (LdapDirectoryException e) {
      // The groups are known. The rest is only more evidence.
    }
    String text = read.dns().size() == 1 ? "in 1 group" : "in " + read.dns().size() + " groups";
    String rest = read.isComplete() ? "" : ", and perhaps in others";
    return Finding.passed(text + rest).with(read.dns().stream().map(this::describe).toList());
  }

  /** Returns what to check: the setting of each look-up, if several are combined. */
  private static String settingsOf(GroupLookup lookup) {
    return lookup.settings().stream()
        .map(setting -> CHECK.getOrDefault(setting, setting))
        .collect(joining(", and "));
  }

  private String describe(Dn group) {
    String way = ways.get(group);
    return LogText.of(group.toString()) + (way == null ? "" : ": " + LogText.of(way));
  }

  /** Checks the rules, flags, mirrors and roles. */
  void check(LdapUser user) {
    config
        .rules()
        .required()
        .forEach(rule -> rule(Step.REQUIRE, "require", rule, user, Answer.YES::equals));
    config.rules().denied().forEach(rule -> rule(Step.DENY, "deny", rule, user, Answer.NO::equals));
    mapping
        .flags()
        .forEach(flag -> rule(Step.FLAG, "flag", flag.query(), user, DiagnosisOfGroups::isKnown));
    mapping.mirrors().forEach(mirror -> mirror(mirror.mirror(), user));
    roles.forEach(role -> rule(Step.ROLE, "role", role, user, DiagnosisOfGroups::isKnown));
  }

  private static boolean isKnown(Answer answer) {
    return answer != Answer.UNKNOWN;
  }

  private void rule(
      Step step, String setting, GroupQuery query, LdapUser user, Predicate<Answer> passes) {
    Groups known = user.groups();
    Answer answer = query.evaluate(known);
    List<String> leaves = new ArrayList<>();
    query.explain(known).forEach((group, each) -> leaves.add(text(each) + ": " + describe(group)));
    String doubts = answer == Answer.UNKNOWN ? ", because " + query.doubts(known) : "";
    Finding finding =
        passes.test(answer)
            ? Finding.passed(text(answer) + doubts)
            : Finding.failed(text(answer) + doubts, "");
    log.add(step, setting + " " + query, finding.with(leaves));
  }

  private static String text(Answer answer) {
    return answer.name().toLowerCase(Locale.ROOT);
  }

  private void mirror(GroupMirror mirror, LdapUser user) {
    Finding finding;
    try {
      List<String> wanted = mirror.target(user).wanted();
      finding =
          Finding.passed(wanted.isEmpty() ? "sets no group" : "sets " + LogText.of(wanted + ""));
    } catch (Rejection no) {
      finding = Finding.failed(no.reason() + ": " + no.detail(), "");
    }
    log.add(Step.MIRROR, "mirrorGroups", finding);
  }
}
