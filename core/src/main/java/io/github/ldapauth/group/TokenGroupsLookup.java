// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapSearch;
import io.github.ldapauth.entry.AttributeReader;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.LdapFilter;
import io.github.ldapauth.entry.ParsedSetting;
import io.github.ldapauth.entry.SearchScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attribute {@code tokenGroups} of Active Directory (MS-ADTS, section 3.1.1.4.5.19): the
 * security identifiers of all security groups of a user, with nested groups and the primary group.
 * Two requests find them: one reads the attribute, the other searches for groups with these
 * identifiers. Distribution groups are not among them. Immutable; every method returns a changed
 * copy.
 */
public final class TokenGroupsLookup extends GroupLookup {

  /** The name of the attribute. Active Directory returns it only for a read of one entry. */
  static final String ATTRIBUTE = "tokenGroups";

  private static final Logger LOG = LoggerFactory.getLogger(GroupLookup.class);

  private static final int GROUPS_PER_SEARCH = 200;
  private static final int DEFAULT_MAX_GROUPS = 1000;

  private final ParsedSetting<Dn> base;
  private final ParsedSetting<String> nameAttribute;
  private final int maxGroups;

  private TokenGroupsLookup(
      ParsedSetting<Dn> base, ParsedSetting<String> nameAttribute, int maxGroups) {
    this.base = base;
    this.nameAttribute = nameAttribute;
    this.maxGroups = maxGroups;
  }

  static TokenGroupsLookup of(@Nullable String base) {
    return new TokenGroupsLookup(
        ParsedSetting.base("GroupLookup.tokenGroups base", base),
        nameSetting("cn"),
        DEFAULT_MAX_GROUPS);
  }

  /** Sets the attribute with a group's name, its first value. Default: {@code cn}. */
  public TokenGroupsLookup nameAttribute(String name) {
    return new TokenGroupsLookup(base, nameSetting(name), maxGroups);
  }

  /**
   * Sets the most groups that a user may be in, those outside the base included. Sign-ins of users
   * with more groups throw {@link LdapDirectoryException}. Default: 1000.
   */
  public TokenGroupsLookup maxGroups(int groups) {
    return new TokenGroupsLookup(base, nameAttribute, groups);
  }

  @Override
  public Set<String> userAttributes() {
    return Set.of();
  }

  @Override
  public Groups groupsOf(LdapEntry user, DirectorySession session) {
    List<String> ids;
    try {
      ids = idsOf(user.dn(), session);
    } catch (IllegalArgumentException malformed) {
      if (session.isFirst(TokenGroupsLookup.class)) {
        LOG.warn(
            "{} of {}. Memberships are unknown then; this is logged once",
            malformed.getMessage(),
            user.dn());
      }
      return Groups.incomplete(Map.of());
    }
    Map<Dn, Optional<String>> found = new LinkedHashMap<>();
    String name = nameAttribute.get();
    ManyEntries.inParts(
        ids,
        GROUPS_PER_SEARCH,
        some ->
            withIds(some, List.of(name), session)
                .forEach(group -> found.put(group.dn(), group.attributes().first(name))));
    return Groups.complete(found, this::canFind);
  }

  /**
   * Reads the identifiers of the groups.
   *
   * @throws IllegalArgumentException if one is malformed
   */
  private List<String> idsOf(Dn user, DirectorySession session) {
    LdapEntry entry =
        session
            .read(Stage.READ_GROUPS, user, List.of(ATTRIBUTE))
            .orElseThrow(() -> failure(user, "was removed while its groups were read"));
    List<String> ids = AttributeReader.SID.list().read(entry.attributes(), ATTRIBUTE).orElseThrow();
    if (ids.isEmpty()) {
      // Each user of Active Directory has a primary group.
      boolean isPart = !ValueRange.names(entry.attributes(), ATTRIBUTE).isEmpty();
      throw failure(user, "shows " + (isPart ? "only a part of " : "no ") + ATTRIBUTE);
    }
    if (ids.size() > maxGroups) {
      throw failure(
          user, "is in more than " + maxGroups + " groups; raise TokenGroupsLookup.maxGroups(...)");
    }
    return ids;
  }

  private static LdapDirectoryException failure(Dn user, String problem) {
    return new LdapDirectoryException(Stage.READ_GROUPS, user + " " + problem);
  }

  /** Returns the groups below the base that have one of these identifiers. */
  List<LdapEntry> withIds(List<String> ids, List<String> attributes, DirectorySession session) {
    LdapFilter filter =
        LdapFilter.anyOf(
            ids.stream().map(id -> LdapFilter.equal(PrimaryGroup.SECURITY_ID, id)).toList());
    return session.search(
        Stage.READ_GROUPS,
        new LdapSearch(base.get(), SearchScope.SUBTREE, filter, attributes, maxGroups));
  }

  /** Returns the security groups that contain these, which {@code tokenGroups} would hold too. */
  @Override
  Optional<Groups> around(Set<Dn> groups, DirectorySession session) {
    return GroupSearchLookup.of(base.toString(), GroupType.groupOfNames().nested())
        .filter("(groupType:1.2.840.113556.1.4.803:=2147483648)")
        .nameAttribute(nameAttribute.get())
        .maxGroups(maxGroups)
        .around(groups, session);
  }

  @Override
  public List<String> forActiveDirectory() {
    return List.of("GroupLookup.tokenGroups");
  }

  @Override
  public List<Dn> bases() {
    return List.of(base.get());
  }

  @Override
  public boolean canFind(Dn group) {
    return base.value().stream().anyMatch(below -> group.isWithin(below, SearchScope.SUBTREE));
  }

  @Override
  public String outside() {
    return "is not below " + base + ", where groups are searched (GroupLookup.tokenGroups base)";
  }

  @Override
  Set<String> memberAttributes() {
    return Set.of("member");
  }

  @Override
  boolean findsPrimaryGroup() {
    return true;
  }

  @Override
  Set<Dn> confirmed(Set<Dn> groups, List<Dn> users, DirectorySession session) {
    return new TokenGroupsCheck(this, session).confirmed(groups);
  }

  @Override
  Optional<GroupProblem> problemOf(Dn group, List<Dn> users, DirectorySession session) {
    return canFind(group)
        ? new TokenGroupsCheck(this, session).problemOf(group)
        : Optional.of(GroupProblem.otherWay(outside()));
  }

  @Override
  String misses() {
    return ATTRIBUTE + " of the user's entry does not name it";
  }

  @Override
  public String setting() {
    return "GroupLookup.tokenGroups";
  }

  @Override
  public Map<Dn, String> waysTo(Groups groups, LdapEntry user, DirectorySession session) {
    return sameWay(groups, "in " + ATTRIBUTE + " of the entry");
  }

  @Override
  public List<String> mistakes() {
    List<String> mistakes =
        new ArrayList<>(Stream.of(base, nameAttribute).flatMap(s -> s.mistake().stream()).toList());
    checkMaxGroups(maxGroups, mistakes);
    return mistakes;
  }

  @Override
  public String toString() {
    return "tokenGroups(" + base + ", " + nameAttribute + ")";
  }
}
