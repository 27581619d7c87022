// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.activedirectory;

import com.unboundid.ldap.matchingrules.OctetStringMatchingRule;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import io.github.ldapauth.testkit.server.Entries;
import io.github.ldapauth.testkit.server.VirtualAttribute;
import io.github.ldapauth.testkit.server.VirtualAttribute.Shown;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The SIDs of the security groups that an account is in, nested ones and the primary group included
 * (MS-ADTS, section 3.1.1.4.5.19).
 */
final class TokenGroups {

  static final VirtualAttribute ATTRIBUTE =
      new VirtualAttribute("tokenGroups", Shown.BY_NAME, TokenGroups::of);

  private TokenGroups() {}

  /**
   * Returns the attribute of the root DSE, as the account reads it: its own SID comes first
   * (MS-ADTS, section 3.1.1.3.2).
   */
  static Attribute withOwnSid(ReadOnlyEntry account, Entries entries) {
    Stream<byte[]> own = Stream.ofNullable(account.getAttributeValueBytes("objectSid"));
    Stream<byte[]> groups = Stream.of(of(account, entries).getValueByteArrays());
    return new Attribute(
        ATTRIBUTE.name(),
        OctetStringMatchingRule.getInstance(),
        Stream.concat(own, groups).toArray(byte[][]::new));
  }

  private static Attribute of(ReadOnlyEntry account, Entries entries) {
    Map<DN, Sid> securityGroups = securityGroups(entries);
    List<DN> direct =
        Stream.concat(
                entries.memberships().groupsOf(Entries.dnOf(account)).stream()
                    .filter(securityGroups::containsKey),
                primaryGroups(account, securityGroups))
            .toList();
    byte[][] sids =
        entries.memberships().allGroups(direct, securityGroups::containsKey).stream()
            .flatMap(group -> Stream.ofNullable(securityGroups.get(group)))
            .map(Sid::bytes)
            .toArray(byte[][]::new);
    return new Attribute(ATTRIBUTE.name(), OctetStringMatchingRule.getInstance(), sids);
  }

  private static Map<DN, Sid> securityGroups(Entries entries) {
    Map<DN, Sid> groups = new HashMap<>();
    for (ReadOnlyEntry group : entries.matching(Filter.createPresenceFilter("groupType"))) {
      Integer type = group.getAttributeValueAsInteger("groupType");
      if (type != null && (type & ActiveDirectoryEntries.SECURITY_GROUP) != 0) {
        Sid.read(group.getAttributeValueBytes("objectSid"))
            .ifPresent(sid -> groups.put(Entries.dnOf(group), sid));
      }
    }
    return groups;
  }

  private static Stream<DN> primaryGroups(ReadOnlyEntry account, Map<DN, Sid> securityGroups) {
    Optional<Sid> own = Sid.read(account.getAttributeValueBytes("objectSid"));
    Long relativeId = account.getAttributeValueAsLong("primaryGroupID");
    if (own.isEmpty() || relativeId == null) {
      return Stream.empty();
    }
    Sid primary = own.get().domain().within(relativeId);
    return securityGroups.keySet().stream()
        .filter(group -> primary.equals(securityGroups.get(group)));
  }
}
