// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import com.unboundid.ldap.sdk.Attribute;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The root DSE of 389 Directory Server. */
final class Directory389RootDse {

  /** Those of its controls that the kit has too. */
  static final Set<String> CONTROLS =
      Set.of(
          "1.2.840.113556.1.4.319",
          "1.2.840.113556.1.4.473",
          "1.3.6.1.1.13.1",
          "1.3.6.1.1.13.2",
          "1.3.6.1.4.1.42.2.27.8.5.1",
          "1.3.6.1.4.1.4203.1.10.1",
          "2.16.840.1.113730.3.4.2",
          "2.16.840.1.113730.3.4.4",
          "2.16.840.1.113730.3.4.5",
          "2.16.840.1.113730.3.4.9",
          "2.16.840.1.113730.3.4.12",
          "2.16.840.1.113730.3.4.16",
          "2.16.840.1.113730.3.4.18");

  /** What comes unless other attributes are requested. */
  static final Set<String> SHOWN =
      Set.of("objectClass", "defaultnamingcontext", "dataversion", "netscapemdsuffix");

  private Directory389RootDse() {}

  static List<Attribute> attributes(List<String> baseDns) {
    return List.of(
        new Attribute("objectClass", "top"),
        new Attribute("defaultnamingcontext", baseDns.get(0)),
        new Attribute("dataversion", "020260101000000"),
        new Attribute("netscapemdsuffix", "cn=ldap://dc=localhost:389"),
        new Attribute(
            "nsBackendSuffix",
            Stream.iterate(0, each -> each < baseDns.size(), each -> each + 1)
                .map(each -> "userroot" + (each == 0 ? "" : each) + ":" + baseDns.get(each))
                .toList()),
        new Attribute("creatorsName", "cn=server,cn=plugins,cn=config"),
        new Attribute("modifiersName", "cn=server,cn=plugins,cn=config"),
        new Attribute("createTimestamp", "20260101000000Z"),
        new Attribute("modifyTimestamp", "20260101000000Z"),
        new Attribute("supportedFeatures", "1.3.6.1.4.1.4203.1.5.1"),
        new Attribute("supportedLDAPVersion", "2", "3"),
        new Attribute("vendorName", "389 Project"),
        new Attribute("vendorVersion", "389-Directory/2.3.1 B2025.016.1616"));
  }
}
