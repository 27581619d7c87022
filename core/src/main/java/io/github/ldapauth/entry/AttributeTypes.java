// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.RDN;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** Knows the attribute types that every implementation has to know in DNs (RFC 4514, section 3). */
final class AttributeTypes {

  private static final Map<String, String> SHORT_NAMES =
      Map.ofEntries(
          Map.entry("commonname", "cn"),
          Map.entry("2.5.4.3", "cn"),
          Map.entry("localityname", "l"),
          Map.entry("2.5.4.7", "l"),
          Map.entry("stateorprovincename", "st"),
          Map.entry("2.5.4.8", "st"),
          Map.entry("organizationname", "o"),
          Map.entry("2.5.4.10", "o"),
          Map.entry("organizationalunitname", "ou"),
          Map.entry("2.5.4.11", "ou"),
          Map.entry("countryname", "c"),
          Map.entry("2.5.4.6", "c"),
          Map.entry("streetaddress", "street"),
          Map.entry("2.5.4.9", "street"),
          Map.entry("domaincomponent", "dc"),
          Map.entry("0.9.2342.19200300.100.1.25", "dc"),
          Map.entry("userid", "uid"),
          Map.entry("0.9.2342.19200300.100.1.1", "uid"));

  private AttributeTypes() {}

  /** Returns the DN with short names; the same object if it has no others. */
  static DN shortened(DN dn) {
    boolean isShort =
        Arrays.stream(dn.getRDNs())
            .flatMap(rdn -> Arrays.stream(rdn.getAttributeNames()))
            .noneMatch(name -> SHORT_NAMES.containsKey(name.toLowerCase(Locale.ROOT)));
    return isShort
        ? dn
        : new DN(Arrays.stream(dn.getRDNs()).map(AttributeTypes::shortened).toArray(RDN[]::new));
  }

  /** Returns the short name of an attribute type; the name itself if it has none. */
  static String shortened(String name) {
    return SHORT_NAMES.getOrDefault(name.toLowerCase(Locale.ROOT), name);
  }

  private static RDN shortened(RDN rdn) {
    String[] names =
        Arrays.stream(rdn.getAttributeNames())
            .map(AttributeTypes::shortened)
            .toArray(String[]::new);
    return new RDN(names, rdn.getByteArrayAttributeValues());
  }
}
