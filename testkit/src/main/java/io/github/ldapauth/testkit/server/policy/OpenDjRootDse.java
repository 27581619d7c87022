// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.controls.PasswordExpiredControl;
import com.unboundid.ldap.sdk.controls.PasswordExpiringControl;
import io.github.ldapauth.testkit.server.RequestControls;
import java.util.List;
import java.util.Set;

/** The root DSE of OpenDJ. */
final class OpenDjRootDse {

  /** Those of its controls that the kit has too. */
  static final Set<String> CONTROLS =
      Set.of(
          "1.2.840.113556.1.4.319",
          "1.2.840.113556.1.4.473",
          "1.2.840.113556.1.4.1413",
          "1.3.6.1.1.12",
          "1.3.6.1.1.13.1",
          "1.3.6.1.1.13.2",
          RequestControls.PASSWORD_POLICY,
          "1.3.6.1.4.1.4203.1.10.1",
          "2.16.840.1.113730.3.4.2",
          PasswordExpiredControl.PASSWORD_EXPIRED_OID,
          PasswordExpiringControl.PASSWORD_EXPIRING_OID,
          "2.16.840.1.113730.3.4.9",
          "2.16.840.1.113730.3.4.12",
          "2.16.840.1.113730.3.4.16",
          "2.16.840.1.113730.3.4.18");

  static final List<Attribute> ATTRIBUTES =
      List.of(
          new Attribute("objectClass", "top", "ds-root-dse", "ds-cfg-root-dse-backend"),
          new Attribute("structuralObjectClass", "ds-root-dse"),
          new Attribute("vendorName", "Open Identity Platform Community"),
          new Attribute("vendorVersion", "OpenDJ Server 5.0.3"),
          new Attribute("supportedLDAPVersion", "2", "3"),
          new Attribute(
              "supportedFeatures",
              "1.3.6.1.1.14",
              "1.3.6.1.4.1.4203.1.5.1",
              "1.3.6.1.4.1.4203.1.5.2",
              "1.3.6.1.4.1.4203.1.5.3"),
          new Attribute("entryDN", ""),
          new Attribute("entryUUID", "d41d8cd9-8f00-3204-a980-0998ecf8427e"),
          new Attribute("hasSubordinates", "false"),
          new Attribute("numSubordinates", "0"));

  private OpenDjRootDse() {}
}
