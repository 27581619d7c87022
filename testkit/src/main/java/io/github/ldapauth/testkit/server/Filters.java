// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Filter;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Rewrites filters. */
public final class Filters {

  /** Stands for the value that a filter compares a password with. */
  private static final String HIDDEN = "<hidden>";

  /** RFC 4519, section 2.41, by name and by OID; the name in Active Directory. */
  private static final List<String> PASSWORDS = List.of("userPassword", "2.5.4.35", "unicodePwd");

  private static final int MOST_IN_A_ROW = 4;

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

  /**
   * Returns the filter without its undefined parts. An entry for which a filter is undefined does
   * not match it (RFC 4511, section 4.5.1.7), negated or not.
   */
  static Filter decide(Filter filter, Predicate<Filter> undefined) {
    return decide(filter, undefined, Filter.createORFilter(), Filter.createANDFilter());
  }

  private static Filter decide(
      Filter filter, Predicate<Filter> undefined, Filter decision, Filter negated) {
    UnaryOperator<Filter> same = part -> decide(part, undefined, decision, negated);
    return switch (filter.getFilterType()) {
      case Filter.FILTER_TYPE_AND -> Filter.createANDFilter(each(filter, same));
      case Filter.FILTER_TYPE_OR -> Filter.createORFilter(each(filter, same));
      case Filter.FILTER_TYPE_NOT ->
          Filter.createNOTFilter(decide(filter.getNOTComponent(), undefined, negated, decision));
      default -> undefined.test(filter) ? decision : filter;
    };
  }

  /**
   * The values of an attribute from one to another.
   *
   * @param last included, as the first is
   */
  record Range(String first, String last) {

    private Filter of(String attribute) {
      return first.equals(last)
          ? Filter.createEqualityFilter(attribute, first)
          : Filter.createANDFilter(
              Filter.createGreaterOrEqualFilter(attribute, first),
              Filter.createLessOrEqualFilter(attribute, last));
    }
  }

  /** Returns a filter for the entries that have one of these values, compared as text. */
  static Filter oneOf(String attribute, Collection<String> values) {
    return within(
        attribute, values.stream().sorted().map(value -> new Range(value, value)).toList());
  }

  /**
   * Returns a filter for the entries that have a value in one of these ranges, compared as text. It
   * is a search tree: the SDK's server would compare each entry with each part of a flat filter.
   *
   * @param ranges in order, without overlaps
   */
  static Filter within(String attribute, List<Range> ranges) {
    if (ranges.size() <= MOST_IN_A_ROW) {
      return Filter.createORFilter(ranges.stream().map(range -> range.of(attribute)).toList());
    }
    int middle = ranges.size() / 2;
    return Filter.createORFilter(
        Filter.createANDFilter(
            Filter.createLessOrEqualFilter(attribute, ranges.get(middle - 1).last()),
            within(attribute, ranges.subList(0, middle))),
        Filter.createANDFilter(
            Filter.createGreaterOrEqualFilter(attribute, ranges.get(middle).first()),
            within(attribute, ranges.subList(middle, ranges.size()))));
  }

  /** Returns the parts of a filter that are no combinations of others. */
  public static Stream<Filter> leaves(Filter filter) {
    return switch (filter.getFilterType()) {
      case Filter.FILTER_TYPE_AND, Filter.FILTER_TYPE_OR ->
          Stream.of(filter.getComponents()).flatMap(Filters::leaves);
      case Filter.FILTER_TYPE_NOT -> leaves(filter.getNOTComponent());
      default -> Stream.of(filter);
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
    return leaf.getAttributeName() != null && isPassword(leaf.getAttributeName());
  }

  /** Returns whether an attribute holds passwords. */
  static boolean isPassword(String attribute) {
    return PASSWORDS.stream().anyMatch(Attribute.getBaseName(attribute)::equalsIgnoreCase);
  }

  private static Filter[] parts(Filter filter, UnaryOperator<Filter> replacement) {
    return each(filter, part -> replaceLeaves(part, replacement));
  }

  private static Filter[] each(Filter filter, UnaryOperator<Filter> change) {
    return Stream.of(filter.getComponents()).map(change).toArray(Filter[]::new);
  }
}
