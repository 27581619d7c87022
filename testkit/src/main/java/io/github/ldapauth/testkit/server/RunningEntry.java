// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import java.util.List;
import java.util.function.Supplier;

/**
 * An entry of a running directory.
 *
 * @param current finds the entry as it is now
 */
record RunningEntry(Entries entries, Supplier<ReadOnlyEntry> current) implements EditableEntry {

  @Override
  public String dn() {
    return current.get().getDN();
  }

  @Override
  public List<String> values(String attribute) {
    String[] values = current.get().getAttributeValues(attribute);
    return values == null ? List.of() : List.of(values);
  }

  @Override
  public void set(String attribute, String... values) {
    modify(new Modification(ModificationType.REPLACE, attribute, values));
  }

  @Override
  public void set(String attribute, byte[] value) {
    modify(new Modification(ModificationType.REPLACE, attribute, value));
  }

  @Override
  public void add(String attribute, String... values) {
    modify(new Modification(ModificationType.ADD, attribute, values));
  }

  @Override
  public void remove(String attribute, String... values) {
    modify(new Modification(ModificationType.DELETE, attribute, values));
  }

  @Override
  public void moveTo(String dn) {
    entries.rename(dn(), dn);
  }

  private void modify(Modification modification) {
    entries.modify(dn(), modification);
  }
}
