// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Dereferences aliases (RFC 4511, section 4.5.1.3) as slapd does. */
final class Aliases {

  private static final String TARGET = "aliasedObjectName";

  private final Entries entries;
  private final boolean enabled;

  /**
   * Takes the entries that the aliases are among.
   *
   * @param enabled whether searches dereference aliases on request
   */
  Aliases(Entries entries, boolean enabled) {
    this.entries = entries;
    this.enabled = enabled;
  }

  /** Returns whether an entry is an alias. */
  static boolean isAlias(ReadOnlyEntry entry) {
    return entry.hasObjectClass("alias");
  }

  /**
   * Returns the search with the base that aliases lead to, if the client asks for that.
   *
   * @throws LDAPException if an alias leads nowhere or to itself
   */
  SearchRequestProtocolOp find(SearchRequestProtocolOp request) throws LDAPException {
    Optional<DN> base = Entries.parse(request.getBaseDN());
    if (!finds(request) || base.isEmpty() || entries.snapshot().aliases().isEmpty()) {
      return request;
    }
    DN found = dereferenced(base.get(), new HashSet<>());
    return found.equals(base.get())
        ? request
        : SearchRequests.with(request, found.toString(), request.getScope(), request.getFilter());
  }

  private boolean finds(SearchRequestProtocolOp request) {
    return enabled
        && (request.getDerefPolicy().equals(DereferencePolicy.FINDING)
            || request.getDerefPolicy().equals(DereferencePolicy.ALWAYS));
  }

  /** Replaces the highest alias in a DN until there is none. */
  private DN dereferenced(DN dn, Set<DN> seen) throws LDAPException {
    Optional<ReadOnlyEntry> alias =
        fromTop(dn).flatMap(each -> entries.at(each).stream()).filter(Aliases::isAlias).findFirst();
    if (alias.isEmpty()) {
      return dn;
    }
    DN from = Entries.dnOf(alias.get());
    if (!seen.add(from)) {
      throw new LDAPException(ResultCode.ALIAS_PROBLEM, "circular alias");
    }
    DN to = targetOf(alias.get());
    if (entries.at(to).isEmpty()) {
      throw notFound();
    }
    return dereferenced(moved(dn, from, to), seen);
  }

  private static Stream<DN> fromTop(DN dn) {
    List<DN> all = new ArrayList<>();
    for (DN each = dn; each != null && !each.isNullDN(); each = each.getParent()) {
      all.add(0, each);
    }
    return all.stream();
  }

  private static DN targetOf(ReadOnlyEntry alias) throws LDAPException {
    return Optional.ofNullable(alias.getAttributeValue(TARGET))
        .flatMap(Entries::parse)
        .orElseThrow(Aliases::notFound);
  }

  private static LDAPException notFound() {
    return new LDAPException(ResultCode.ALIAS_PROBLEM, "aliasedObject not found");
  }

  private static DN moved(DN dn, DN from, DN to) {
    int below = dn.getRDNs().length - from.getRDNs().length;
    return new DN(
        Stream.concat(Stream.of(dn.getRDNs()).limit(below), Stream.of(to.getRDNs()))
            .toArray(RDN[]::new));
  }

  /** Returns the search for the entries that aliases lead to, if the client asks for that. */
  SearchRequestProtocolOp search(SearchRequestProtocolOp request) {
    Optional<DN> base = Entries.parse(request.getBaseDN()).filter(dn -> entries.at(dn).isPresent());
    if (!searches(request) || base.isEmpty()) {
      return request;
    }
    SearchScope scope = request.getScope();
    Set<ReadOnlyEntry> aliases = aliases(base.get(), scope);
    if (aliases.isEmpty()) {
      return request;
    }
    Set<DN> targets = targets(aliases);
    Filter found =
        entries
            .snapshot()
            .filterFor(
                each -> {
                  DN dn = Entries.dnOf(each);
                  return (!isAlias(each) || dn.equals(base.get()))
                      && (holds(base.get(), scope, dn) || isTarget(dn, targets, scope));
                });
    return SearchRequests.with(
        request, "", SearchScope.SUB, Filter.createANDFilter(found, request.getFilter()));
  }

  private boolean searches(SearchRequestProtocolOp request) {
    return enabled
        && (request.getScope().equals(SearchScope.ONE)
            || request.getScope().equals(SearchScope.SUB))
        && (request.getDerefPolicy().equals(DereferencePolicy.SEARCHING)
            || request.getDerefPolicy().equals(DereferencePolicy.ALWAYS));
  }

  /** Returns the aliases below the base, and those below their targets, and so on. */
  private Set<ReadOnlyEntry> aliases(DN base, SearchScope scope) {
    Set<ReadOnlyEntry> found = new LinkedHashSet<>();
    boolean more = true;
    while (more) {
      Set<DN> targets = targets(found);
      more =
          found.addAll(
              entries.snapshot().aliases().stream()
                  .filter(each -> !Entries.dnOf(each).equals(base))
                  .filter(
                      each ->
                          holds(base, scope, Entries.dnOf(each))
                              || isTarget(Entries.dnOf(each), targets, scope))
                  .toList());
    }
    return found;
  }

  private Set<DN> targets(Set<ReadOnlyEntry> aliases) {
    return aliases.stream().flatMap(this::target).collect(Collectors.toSet());
  }

  /** Returns what an alias leads to. A search skips an alias that leads nowhere. */
  private Stream<DN> target(ReadOnlyEntry alias) {
    try {
      return Stream.of(dereferenced(Entries.dnOf(alias), new HashSet<>()));
    } catch (LDAPException e) {
      return Stream.of();
    }
  }

  private static boolean holds(DN base, SearchScope scope, DN dn) {
    return scope.equals(SearchScope.ONE)
        ? base.equals(dn.getParent())
        : dn.isDescendantOf(base, true);
  }

  private static boolean isTarget(DN dn, Set<DN> targets, SearchScope scope) {
    return scope.equals(SearchScope.ONE)
        ? targets.contains(dn)
        : fromTop(dn).anyMatch(targets::contains);
  }
}
