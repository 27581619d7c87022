// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.Filter;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Rewrites filters. */
final class Filters {

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

  private static Filter[] parts(Filter filter, UnaryOperator<Filter> replacement) {
    return Stream.of(filter.getComponents())
        .map(part -> replaceLeaves(part, replacement))
        .toArray(Filter[]::new);
  }
}
