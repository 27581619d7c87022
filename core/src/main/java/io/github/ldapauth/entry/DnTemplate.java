// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import java.util.ArrayList;
import java.util.List;

/**
 * A template of DNs: a DN with {@code {username}} in the value of one RDN. The user name becomes
 * part of that value only: each DN has as many RDNs as the template.
 */
public final class DnTemplate {

  private final List<List<Ava>> rdns;
  private final int rdn;
  private final int place;

  private DnTemplate(List<List<Ava>> rdns, int rdn, int place) {
    this.rdns = rdns;
    this.rdn = rdn;
    this.place = place;
  }

  /**
   * Parses the string form (RFC 4514) of a DN with {@code {username}} in it.
   *
   * @throws IllegalArgumentException if it is not a DN, contains control or format characters, or
   *     has the placeholder nowhere, in two values, or outside a value
   */
  public static DnTemplate parse(String text) {
    Placeholder.check(text);
    List<List<Ava>> rdns = Dn.parseVisible(text).rdns();
    List<DnTemplate> found = new ArrayList<>();
    for (int i = 0; i < rdns.size(); i++) {
      for (int j = 0; j < rdns.get(i).size(); j++) {
        if (rdns.get(i).get(j).value().toString().contains(Placeholder.USERNAME)) {
          found.add(new DnTemplate(rdns, i, j));
        }
      }
    }
    if (found.size() > 1) {
      throw new IllegalArgumentException("has " + Placeholder.USERNAME + " in two values");
    }
    return found.get(0);
  }

  /** Returns the attribute type with the user name as its value. */
  public String attribute() {
    return template().type();
  }

  private Ava template() {
    return rdns.get(rdn).get(place);
  }

  /** Returns the DN below which all DNs of this template are. */
  public Dn base() {
    return Dn.of(rdns.subList(rdn + 1, rdns.size()));
  }

  /** Returns the DN for one user name, which is taken literally. */
  public Dn with(String username) {
    String value = Placeholder.fill(template().value().toString(), username);
    List<Ava> named = new ArrayList<>(rdns.get(rdn));
    named.set(place, new Ava(attribute(), Name.of(value)));
    List<List<Ava>> filled = new ArrayList<>(rdns);
    filled.set(rdn, List.copyOf(named));
    return Dn.of(List.copyOf(filled));
  }
}
