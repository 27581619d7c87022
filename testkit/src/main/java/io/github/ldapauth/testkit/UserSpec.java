// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.RDN;

/** Describes a person: an inetOrgPerson named by {@code uid}, below {@code ou=people}. */
public final class UserSpec {

  private final Entry entry;

  UserSpec(String uid, String parent) {
    entry = new Entry(new RDN("uid", uid) + "," + parent);
    entry.addAttribute("objectClass", "top", "person", "organizationalPerson", "inetOrgPerson");
    entry.addAttribute("uid", uid);
    entry.addAttribute("cn", uid);
    entry.addAttribute("sn", uid);
  }

  /** Sets the password. Default: none, so that nobody can bind as this person. */
  public UserSpec password(String password) {
    entry.setAttribute("userPassword", password);
    return this;
  }

  /** Sets an attribute to these values. Default: {@code uid}, {@code cn} and {@code sn} are uid. */
  public UserSpec attribute(String name, String... values) {
    entry.setAttribute(name, values);
    return this;
  }

  /** Sets an attribute to one value that is no text. */
  public UserSpec attribute(String name, byte[] value) {
    entry.setAttribute(name, value);
    return this;
  }

  /** Adds object classes. Default: those of inetOrgPerson. */
  public UserSpec objectClass(String... names) {
    entry.addAttribute("objectClass", names);
    return this;
  }

  /** Sets the DN. Default: {@code uid=…} below {@code ou=people}. */
  public UserSpec dn(String dn) {
    entry.setDN(dn);
    return this;
  }

  Entry entry() {
    return entry;
  }
}
