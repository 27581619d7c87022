// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.DN;
import io.github.ldapauth.testkit.server.EditableEntry;
import io.github.ldapauth.testkit.server.Entries;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The members of a group of a running directory. */
record RunningMembers(EditableEntry group, Names names) implements TestGroup.Members {

  @Override
  public void add(String... namesOrDns) {
    String attribute = TestGroup.memberAttribute(group);
    String[] added = values(attribute, namesOrDns);
    List<String> members = new ArrayList<>(group.values(attribute));
    for (int i = 0; i < added.length; i++) {
      if (has(members, added[i])) {
        throw new IllegalArgumentException(
            "\""
                + namesOrDns[i]
                + "\" is already a member of "
                + this
                + "; remove(...) removes members");
      }
      members.add(added[i]);
    }
    group.add(attribute, added);
  }

  @Override
  public void remove(String... namesOrDns) {
    String attribute = TestGroup.memberAttribute(group);
    String[] removed = values(attribute, namesOrDns);
    List<String> members = group.values(attribute);
    for (int i = 0; i < removed.length; i++) {
      if (!has(members, removed[i])) {
        throw new IllegalArgumentException(
            "\"" + namesOrDns[i] + "\" is no member of " + this + "; its members are " + members);
      }
    }
    group.remove(attribute, removed);
  }

  /** Compares DNs as such, and other text, such as the names in a posixGroup, exactly. */
  private static boolean has(List<String> members, String value) {
    Optional<DN> dn = Entries.parse(value);
    return dn.isEmpty()
        ? members.contains(value)
        : members.stream().map(Entries::parse).anyMatch(dn::equals);
  }

  private String[] values(String attribute, String... namesOrDns) {
    return TestGroup.memberValues(attribute, List.of(namesOrDns), names).toArray(String[]::new);
  }

  /** Returns the DN of the group. */
  @Override
  public String toString() {
    return group.dn();
  }
}
