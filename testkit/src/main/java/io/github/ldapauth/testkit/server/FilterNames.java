// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.sdk.Filter;
import java.util.Optional;

/** The names of attributes and object classes in filters. */
record FilterNames(DirectorySchema schema) {

  static final String OBJECT_CLASS = "objectClass";

  /** Returns a filter for a class and its subclasses; empty if the part is about something else. */
  Optional<Filter> ofClasses(Filter leaf) {
    return leaf.getFilterType() == Filter.FILTER_TYPE_EQUALITY
            && schema.nameOf(leaf.getAttributeName()).equalsIgnoreCase(OBJECT_CLASS)
        ? schema
            .objectClass(leaf.getAssertionValue())
            .map(schema::classesBelow)
            .map(names -> Filters.oneOf(OBJECT_CLASS, names))
        : Optional.empty();
  }

  /** Returns a part of a filter with the attribute's own name. */
  Filter named(Filter leaf) {
    String sent = leaf.getAttributeName();
    String name = sent == null ? null : schema.nameOf(sent);
    return name == null || name.equals(sent) ? leaf : renamed(leaf, name);
  }

  private static Filter renamed(Filter leaf, String name) {
    return switch (leaf.getFilterType()) {
      case Filter.FILTER_TYPE_EQUALITY ->
          Filter.createEqualityFilter(name, leaf.getAssertionValueBytes());
      case Filter.FILTER_TYPE_PRESENCE -> Filter.createPresenceFilter(name);
      case Filter.FILTER_TYPE_SUBSTRING ->
          Filter.createSubstringFilter(
              name, leaf.getSubInitialBytes(), leaf.getSubAnyBytes(), leaf.getSubFinalBytes());
      case Filter.FILTER_TYPE_GREATER_OR_EQUAL ->
          Filter.createGreaterOrEqualFilter(name, leaf.getAssertionValueBytes());
      case Filter.FILTER_TYPE_LESS_OR_EQUAL ->
          Filter.createLessOrEqualFilter(name, leaf.getAssertionValueBytes());
      case Filter.FILTER_TYPE_APPROXIMATE_MATCH ->
          Filter.createApproximateMatchFilter(name, leaf.getAssertionValueBytes());
      default ->
          Filter.createExtensibleMatchFilter(
              name,
              leaf.getMatchingRuleID(),
              leaf.getDNAttributes(),
              leaf.getAssertionValueBytes());
    };
  }
}
