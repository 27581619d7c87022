// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.ParsedSetting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An attribute of the user's entry with the DNs of the user's groups, such as memberOf. */
public final class MemberOfLookup extends GroupLookup {

  /** Attributes that name groups alone, in lower case. */
  private static final Set<String> NAMES_OF_GROUPS =
      Set.of("memberof", "ismemberof", "groupmembership", "ibm-allgroups", "nsrole");

  private final ParsedSetting<String> attribute;
  private final ParsedSetting<String> nameAttribute;

  private MemberOfLookup(ParsedSetting<String> attribute, ParsedSetting<String> nameAttribute) {
    this.attribute = attribute;
    this.nameAttribute = nameAttribute;
  }

  static MemberOfLookup of(@Nullable String attribute) {
    return new MemberOfLookup(
        ParsedSetting.attribute("GroupLookup.memberOf", attribute), nameSetting("cn"));
  }

  /**
   * Sets the attribute of a group's RDN that holds its name. A group without it has no name.
   * Default: {@code cn}.
   */
  public MemberOfLookup nameAttribute(String name) {
    return new MemberOfLookup(attribute, nameSetting(name));
  }

  @Override
  public Set<String> userAttributes() {
    return Set.of(attribute.get());
  }

  @Override
  public Groups groupsOf(LdapEntry user, DirectorySession session) {
    Map<Dn, Optional<String>> found = new LinkedHashMap<>();
    RangedValues values = RangedValues.read(user, attribute.get(), session);
    boolean complete = values.isComplete();
    for (String value : values.values()) {
      Optional<Dn> group = Dn.tryParse(value);
      group.ifPresent(dn -> found.put(dn, dn.rdnValue(nameAttribute.get())));
      complete &= group.isPresent();
    }
    return complete ? Groups.takingOver(found, this::canFind) : Groups.incomplete(found);
  }

  @Override
  public Groups groupsNow(LdapEntry user, DirectorySession session) {
    return session
        .read(Stage.READ_GROUPS, user.dn(), List.of(attribute.get()))
        .map(now -> groupsOf(now, session))
        .orElseThrow(
            () ->
                new LdapDirectoryException(
                    Stage.READ_GROUPS, user.dn() + " was removed while its groups were read"));
  }

  String attribute() {
    return attribute.get();
  }

  /** Returns whether the attribute names groups alone. Others may name units or managers. */
  boolean namesGroups() {
    return NAMES_OF_GROUPS.contains(attribute.get().toLowerCase(Locale.ROOT));
  }

  @Override
  public boolean asksDirectory() {
    return false;
  }

  @Override
  public List<Dn> bases() {
    return List.of();
  }

  @Override
  public boolean canFind(Dn group) {
    return true;
  }

  @Override
  public String outside() {
    return "cannot be in " + attribute;
  }

  @Override
  Set<String> memberAttributes() {
    return Set.copyOf(Members.BY_DN);
  }

  @Override
  Set<Dn> confirmed(Set<Dn> groups, List<Dn> users, DirectorySession session) {
    return new MemberOfSurvey(this, groups, users, session).confirmed();
  }

  @Override
  Optional<GroupProblem> problemOf(Dn group, List<Dn> users, DirectorySession session) {
    return new MemberOfCheck(this, group, users, session).problem();
  }

  @Override
  String misses() {
    return attribute + " of the user's entry does not name it";
  }

  @Override
  public String setting() {
    return "GroupLookup.memberOf";
  }

  @Override
  public Map<Dn, String> waysTo(Groups groups, LdapEntry user, DirectorySession session) {
    return sameWay(groups, "in " + attribute + " of the entry");
  }

  @Override
  public List<String> mistakes() {
    return Stream.of(attribute, nameAttribute).flatMap(s -> s.mistake().stream()).toList();
  }

  @Override
  public String toString() {
    boolean isUsual = nameAttribute.toString().equals("cn");
    return "memberOf(" + attribute + ")" + (isUsual ? "" : ".nameAttribute(" + nameAttribute + ")");
  }
}
