// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Filter;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Rewrites filters. */
public final class Filters {

  /** Stands for the value that a filter compares a password with. */
  private static final String HIDDEN = "<hidden>";

  /** RFC 4519, section 2.41, by name and by OID; the name in Active Directory. */
  private static final List<String> PASSWORDS = List.of("userPassword", "2.5.4.35", "unicodePwd");

  private Filters() {}

  /** Returns the filter with each part that is no combination of others replaced. */
  static Filter replaceLeaves(Filter filter, UnaryOperator<Filter> replacement) {
    return switch (filter.getFilterType()) {
      case Filter.FILTER_TYPE_AND -> Filter.createANDFilter(parts(filter, replacement));
      case Filter.FILTER_TYPE_OR -> Filter.createORFilter(parts(filter, replacement));
      case Filter.FILTER_TYPE_NOT ->
          Filter.createNOTFilter(replaceLeaves(filter.getNOTComponent(), replacement));
      default -> replacement.apply(filter);
    };
  }

  /** Returns the filter with {@link #HIDDEN} for each password in it. */
  public static Filter withoutPasswords(Filter filter) {
    return replaceLeaves(
        filter,
        leaf ->
            isOfPassword(leaf) && leaf.getFilterType() != Filter.FILTER_TYPE_PRESENCE
                ? Filter.createEqualityFilter(leaf.getAttributeName(), HIDDEN)
                : leaf);
  }

  private static boolean isOfPassword(Filter leaf) {
    return leaf.getAttributeName() != null
        && PASSWORDS.stream()
            .anyMatch(Attribute.getBaseName(leaf.getAttributeName())::equalsIgnoreCase);
  }

  private static Filter[] parts(Filter filter, UnaryOperator<Filter> replacement) {
    return Stream.of(filter.getComponents())
        .map(part -> replaceLeaves(part, replacement))
        .toArray(Filter[]::new);
  }
}
