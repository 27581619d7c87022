// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.sdk.Entry;
import java.util.List;

/** An entry that no directory holds yet. */
record NewEntry(Entry entry) implements EditableEntry {

  @Override
  public String dn() {
    return entry.getDN();
  }

  @Override
  public List<String> values(String attribute) {
    String[] values = entry.getAttributeValues(attribute);
    return values == null ? List.of() : List.of(values);
  }

  @Override
  public void set(String attribute, String... values) {
    if (values.length == 0) {
      entry.removeAttribute(attribute);
    } else {
      entry.setAttribute(attribute, values);
    }
  }

  @Override
  public void set(String attribute, byte[] value) {
    entry.setAttribute(attribute, value);
  }

  @Override
  public void add(String attribute, String... values) {
    entry.addAttribute(attribute, values);
  }

  @Override
  public void remove(String attribute, String... values) {
    entry.removeAttributeValues(attribute, values);
  }

  @Override
  public void moveTo(String dn) {
    entry.setDN(dn);
  }
}
