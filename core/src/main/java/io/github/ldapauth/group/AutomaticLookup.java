// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapSearch;
import io.github.ldapauth.directory.RootDse;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.LdapFilter;
import io.github.ldapauth.entry.ParsedSetting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A look-up that is chosen at its first use, by the kind of the server and the groups it has. */
final class AutomaticLookup extends GroupLookup {

  private static final Logger LOG = LoggerFactory.getLogger(GroupLookup.class);

  private final @Nullable String base;
  private final GroupArea area;

  /** The look-up that was chosen, and why. */
  private record Choice(GroupLookup lookup, String reason) {}

  /** Holds the choice for all sessions of a directory, once one made it. */
  private static final class Chosen {
    private final AtomicReference<@Nullable Choice> choice = new AtomicReference<>();
  }

  private AutomaticLookup(@Nullable String base) {
    this.base = base;
    this.area = GroupArea.below(ParsedSetting.base("GroupLookup.automatic base", base));
  }

  static AutomaticLookup of(@Nullable String base) {
    return new AutomaticLookup(base);
  }

  private GroupLookup chosen(DirectorySession session) {
    if (session.isBoundAsUser()) {
      return choose(session).lookup(); // another user may see other groups
    }
    Chosen chosen = session.shared(this, Chosen.class, Chosen::new);
    Choice known = chosen.choice.get();
    if (known != null) {
      return known.lookup();
    }
    Choice choice = choose(session);
    if (chosen.choice.compareAndSet(null, choice)) {
      LOG.info(
          "groups below {} are found by {}, because {}", base, choice.lookup(), choice.reason());
    }
    return choice.lookup();
  }

  private Choice choose(DirectorySession session) {
    String below = Objects.requireNonNull(base); // or the configuration has a mistake
    RootDse server = session.rootDse(Stage.READ_GROUPS);
    if (server.kind().isActiveDirectory()) {
      return new Choice(tokenGroups(below), "the server is " + server);
    }
    Map<String, GroupType> types = new LinkedHashMap<>();
    types.put("member", GroupType.groupOfNames().nested());
    types.put("uniqueMember", GroupType.groupOfUniqueNames().nested());
    types.put("memberUid", GroupType.posixGroup());
    types.keySet().removeIf(attribute -> !isInUse(attribute, session));
    return types.values().stream()
        .<GroupLookup>map(type -> search(below, type))
        .reduce(GroupLookup::plus)
        .map(lookup -> new Choice(lookup, "groups there have " + types.keySet()))
        .orElseThrow(
            () ->
                new LdapDirectoryException(
                    Stage.READ_GROUPS,
                    "GroupLookup.automatic finds no group below "
                        + below
                        + " with member, uniqueMember or memberUid; check the base"));
  }

  private boolean isInUse(String attribute, DirectorySession session) {
    // ApacheDS answers 80 if it reaches the size limit without attributes to return.
    LdapSearch any =
        area.searchBelow(
            area.bases().get(0), LdapFilter.present(attribute), List.of("objectClass"), 1);
    return !session.find(Stage.READ_GROUPS, any).entries().isEmpty();
  }

  /** Returns those of all look-ups that may be chosen. */
  @Override
  public Set<String> userAttributes() {
    return GroupType.posixGroup().userAttributes();
  }

  @Override
  public Groups groupsOf(LdapEntry user, DirectorySession session) {
    return chosen(session).groupsOf(user, session);
  }

  @Override
  public Groups groupsNow(LdapEntry user, DirectorySession session) {
    return chosen(session).groupsNow(user, session);
  }

  @Override
  List<GroupLookup> partsIn(DirectorySession session) {
    return chosen(session).partsIn(session);
  }

  @Override
  public List<Dn> bases() {
    return area.bases();
  }

  @Override
  public boolean canFind(Dn group) {
    return area.contains(group);
  }

  @Override
  public String outside() {
    return area.outside("GroupLookup.automatic base");
  }

  @Override
  Set<Dn> confirmed(Set<Dn> groups, List<Dn> users, DirectorySession session) {
    return chosen(session).confirmed(groups, users, session);
  }

  @Override
  Optional<GroupProblem> problemOf(Dn group, List<Dn> users, DirectorySession session) {
    return chosen(session).problemOf(group, users, session);
  }

  @Override
  String misses() {
    return "the look-up that was chosen does not find it";
  }

  @Override
  public String setting() {
    return "GroupLookup.automatic";
  }

  @Override
  public Map<Dn, String> waysTo(Groups groups, LdapEntry user, DirectorySession session) {
    return chosen(session).waysTo(groups, user, session);
  }

  @Override
  public List<String> mistakes() {
    List<String> mistakes = new ArrayList<>();
    area.addMistakesTo(mistakes);
    return mistakes;
  }

  @Override
  public String toString() {
    return "automatic(" + area.baseSettings().get(0) + ")";
  }
}
