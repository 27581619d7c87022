// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.matchingrules.OctetStringMatchingRule;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Makes {@code tokenGroups}: the SIDs of the security groups that an account is in, nested ones and
 * the primary group included (MS-ADTS, section 3.1.1.4.5.19).
 */
final class TokenGroups implements VirtualAttribute {

  static final String NAME = "tokenGroups";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isOperational() {
    return true;
  }

  @Override
  public boolean isOnlyByName() {
    return true;
  }

  @Override
  public Function<ReadOnlyEntry, Attribute> in(Entries entries) {
    Map<DN, Sid> securityGroups = securityGroups(entries);
    Memberships memberships = new Memberships(entries);
    Function<DN, List<DN>> groupsOf =
        member ->
            memberships.groupsOf(member).stream().filter(securityGroups::containsKey).toList();
    return entry -> {
      Collection<DN> direct =
          Stream.concat(
                  groupsOf.apply(Entries.parse(entry.getDN()).orElseThrow()).stream(),
                  primaryGroups(entry, securityGroups))
              .toList();
      byte[][] sids =
          Memberships.closure(direct, groupsOf).stream()
              .flatMap(group -> Stream.ofNullable(securityGroups.get(group)))
              .map(Sid::bytes)
              .toArray(byte[][]::new);
      return new Attribute(NAME, OctetStringMatchingRule.getInstance(), sids);
    };
  }

  private static Map<DN, Sid> securityGroups(Entries entries) {
    Map<DN, Sid> groups = new HashMap<>();
    for (ReadOnlyEntry group : entries.matching(Filter.createPresenceFilter("groupType"))) {
      Integer type = group.getAttributeValueAsInteger("groupType");
      if (type != null && (type & ActiveDirectoryEntries.SECURITY_GROUP) != 0) {
        Sid.read(group.getAttributeValueBytes("objectSid"))
            .ifPresent(sid -> groups.put(Entries.parse(group.getDN()).orElseThrow(), sid));
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
