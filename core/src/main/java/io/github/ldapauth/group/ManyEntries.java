// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapSearch;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.LdapFilter;
import io.github.ldapauth.entry.SearchScope;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Entries that are read together. A filter by RDN works on all servers, one by DN on some only. */
final class ManyEntries {

  static final int NO_LIMIT = 0;

  static final int CONDITIONS_PER_FILTER = 100;

  private ManyEntries() {}

  /**
   * Reads entries in few requests.
   *
   * @param search returns the search below a base for entries with one of the RDNs
   * @return those that were found; others may exist too
   */
  static Map<Dn, LdapEntry> read(
      Collection<Dn> dns,
      List<Dn> bases,
      BiFunction<Dn, LdapFilter, LdapSearch> search,
      DirectorySession session) {
    return read(dns, bases, search, each -> session.find(Stage.READ_GROUPS, each).entries());
  }

  private static Map<Dn, LdapEntry> read(
      Collection<Dn> dns,
      List<Dn> bases,
      BiFunction<Dn, LdapFilter, LdapSearch> search,
      Function<LdapSearch, List<LdapEntry>> send) {
    List<LdapFilter> names =
        dns.stream().map(dn -> LdapFilter.rdn(dn.plain())).flatMap(Optional::stream).toList();
    Map<Dn, LdapEntry> found = new LinkedHashMap<>();
    for (Dn base : bases) {
      inParts(
          names,
          some ->
              send.apply(search.apply(base, LdapFilter.anyOf(some))).stream()
                  .filter(entry -> dns.contains(entry.dn()))
                  .forEach(entry -> found.put(entry.dn(), entry)));
    }
    return found;
  }

  /** Returns the entry below which all of these are; none if there is no such entry. */
  static List<Dn> commonBase(Collection<Dn> dns) {
    return dns.stream()
        .map(Optional::of)
        .reduce((one, other) -> one.flatMap(dn -> other.flatMap(dn::commonAncestor)))
        .flatMap(dn -> dn)
        .stream()
        .toList();
  }

  /**
   * Returns the groups that name no members by another attribute than these; none if no search
   * covers the groups.
   *
   * @param searched other attributes that look-ups search by; they must be searchable
   * @throws LdapDirectoryException if an answer is incomplete, as a group that is missing in it
   *     would count as one without other members
   */
  static Set<Dn> withoutOtherMembers(
      Set<Dn> groups, Set<String> attributes, Set<String> searched, DirectorySession session) {
    List<Dn> bases = commonBase(groups);
    if (bases.isEmpty()) {
      return Set.of();
    }
    Set<Dn> without = new HashSet<>(groups);
    if (!searched.isEmpty()) { // undefined, and so without a match, if it may not be searched
      without.retainAll(matching(anyPresent(searched.stream()).negate(), groups, bases, session));
    }
    Stream<String> others = Members.ALL.stream().filter(name -> !attributes.contains(name));
    without.removeAll(matching(anyPresent(others), groups, bases, session));
    return without;
  }

  private static LdapFilter anyPresent(Stream<String> attributes) {
    return LdapFilter.anyOf(attributes.map(LdapFilter::present).toList());
  }

  private static Set<Dn> matching(
      LdapFilter condition, Set<Dn> groups, List<Dn> bases, DirectorySession session) {
    return read(
            groups,
            bases,
            (base, names) ->
                new LdapSearch(
                    base,
                    SearchScope.SUBTREE,
                    names.and(condition),
                    LdapSearch.NO_ATTRIBUTES,
                    NO_LIMIT),
            each -> session.search(Stage.READ_GROUPS, each))
        .keySet();
  }

  /** Splits a list into parts of which one filter can hold the conditions. */
  static <T> void inParts(List<T> all, Consumer<List<T>> part) {
    inParts(all, CONDITIONS_PER_FILTER, part);
  }

  static <T> void inParts(List<T> all, int size, Consumer<List<T>> part) {
    for (int from = 0; from < all.size(); from += size) {
      part.accept(all.subList(from, Math.min(all.size(), from + size)));
    }
  }
}
