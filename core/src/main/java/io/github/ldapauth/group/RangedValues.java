// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapAttributes;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The values of an attribute of which the directory may return a part. Active Directory then adds
 * the range to the name: {@code member;range=0-1499}.
 */
final class RangedValues {

  private static final Pattern RANGE = Pattern.compile(";range=.*", Pattern.CASE_INSENSITIVE);

  private RangedValues() {}

  /** Returns the names under which the directory returned values of {@code attribute}. */
  static List<String> names(LdapAttributes attributes, String attribute) {
    return attributes.names().stream()
        .filter(name -> LdapAttributes.BY_NAME.compare(whole(name), attribute) == 0)
        .toList();
  }

  static boolean isRange(String name) {
    return !whole(name).equals(name);
  }

  private static String whole(String name) {
    return RANGE.matcher(name).replaceFirst("");
  }

  /** Returns the values of {@code attribute} that are strings. */
  static List<String> of(LdapAttributes attributes, String attribute) {
    return names(attributes, attribute).stream()
        .flatMap(name -> attributes.all(name).stream())
        .toList();
  }

  /**
   * Returns the value as the DN of an entry; empty if it is none. A DN of one RDN, such as {@code
   * cn=dummy}, is a placeholder in groups that must not be empty.
   */
  static Optional<Dn> entry(String value) {
    return dn(value).filter(dn -> dn.parent().isPresent());
  }

  /** Returns the value as a DN; empty if it is none. */
  static Optional<Dn> dn(String value) {
    try {
      return Optional.of(Dn.parse(value));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
