// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import com.unboundid.ldap.sdk.Filter;
import java.util.Arrays;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A template of filters: a filter with {@code {username}} in its values. It is parsed once, and the
 * user name becomes part of a value of the parsed filter only.
 */
public final class FilterTemplate {

  private final Filter template;
  private final Set<String> attributes = new TreeSet<>(LdapAttributes.BY_NAME);

  private FilterTemplate(Filter template) {
    this.template = template;
    collectAttributes(template);
  }

  /**
   * Parses the string form (RFC 4515) of a filter with {@code {username}} in it.
   *
   * @throws IllegalArgumentException if it is not a filter, has no placeholder, or has one outside
   *     the value of an equality, extensible or substring match. A substring match needs text
   *     between the placeholder and each wildcard, as in {@code (mail={username}@*)}; without it, a
   *     part of a user name would match too
   */
  public static FilterTemplate parse(String text) {
    Placeholder.check(text);
    return new FilterTemplate(LdapFilter.parse(text).as(Filter.class));
  }

  /** Returns the attributes that are compared with the user name, without case; at least one. */
  public Set<String> attributes() {
    return Collections.unmodifiableSet(attributes);
  }

  /** Returns the filter for one user name, used literally. */
  public LdapFilter with(String username) {
    return new LdapFilter(fill(template, username));
  }

  /** Returns the filter for any user name: one that has the attribute. */
  public LdapFilter withAnyName() {
    return new LdapFilter(fillAny(template));
  }

  private static Filter fillAny(Filter filter) {
    if (!hasPlaceholder(filter)) {
      return filter;
    }
    return switch (filter.getFilterType()) {
      case Filter.FILTER_TYPE_AND -> Filter.createANDFilter(fillAny(filter.getComponents()));
      case Filter.FILTER_TYPE_OR -> Filter.createORFilter(fillAny(filter.getComponents()));
      default -> Filter.createPresenceFilter(filter.getAttributeName());
    };
  }

  private static Filter[] fillAny(Filter[] filters) {
    return Arrays.stream(filters).map(FilterTemplate::fillAny).toArray(Filter[]::new);
  }

  /**
   * Returns whether the filter matches only entries with {@code value} in {@code attribute}. The
   * value may contain {@code {username}}.
   */
  public boolean requires(String attribute, String value) {
    return requires(template, attribute, value);
  }

  private static boolean requires(Filter filter, String attribute, String value) {
    return switch (filter.getFilterType()) {
      case Filter.FILTER_TYPE_AND ->
          Arrays.stream(filter.getComponents()).anyMatch(part -> requires(part, attribute, value));
      case Filter.FILTER_TYPE_EQUALITY ->
          LdapAttributes.BY_NAME.compare(filter.getAttributeName(), attribute) == 0
              && filter.getAssertionValue().equals(value);
      default -> false;
    };
  }

  private void collectAttributes(Filter filter) {
    if (!hasPlaceholder(filter)) {
      return;
    }
    switch (filter.getFilterType()) {
      case Filter.FILTER_TYPE_AND, Filter.FILTER_TYPE_OR ->
          Arrays.stream(filter.getComponents()).forEach(this::collectAttributes);
      case Filter.FILTER_TYPE_EQUALITY, Filter.FILTER_TYPE_EXTENSIBLE_MATCH ->
          attributes.add(AttributeNames.check(String.valueOf(filter.getAttributeName())));
      case Filter.FILTER_TYPE_SUBSTRING -> {
        if (!isBounded(filter)) {
          throw new IllegalArgumentException(
              "needs text between "
                  + Placeholder.USERNAME
                  + " and a wildcard, as parts of a user name would match too, in "
                  + filter);
        }
        attributes.add(filter.getAttributeName());
      }
      default ->
          throw new IllegalArgumentException(
              Placeholder.USERNAME
                  + " is allowed only in an equality, extensible or substring match, not in "
                  + filter);
    }
  }

  /** Returns whether text stands between the placeholder and each wildcard. */
  private static boolean isBounded(Filter filter) {
    String initial = Objects.requireNonNullElse(filter.getSubInitialString(), "");
    String last = Objects.requireNonNullElse(filter.getSubFinalString(), "");
    return !endsOpen(initial)
        && !startsOpen(last)
        && Arrays.stream(filter.getSubAnyStrings())
            .noneMatch(part -> startsOpen(part) || endsOpen(part));
  }

  private static boolean startsOpen(String part) {
    return part.stripLeading().startsWith(Placeholder.USERNAME);
  }

  private static boolean endsOpen(String part) {
    return part.stripTrailing().endsWith(Placeholder.USERNAME);
  }

  private static Filter fillSubstrings(Filter filter, String username) {
    String initial = filter.getSubInitialString();
    String last = filter.getSubFinalString();
    return Filter.createSubstringFilter(
        filter.getAttributeName(),
        initial == null ? null : fill(initial, username),
        Arrays.stream(filter.getSubAnyStrings())
            .map(part -> fill(part, username))
            .toArray(String[]::new),
        last == null ? null : fill(last, username));
  }

  private static Filter fill(Filter filter, String username) {
    if (!hasPlaceholder(filter)) {
      return filter;
    }
    return switch (filter.getFilterType()) {
      case Filter.FILTER_TYPE_AND -> Filter.createANDFilter(fill(filter.getComponents(), username));
      case Filter.FILTER_TYPE_OR -> Filter.createORFilter(fill(filter.getComponents(), username));
      case Filter.FILTER_TYPE_EQUALITY ->
          Filter.createEqualityFilter(
              filter.getAttributeName(), fill(filter.getAssertionValue(), username));
      case Filter.FILTER_TYPE_SUBSTRING -> fillSubstrings(filter, username);
      default ->
          Filter.createExtensibleMatchFilter(
              filter.getAttributeName(),
              filter.getMatchingRuleID(),
              filter.getDNAttributes(),
              fill(filter.getAssertionValue(), username));
    };
  }

  private static Filter[] fill(Filter[] filters, String username) {
    return Arrays.stream(filters).map(part -> fill(part, username)).toArray(Filter[]::new);
  }

  private static String fill(String value, String username) {
    return Placeholder.fill(value, username);
  }

  private static boolean hasPlaceholder(Filter filter) {
    return filter.toString().contains(Placeholder.USERNAME);
  }

  @Override
  public String toString() {
    return template.toString();
  }
}
