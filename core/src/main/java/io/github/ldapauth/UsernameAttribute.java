// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.FilterTemplate;
import io.github.ldapauth.entry.LdapAttributes;
import io.github.ldapauth.entry.ParsedSetting;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The attribute that holds the user name: the configured one, or else the one that the filters
 * compare.
 *
 * @param configured null if none is
 * @param compared the attributes that the filters compare with the user name
 */
record UsernameAttribute(@Nullable ParsedSetting<String> configured, Set<String> compared) {

  private static final String SETTING = "UserLookup.usernameAttribute";

  /** Returns the attribute that a filter compares. */
  static UsernameAttribute comparedBy(ParsedSetting<FilterTemplate> filter) {
    Set<String> compared = new TreeSet<>(LdapAttributes.BY_NAME);
    filter.value().ifPresent(template -> compared.addAll(template.attributes()));
    return new UsernameAttribute(null, compared);
  }

  /** Returns this attribute by its name. */
  UsernameAttribute named(String name) {
    return new UsernameAttribute(ParsedSetting.attribute(SETTING, name), compared);
  }

  /** Returns the attribute of two searches. */
  UsernameAttribute with(UsernameAttribute other) {
    Set<String> both = new TreeSet<>(LdapAttributes.BY_NAME);
    both.addAll(compared);
    both.addAll(other.compared);
    return new UsernameAttribute(oneOf(configured, other.configured), both);
  }

  /** The entries of one search must not be named by an attribute that is for those of another. */
  private static @Nullable ParsedSetting<String> oneOf(
      @Nullable ParsedSetting<String> one, @Nullable ParsedSetting<String> other) {
    if (one == null) {
      return other;
    }
    if (other == null || one.mistake().isPresent()) {
      return one;
    }
    return LdapAttributes.BY_NAME.compare(one.toString(), other.toString()) == 0
        ? one
        : ParsedSetting.parse(
            SETTING,
            other.toString(),
            text -> {
              throw new IllegalArgumentException(
                  "another search has \"" + one + "\"; all searches need the same");
            });
  }

  String name() {
    return configured == null ? compared.iterator().next() : configured.get();
  }

  /** Returns whether the filters compare this attribute only. */
  boolean isCompared() {
    return compared.size() == 1 && compared.contains(name());
  }

  /** Returns the probe of a configured attribute. */
  Stream<Probe> probe(Dn base) {
    return Stream.ofNullable(configured)
        .map(name -> Probe.attributes(SETTING, Set.of(name.get()), true, base));
  }

  void addMistakeTo(List<String> mistakes) {
    if (configured != null) {
      configured.addMistakeTo(mistakes);
    } else if (compared.size() > 1) {
      mistakes.add(
          "UserLookup.search: compares {username} with "
              + compared
              + "; name the one that holds the user name with usernameAttribute(...)");
    }
  }

  /** Returns the call that sets the attribute; empty if none does. */
  @Override
  public String toString() {
    return configured == null ? "" : ".usernameAttribute(" + configured + ")";
  }
}
