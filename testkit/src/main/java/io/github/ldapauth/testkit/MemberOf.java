// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.matchingrules.DistinguishedNameMatchingRule;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import java.util.Set;
import java.util.function.Function;

/** Makes {@code memberOf} from the members of groups. */
record MemberOf(boolean isOperational, boolean isTransitive) implements VirtualAttribute {

  static MemberOf direct(boolean operational) {
    return new MemberOf(operational, false);
  }

  /** Names the groups of groups too; in a ring, no group is its own. */
  static MemberOf transitive(boolean operational) {
    return new MemberOf(operational, true);
  }

  @Override
  public String name() {
    return "memberOf";
  }

  @Override
  public Function<ReadOnlyEntry, Attribute> in(Entries entries) {
    Memberships memberships = new Memberships(entries);
    return entry -> {
      DN dn = Entries.parse(entry.getDN()).orElseThrow();
      Set<DN> groups = isTransitive ? memberships.allGroupsOf(dn) : memberships.groupsOf(dn);
      return new Attribute(
          name(),
          DistinguishedNameMatchingRule.getInstance(),
          groups.stream()
              .filter(group -> !isTransitive || !group.equals(dn))
              .map(DN::toString)
              .toList());
    };
  }
}
