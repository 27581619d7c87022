// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A filter that selects entries (RFC 4515). Values given to {@link #equal} are escaped and never
 * change the structure of the filter.
 */
public final class LdapFilter {

  /** The filter that matches every entry. */
  public static final LdapFilter ANY_ENTRY = present("objectClass");

  private final Filter parsed;

  LdapFilter(Filter parsed) {
    this.parsed = parsed;
  }

  /**
   * Parses the string form of a filter. Pass only text of your application; use {@link #equal} for
   * text from elsewhere.
   *
   * @throws IllegalArgumentException if the text is not a filter, or contains control or format
   *     characters that are not escaped
   */
  public static LdapFilter parse(String text) {
    try {
      return new LdapFilter(requireNames(Filter.create(Spelling.requireVisible(text))));
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (LDAPException e) {
      throw new IllegalArgumentException("not a filter (" + e.getMessage() + ")", e);
    } catch (RuntimeException | StackOverflowError e) { // from the SDK's parser, for some texts
      throw new IllegalArgumentException("not a filter (" + e + ")", e);
    }
  }

  /** Checks the names of attributes and matching rules, as the SDK accepts any text. */
  private static Filter requireNames(Filter filter) {
    switch (filter.getFilterType()) {
      case Filter.FILTER_TYPE_AND, Filter.FILTER_TYPE_OR -> {
        for (Filter part : filter.getComponents()) {
          requireNames(part);
        }
      }
      case Filter.FILTER_TYPE_NOT -> requireNames(filter.getNOTComponent());
      default -> {
        requireName(filter.getAttributeName());
        requireName(filter.getMatchingRuleID());
      }
    }
    return filter;
  }

  private static void requireName(@Nullable String name) {
    if (name != null && !AttributeNames.isDescription(name)) {
      throw new IllegalArgumentException("not a filter (" + AttributeNames.noName(name) + ")");
    }
  }

  /**
   * Converts the string form of a filter. Exceptions of the reader reach the caller.
   *
   * @param text begins with a parenthesis
   * @throws IllegalArgumentException if the text is not a filter
   */
  public static <T> T read(String text, FilterReader<T> reader) {
    Filter filter = parse(text).parsed;
    // Parentheses in values are escaped, so each opening one starts a part.
    return read(
        filter,
        IntStream.range(0, text.length()).filter(i -> text.charAt(i) == '(').iterator(),
        reader);
  }

  private static <T> T read(
      Filter filter, PrimitiveIterator.OfInt positions, FilterReader<T> reader) {
    int position = positions.nextInt();
    return switch (filter.getFilterType()) {
      case Filter.FILTER_TYPE_AND -> reader.and(readParts(filter, positions, reader));
      case Filter.FILTER_TYPE_OR -> reader.or(readParts(filter, positions, reader));
      case Filter.FILTER_TYPE_NOT -> reader.not(read(filter.getNOTComponent(), positions, reader));
      case Filter.FILTER_TYPE_EQUALITY ->
          reader.equal(filter.getAttributeName(), filter.getAssertionValue(), position);
      default -> reader.other(filter.toString(), position);
    };
  }

  private static <T> List<T> readParts(
      Filter filter, PrimitiveIterator.OfInt positions, FilterReader<T> reader) {
    return Arrays.stream(filter.getComponents())
        .map(part -> read(part, positions, reader))
        .toList();
  }

  /**
   * Returns the filter that matches entries with the given value of {@code attribute}.
   *
   * @throws IllegalArgumentException if {@code attribute} is not an attribute description
   */
  public static LdapFilter equal(String attribute, String value) {
    return new LdapFilter(Filter.createEqualityFilter(AttributeNames.check(attribute), value));
  }

  /**
   * Returns the filter that matches entries with the given value of {@code attribute}.
   *
   * @throws IllegalArgumentException if {@code attribute} is not an attribute description
   */
  public static LdapFilter equal(String attribute, byte[] value) {
    return new LdapFilter(Filter.createEqualityFilter(AttributeNames.check(attribute), value));
  }

  /**
   * Returns the filter that matches entries with a value of {@code attribute}.
   *
   * @throws IllegalArgumentException if {@code attribute} is not an attribute description
   */
  public static LdapFilter present(String attribute) {
    return new LdapFilter(Filter.createPresenceFilter(AttributeNames.check(attribute)));
  }

  /**
   * Returns the filter that matches entries with a value of {@code attribute} that matches by the
   * given matching rule (RFC 4511, section 4.5.1.7.7). Servers that do not know the rule return
   * nothing, or an error.
   *
   * @param rule the object identifier or name of the matching rule
   * @throws IllegalArgumentException if {@code attribute} is not an attribute description
   */
  public static LdapFilter extensible(String attribute, String rule, String value) {
    return new LdapFilter(
        Filter.createExtensibleMatchFilter(AttributeNames.check(attribute), rule, false, value));
  }

  /**
   * Returns the filter that matches entries with the values of the DN's first RDN. Empty if there
   * is none, or if a value is not UTF-8.
   */
  public static Optional<LdapFilter> rdn(Dn dn) {
    List<LdapFilter> parts = new ArrayList<>();
    for (Ava ava : DnText.readFirst(dn.toString())) {
      Optional<String> value = ava.value().text();
      if (value.isEmpty()) {
        return Optional.empty();
      }
      parts.add(equal(ava.type(), value.get()));
    }
    return parts.stream().reduce(LdapFilter::and);
  }

  /** Returns the filter that matches entries that match this filter and the other. */
  public LdapFilter and(LdapFilter other) {
    return new LdapFilter(Filter.createANDFilter(parsed, other.parsed));
  }

  /** Returns the filter that matches entries for which this filter is false, not undefined. */
  public LdapFilter negate() {
    return new LdapFilter(Filter.createNOTFilter(parsed));
  }

  /** Returns the filter that matches entries that match at least one of the given filters. */
  public static LdapFilter anyOf(Collection<LdapFilter> filters) {
    if (filters.size() == 1) {
      return filters.iterator().next();
    }
    return new LdapFilter(Filter.createORFilter(filters.stream().map(f -> f.parsed).toList()));
  }

  /** Returns the filter as the SDK's type, for the package that sends it. */
  public <T> T as(Class<T> type) {
    return type.cast(parsed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LdapFilter that && parsed.equals(that.parsed);
  }

  @Override
  public int hashCode() {
    return parsed.hashCode();
  }

  /** Returns the string form (RFC 4515), with all values escaped. */
  @Override
  public String toString() {
    return parsed.toString();
  }
}
