// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.activedirectory;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import io.github.ldapauth.testkit.server.Entries;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names of an Active Directory domain.
 *
 * @param baseDn the base, such as {@code dc=ad,dc=example,dc=com}
 * @param dnsName the name in DNS, such as {@code ad.example.com}
 */
record ActiveDirectoryDomain(String baseDn, String dnsName) {

  /** The name of the server. */
  static final String SERVER = "DC1";

  private static final Map<String, String> CATEGORIES =
      Map.of(
          "user", "Person",
          "person", "Person",
          "group", "Group",
          "organizationalunit", "Organizational-Unit",
          "container", "Container",
          "domaindns", "Domain-DNS");

  static ActiveDirectoryDomain of(String baseDn) {
    String dnsName =
        Stream.of(Entries.parse(baseDn).map(DN::getRDNs).orElseThrow())
            .map(rdn -> rdn.getAttributeValues()[0])
            .collect(Collectors.joining("."));
    return new ActiveDirectoryDomain(baseDn, dnsName.toLowerCase(Locale.ROOT));
  }

  /** Returns the short name, in upper case, such as {@code AD}. */
  String shortName() {
    return dnsName.substring(0, (dnsName + ".").indexOf('.')).toUpperCase(Locale.ROOT);
  }

  /** Returns where the configuration is, which is not part of this directory. */
  String configuration() {
    return "CN=Configuration," + baseDn;
  }

  String schema() {
    return "CN=Schema," + configuration();
  }

  /** Returns the {@code objectCategory} of a class; empty if the class is none of those known. */
  Optional<String> category(String objectClass) {
    return Optional.ofNullable(CATEGORIES.get(objectClass.toLowerCase(Locale.ROOT)))
        .map(name -> "CN=" + name + "," + schema());
  }

  /**
   * Returns the DN of the account that a bind with this name is for: a DN, a {@code
   * userPrincipalName}, {@code name@ad.example.com}, {@code name@AD} or {@code AD\name}; the name
   * itself if there is none.
   */
  String dnOf(String bindName, Entries entries) {
    if (entries.at(bindName).isPresent()) {
      return bindName;
    }
    return entries
        .having("userPrincipalName", bindName)
        .or(() -> accountName(bindName).flatMap(name -> entries.having("sAMAccountName", name)))
        .map(ReadOnlyEntry::getDN)
        .orElse(bindName);
  }

  private Optional<String> accountName(String bindName) {
    int backslash = bindName.indexOf('\\');
    if (backslash >= 0 && bindName.substring(0, backslash).equalsIgnoreCase(shortName())) {
      return Optional.of(bindName.substring(backslash + 1));
    }
    int at = bindName.lastIndexOf('@');
    String domain = bindName.substring(at + 1);
    return at >= 0 && (domain.equalsIgnoreCase(dnsName) || domain.equalsIgnoreCase(shortName()))
        ? Optional.of(bindName.substring(0, at))
        : Optional.empty();
  }

  /** Returns whether a DN is that of the base. */
  boolean isBase(String dn) {
    try {
      return DN.equals(dn, baseDn);
    } catch (LDAPException e) {
      return false;
    }
  }
}
