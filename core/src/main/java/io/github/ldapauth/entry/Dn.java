// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import java.util.Optional;

/**
 * Names an entry: a distinguished name (RFC 4514), parsed once and compared as a name.
 *
 * <p>Two DNs are equal if they differ only in the case of letters, in insignificant spaces, in the
 * form of escapes, in the order inside a multi-valued RDN, or in the way in which one of the
 * attribute types of RFC 4514, section 3, is written: {@code cn}, {@code commonName} or {@code
 * 2.5.4.3}. Without the directory's schema, values are compared without case for every attribute
 * type, and names of other types only as they are written.
 */
public final class Dn {

  private final DN parsed;

  /** The same with the short names of attribute types. */
  private final DN comparable;

  private Dn(DN parsed) {
    this.parsed = parsed;
    this.comparable = AttributeTypes.shortened(parsed);
  }

  /**
   * Parses the string form of a DN (RFC 4514). The empty string is the DN of the root DSE.
   *
   * @throws IllegalArgumentException if the text is no DN
   */
  public static Dn parse(String text) {
    try {
      return new Dn(new DN(text));
    } catch (LDAPException e) {
      throw new IllegalArgumentException("not a DN (" + e.getMessage() + ")", e);
    }
  }

  static Dn of(RDN... rdns) {
    return new Dn(new DN(rdns));
  }

  /** Returns whether this is the zero-length DN, which names no person and no group. */
  public boolean isEmpty() {
    return parsed.isNullDN();
  }

  /** Returns whether this DN is {@code ancestor} itself or lies anywhere below it. */
  public boolean isWithin(Dn ancestor) {
    return comparable.isDescendantOf(ancestor.comparable, true);
  }

  /** Returns whether a search with this base and scope reaches this DN. */
  public boolean isWithin(Dn base, SearchScope scope) {
    return switch (scope) {
      case BASE -> equals(base);
      case ONE_LEVEL -> base.comparable.equals(comparable.getParent());
      case SUBTREE -> isWithin(base);
    };
  }

  /**
   * Returns the value that the first RDN gives to {@code attribute}, if it names it, in whichever
   * way it writes an attribute type of RFC 4514, section 3.
   */
  public Optional<String> rdnValue(String attribute) {
    RDN rdn = comparable.getRDN();
    String type = AttributeTypes.shortened(attribute);
    if (rdn == null) {
      return Optional.empty();
    }
    String[] names = rdn.getAttributeNames();
    for (int i = 0; i < names.length; i++) {
      if (names[i].equalsIgnoreCase(type)) {
        return Optional.of(rdn.getAttributeValues()[i]);
      }
    }
    return Optional.empty();
  }

  DN sdk() {
    return parsed;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Dn that && comparable.equals(that.comparable);
  }

  @Override
  public int hashCode() {
    return comparable.hashCode();
  }

  /** Returns the DN as it was written by whoever it came from. */
  @Override
  public String toString() {
    return parsed.toString();
  }
}
