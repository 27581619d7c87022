// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A distinguished name (RFC 4514), which names an entry. Compared by its parts.
 *
 * <p>Two DNs are the same, different, or undecided, as their parts are; see {@link Name}:
 *
 * <ul>
 *   <li>Equal DNs name the same entry on every server. They may differ in the case of ASCII
 *       letters, in spaces around separators, in the order inside a multi-valued RDN, and in how a
 *       character is escaped that needs it. The values of attribute types that are not in RFC 4519
 *       or 4524 must have the same case.
 *   <li>DNs that do not {@linkplain #resembles resemble} each other name different entries.
 *   <li>Whether DNs that resemble each other without being equal name the same entry is unknown.
 *       389 Directory Server, for example, can hold {@code cn=a}, {@code commonName=a} and {@code
 *       cn=\20a} as three entries; to OpenLDAP, they are one.
 * </ul>
 */
public final class Dn {

  private static final String DOMAIN = "[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})+";

  private final String text;
  private final String normalized;
  private @Nullable String folded;

  private Dn(String text, String normalized, @Nullable String folded) {
    this.text = text;
    this.normalized = normalized;
    this.folded = folded;
  }

  /**
   * Parses the string form of a DN (RFC 4514). The empty string is the DN of the root DSE.
   *
   * @throws IllegalArgumentException if the text is not a DN
   */
  public static Dn parse(String text) {
    return of(text, null);
  }

  /** Returns the DN in string form; empty if the text is not a DN. */
  public static Optional<Dn> tryParse(String text) {
    try {
      return Optional.of(parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the DN of a domain (RFC 2247): {@code dc=example,dc=com} for {@code example.com}.
   *
   * @throws IllegalArgumentException if the name does not have two labels at least
   */
  public static Dn ofDomain(String dnsName) {
    if (!dnsName.matches(DOMAIN)) {
      throw new IllegalArgumentException("not the DNS name of a domain, such as ad.example.com");
    }
    return parse("dc=" + dnsName.replace(".", ",dc="));
  }

  /**
   * Parses a DN of a configuration, which must not contain invisible characters.
   *
   * @throws IllegalArgumentException if the text is not a DN, or contains control or format
   *     characters that are not escaped
   */
  static Dn parseVisible(String text) {
    if (text.matches(DOMAIN)) {
      throw new IllegalArgumentException("not a DN; that of a domain is " + ofDomain(text));
    }
    return parse(Spelling.requireVisible(text));
  }

  static Dn of(List<List<Ava>> rdns) {
    return of(DnText.write(rdns), rdns);
  }

  private static Dn of(String text, @Nullable List<List<Ava>> rdns) {
    String lower = Spelling.lowerCaseAscii(text);
    return DnForm.isPlain(lower)
        ? new Dn(text, lower, lower)
        : new Dn(text, DnForm.normalized(rdns == null ? DnText.read(text) : rdns), null);
  }

  List<List<Ava>> rdns() {
    return DnText.read(text);
  }

  /** Returns whether this is the zero-length DN, which names no user and no group. */
  public boolean isEmpty() {
    return normalized.isEmpty();
  }

  /**
   * Returns whether some server might take both for the same DN. True for equal DNs. If this is
   * false, the DNs are different.
   */
  public boolean resembles(Dn other) {
    return folded().equals(other.folded());
  }

  /**
   * Returns the same DN in the common form. Some servers do not understand other names of attribute
   * types, or values in hexadecimal digits.
   */
  public Dn plain() {
    return of(rdns().stream().map(rdn -> rdn.stream().map(Ava::plain).toList()).toList());
  }

  /** Returns the DN of the parent entry; empty if that is the root DSE. */
  public Optional<Dn> parent() {
    List<List<Ava>> rdns = rdns();
    return rdns.size() > 1 ? Optional.of(of(rdns.subList(1, rdns.size()))) : Optional.empty();
  }

  /** Returns the lowest DN that contains both on every server; empty if that is the root DSE. */
  public Optional<Dn> commonAncestor(Dn other) {
    Optional<Dn> ancestor = Optional.of(this).filter(dn -> !dn.isEmpty());
    while (ancestor.isPresent() && !other.isWithin(ancestor.get(), SearchScope.SUBTREE)) {
      ancestor = ancestor.get().parent();
    }
    return ancestor;
  }

  /** Returns whether a search with this base and scope reaches this DN on every server. */
  public boolean isWithin(Dn base, SearchScope scope) {
    return reaches(base.normalized, scope, normalized);
  }

  /** Returns whether a search with this base and scope reaches this DN on some server. */
  public boolean mayBeWithin(Dn base, SearchScope scope) {
    return reaches(base.folded(), scope, folded());
  }

  private static boolean reaches(String base, SearchScope scope, String dn) {
    return switch (scope) {
      case BASE -> dn.equals(base);
      case ONE_LEVEL -> DnForm.isChild(dn, base);
      case SUBTREE -> dn.equals(base) || DnForm.isBelow(dn, base);
    };
  }

  /** Not synchronized: concurrent threads compute equal values. */
  private String folded() {
    String form = folded;
    if (form == null) {
      form = DnForm.folded(rdns());
      folded = form;
    }
    return form;
  }

  /**
   * Returns the value of {@code attribute} in the first RDN, under any of its names. Empty if there
   * is none, or if it is not UTF-8.
   */
  public Optional<String> rdnValue(String attribute) {
    List<Name> names = rdnNames(attribute);
    return names.isEmpty() ? Optional.empty() : names.get(0).text();
  }

  /** Returns all values of an attribute in the first RDN. */
  List<Name> rdnNames(String attribute) {
    String type = AttributeTypes.canonical(attribute);
    List<Name> names = new ArrayList<>(1);
    for (Ava ava : DnText.readFirst(text)) {
      if (AttributeTypes.canonical(ava.type()).equals(type)) {
        names.add(ava.value());
      }
    }
    return names;
  }

  /** Returns whether both name the same entry on every server. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Dn that && normalized.equals(that.normalized);
  }

  @Override
  public int hashCode() {
    return normalized.hashCode();
  }

  /** Returns the DN as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
