// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Changes an entry of a directory that runs. */
final class RunningEntry implements Editable {

  private final Entries entries;
  private final Supplier<ReadOnlyEntry> current;

  /** Takes how to find the entry as it is now. */
  RunningEntry(Entries entries, Supplier<ReadOnlyEntry> current) {
    this.entries = entries;
    this.current = current;
  }

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
  public void set(String attribute, byte[]... values) {
    modify(new Modification(ModificationType.REPLACE, attribute, values));
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
  public void addMembers(String attribute, String... namesOrDns) {
    add(attribute, dns(namesOrDns));
  }

  @Override
  public void removeMembers(String attribute, String... namesOrDns) {
    remove(attribute, dns(namesOrDns));
  }

  @Override
  public void moveTo(String dn) {
    entries.rename(dn(), dn);
  }

  private String[] dns(String... namesOrDns) {
    return Stream.of(namesOrDns).map(entries::memberDn).toArray(String[]::new);
  }

  private void modify(Modification modification) {
    entries.modify(dn(), modification);
  }
}
