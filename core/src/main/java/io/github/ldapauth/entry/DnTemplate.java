// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.RDN;

/**
 * Makes DNs from a DN with {@code {username}} in the value of one RDN. The user name only ever
 * becomes part of that value: the DN made has as many RDNs as the template.
 */
public final class DnTemplate {

  private final RDN[] rdns;
  private final int rdn;
  private final int value;

  private DnTemplate(RDN[] rdns, int rdn, int value) {
    this.rdns = rdns;
    this.rdn = rdn;
    this.value = value;
  }

  /**
   * Parses the string form (RFC 4514) of a DN with {@code {username}} in it.
   *
   * @throws IllegalArgumentException if it is no DN, or has the placeholder nowhere, twice, or
   *     outside a value
   */
  public static DnTemplate parse(String text) {
    Placeholder.check(text);
    DN dn = Dn.parse(text).sdk();
    RDN[] rdns = dn.getRDNs();
    DnTemplate found = null;
    for (int i = 0; i < rdns.length; i++) {
      String[] values = rdns[i].getAttributeValues();
      for (int j = 0; j < values.length; j++) {
        if (values[j].contains(Placeholder.USERNAME)) {
          if (found != null) {
            throw new IllegalArgumentException("has " + Placeholder.USERNAME + " in two values");
          }
          found = new DnTemplate(rdns, i, j);
        }
      }
    }
    if (found == null) {
      throw new IllegalArgumentException("has " + Placeholder.USERNAME + " outside a value");
    }
    return found;
  }

  /** Returns the attribute type whose value holds the user name. */
  public String attribute() {
    return rdns[rdn].getAttributeNames()[value];
  }

  /** Returns the DN for one user name, which is taken literally. */
  public Dn with(String username) {
    String[] values = rdns[rdn].getAttributeValues().clone();
    values[value] = values[value].replace(Placeholder.USERNAME, username);
    RDN[] filled = rdns.clone();
    filled[rdn] = new RDN(rdns[rdn].getAttributeNames(), values);
    return Dn.of(filled);
  }
}
