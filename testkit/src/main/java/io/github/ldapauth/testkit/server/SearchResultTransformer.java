// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.listener.LDAPListenerClientConnection;
import com.unboundid.ldap.listener.SearchEntryTransformer;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.util.ObjectPair;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Adapts the searches of one connection and their results: virtual attributes in answers and
 * filters, and ranges of values.
 */
final class SearchResultTransformer implements SearchEntryTransformer {

  private static final Filter NOTHING = Filter.createORFilter();

  private final Entries entries;
  private final Emulation emulation;
  private final ExtensibleFilters extensible;
  private final Predicate<String> hidden;
  private final Comparisons comparisons;
  private final FilterNames filterNames;
  private EntryView view;
  private @Nullable Snapshot snapshot;
  private boolean typesOnly;
  private boolean asStored;

  /**
   * Takes what the connection searches in.
   *
   * @param hidden the attributes that its client may not see
   */
  SearchResultTransformer(Entries entries, Emulation emulation, Predicate<String> hidden) {
    this.entries = entries;
    this.emulation = emulation;
    this.hidden = hidden;
    this.view = new EntryView(entries, emulation, hidden, List.of());
    this.extensible = new ExtensibleFilters(entries, emulation);
    this.comparisons = new Comparisons(entries, emulation);
    this.filterNames = new FilterNames(entries.schema());
  }

  /** Begins a search, and returns a request that the SDK's server understands. */
  SearchRequestProtocolOp begin(SearchRequestProtocolOp request) {
    snapshot = null;
    view = new EntryView(entries, emulation, hidden, request.getAttributes());
    typesOnly = request.typesOnly();
    Filter filter =
        Filters.replaceLeaves(
            Filters.decide(request.getFilter(), this::isUndefined), this::understood);
    return SearchRequests.with(request, filter, view.stored());
  }

  private boolean isUndefined(Filter leaf) {
    return leaf.getMatchingRuleID() == null
        ? comparisons.isUndefined(leaf)
        : extensible.isUndefined(leaf);
  }

  private Filter understood(Filter sent) {
    Optional<Filter> ofClasses = filterNames.ofClasses(sent);
    if (ofClasses.isPresent()) {
      return ofClasses.get();
    }
    Filter leaf = filterNames.named(sent);
    String name = leaf.getAttributeName();
    if (name != null && hidden.test(name)) {
      return NOTHING;
    }
    if (leaf.getFilterType() == Filter.FILTER_TYPE_EXTENSIBLE_MATCH
        && leaf.getMatchingRuleID() == null) {
      return withoutRule(leaf);
    }
    return emulation
        .meaning(leaf, entries)
        .or(() -> extensible.meaning(leaf))
        .or(() -> emulation.virtualAttribute(name).map(attribute -> matchBy(leaf, attribute)))
        .or(() -> comparisons.meaning(leaf))
        .map(this::entriesThat)
        .orElse(leaf);
  }

  private Filter withoutRule(Filter leaf) {
    Filter equality =
        understood(
            Filter.createEqualityFilter(leaf.getAttributeName(), leaf.getAssertionValueBytes()));
    return extensible
        .meaningInDn(leaf)
        .map(this::entriesThat)
        .map(inDn -> Filter.createORFilter(equality, inDn))
        .orElse(equality);
  }

  private Predicate<ReadOnlyEntry> matchBy(Filter leaf, VirtualAttribute attribute) {
    // Without a schema, the SDK compares all attributes as text.
    return leaf.getFilterType() == Filter.FILTER_TYPE_EQUALITY
        ? attribute.having(leaf.getRawAssertionValue(), entries)
        : entry -> matches(leaf, attribute.of(entry, entries));
  }

  private static boolean matches(Filter leaf, Attribute made) {
    try {
      return made.hasValue() && leaf.matchesEntry(new Entry("", made));
    } catch (LDAPException e) {
      return false;
    }
  }

  private Filter entriesThat(Predicate<ReadOnlyEntry> condition) {
    return snapshot().filterFor(condition);
  }

  /** Returns the entries at the first call in a search. */
  private Snapshot snapshot() {
    if (snapshot == null) {
      snapshot = entries.snapshot();
    }
    return snapshot;
  }

  /** Sends an entry that needs no adaptation, unless the handler serves no connection. */
  void send(
      @Nullable LDAPListenerClientConnection client, int id, SearchResultEntryProtocolOp entry) {
    asStored = true;
    try {
      if (client != null) {
        client.sendSearchResultEntry(id, entry);
      }
    } catch (LDAPException e) {
      throw new IllegalStateException("the client closed the connection", e);
    } finally {
      asStored = false;
    }
  }

  @Override
  public @Nullable ObjectPair<SearchResultEntryProtocolOp, Control[]> transformEntry(
      int id, SearchResultEntryProtocolOp entry, Control[] controls) {
    if (asStored) {
      return new ObjectPair<>(entry, controls);
    }
    if (snapshot != null && !snapshot.byDn().containsKey(entry.getDN())) {
      // It was added after the filter was made.
      return null;
    }
    List<Attribute> shown = view.show(entry.getAttributes(), virtual(entry.getDN()));
    return new ObjectPair<>(new SearchResultEntryProtocolOp(entry.getDN(), shown), controls);
  }

  private List<Attribute> virtual(String dn) {
    ReadOnlyEntry entry = view.hasVirtual() ? snapshot().byDn().get(dn) : null;
    if (entry == null) {
      return List.of();
    }
    List<Attribute> attributes = view.virtual(entry);
    return typesOnly
        ? attributes.stream().map(each -> new Attribute(each.getName())).toList()
        : attributes;
  }
}
