// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says who may read what: all may read all; or readers all but passwords, users their own entry,
 * and administrators all.
 */
final class AccessRules {

  private static final Filter NOTHING = Filter.createORFilter();

  private final Set<DN> administrators = new HashSet<>();
  private volatile @Nullable Set<DN> readers;

  AccessRules(Iterable<String> administrators) {
    administrators.forEach(dn -> Entries.parse(dn).ifPresent(this.administrators::add));
  }

  void restrictTo(Set<DN> readers) {
    this.readers = Set.copyOf(readers);
  }

  /** Returns whether an attribute is a password that a client may not see. */
  boolean hides(DN client, String attribute) {
    return readers != null && !isAdministrator(client) && Filters.isPassword(attribute);
  }

  boolean isAdministrator(DN client) {
    return administrators.contains(client);
  }

  boolean mayRead(DN client, DN entry) {
    return readsAll(client) || (!client.isNullDN() && client.equals(entry));
  }

  private boolean readsAll(DN client) {
    Set<DN> all = readers;
    return all == null || all.contains(client) || isAdministrator(client);
  }

  /** Returns whether a client may not even know that the base of a search is there. */
  boolean hidesBase(DN client, SearchRequestProtocolOp request) {
    return Entries.parse(request.getBaseDN()).filter(base -> !mayRead(client, base)).isPresent();
  }

  /** Returns the search for what a client may read. */
  SearchRequestProtocolOp restrict(DN client, SearchRequestProtocolOp request, Entries entries) {
    Filter filter =
        Filters.decide(
            request.getFilter(),
            leaf -> leaf.getAttributeName() != null && hides(client, leaf.getAttributeName()));
    if (!readsAll(client)) {
      Filter own =
          entries
              .at(client)
              .map(entry -> entry.getAttributeValue(Entries.UUID))
              .map(uuid -> Filter.createEqualityFilter(Entries.UUID, uuid))
              .orElse(NOTHING);
      filter = Filter.createANDFilter(filter, own);
    }
    return SearchRequests.withFilter(request, filter);
  }
}
