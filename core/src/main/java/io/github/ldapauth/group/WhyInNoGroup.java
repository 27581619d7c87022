// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapSearch;
import io.github.ldapauth.directory.LogText;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.LdapFilter;
import io.github.ldapauth.entry.SearchScope;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A search for groups that name a user in another way than the configured one. */
final class WhyInNoGroup {

  private final GroupLookup lookup;
  private final LdapEntry user;
  private final DirectorySession session;

  WhyInNoGroup(GroupLookup lookup, LdapEntry user, DirectorySession session) {
    this.lookup = lookup;
    this.user = user;
    this.session = session;
  }

  /**
   * Returns what such a group shows; empty if there is none.
   *
   * @param below the entries below which to search
   */
  Optional<String> hint(List<Dn> below) {
    Set<Dn> bases = new LinkedHashSet<>(below);
    session.rootDse(Stage.READ_GROUPS).namingContexts().stream()
        .flatMap(dn -> Dn.tryParse(dn).stream())
        .forEach(bases::add);
    return bases.stream().flatMap(base -> find(base).stream()).findFirst().map(this::hint);
  }

  private Optional<LdapEntry> find(Dn base) {
    List<LdapFilter> names = new ArrayList<>();
    for (String attribute : Members.BY_DN_OR_UID) {
      for (String name : namesFor(attribute)) {
        names.add(LdapFilter.equal(attribute, name));
      }
    }
    LdapSearch search =
        new LdapSearch(base, SearchScope.SUBTREE, LdapFilter.anyOf(names), Members.BY_DN_OR_UID, 1);
    try {
      return session.find(Stage.READ_GROUPS, search).entries().stream().findFirst();
    } catch (LdapDirectoryException e) {
      return Optional.empty(); // a base that is not there, or may not be searched
    }
  }

  private List<String> namesFor(String attribute) {
    return attribute.equals(Members.UID)
        ? user.attributes().first("uid").stream().toList()
        : List.of(user.dn().toString());
  }

  private String hint(LdapEntry group) {
    String attribute =
        Members.BY_DN_OR_UID.stream()
            .filter(
                name -> group.attributes().all(name).stream().anyMatch(namesFor(name)::contains))
            .findFirst()
            .orElse("another attribute");
    return LogText.of(group.dn().toString())
        + " names the user by "
        + attribute
        + ", but "
        + (lookup.canFind(group.dn()) ? lookup.misses() : lookup.outside());
  }
}
