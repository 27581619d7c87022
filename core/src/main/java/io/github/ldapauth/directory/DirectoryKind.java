// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import io.github.ldapauth.entry.LdapAttributes;
import java.util.List;
import java.util.Locale;

/** The kind of a directory server, as far as its root DSE tells. */
public enum DirectoryKind {
  ACTIVE_DIRECTORY("Active Directory", "objectGUID"),
  SAMBA_AD("Samba AD", "objectGUID"),
  FREE_IPA("FreeIPA", "nsUniqueId"),
  DIRECTORY_389("389 Directory Server", "nsUniqueId"),
  OPEN_LDAP("OpenLDAP", "entryUUID"),
  OPEN_DJ("OpenDJ", "entryUUID"),
  APACHE_DS("ApacheDS", "entryUUID"),
  E_DIRECTORY("eDirectory", "GUID"),
  LLDAP("lldap", "entryUUID"),
  KANIDM("Kanidm", "entryUUID"),
  AUTHENTIK("Authentik", "entryUUID"),
  /** A kind that ldapauth does not know, or a server that shows no root DSE. */
  OTHER("of an unknown kind", "entryUUID");

  /** LDAP_CAP_ACTIVE_DIRECTORY_OID (MS-ADTS, section 3.1.1.3.4.3.1), which Samba shows too. */
  private static final String IS_ACTIVE_DIRECTORY = "1.2.840.113556.1.4.800";

  static final String CAPABILITIES = "supportedCapabilities";
  static final String IPA = "ipaTopologyPluginVersion";

  private final String text;
  private final String stableId;

  DirectoryKind(String text, String stableId) {
    this.text = text;
    this.stableId = stableId;
  }

  /** Returns the kind of the server that has this root DSE. */
  static DirectoryKind of(LdapAttributes root) {
    String vendor =
        String.join(" ", vendor(root, "vendorName"), vendor(root, "vendorVersion"))
            .toLowerCase(Locale.ROOT);
    if (root.all(CAPABILITIES).contains(IS_ACTIVE_DIRECTORY)) {
      return vendor.contains("samba") ? SAMBA_AD : ACTIVE_DIRECTORY;
    }
    if (root.first(IPA).isPresent()) {
      return FREE_IPA;
    }
    if (root.all("objectClass").stream().anyMatch("OpenLDAProotDSE"::equalsIgnoreCase)) {
      return OPEN_LDAP;
    }
    for (Vendor known : Vendor.ALL) {
      if (vendor.contains(known.part())) {
        return known.kind();
      }
    }
    return OTHER;
  }

  private static String vendor(LdapAttributes root, String attribute) {
    return root.first(attribute).orElse("");
  }

  /** A part of the vendor's name or version (RFC 3045), in lower case. */
  private record Vendor(String part, DirectoryKind kind) {

    static final List<Vendor> ALL =
        List.of(
            new Vendor("389 project", DIRECTORY_389),
            new Vendor("389-directory", DIRECTORY_389),
            new Vendor("red hat-directory", DIRECTORY_389),
            new Vendor("opendj", OPEN_DJ),
            new Vendor("apache software foundation", APACHE_DS),
            new Vendor("edirectory", E_DIRECTORY),
            new Vendor("lldap", LLDAP),
            new Vendor("kanidm", KANIDM),
            new Vendor("goauthentik", AUTHENTIK));
  }

  /** Returns whether the server has the attributes and matching rules of Active Directory. */
  public boolean isActiveDirectory() {
    return this == ACTIVE_DIRECTORY || this == SAMBA_AD;
  }

  /** Returns whether a configuration for this kind is for the server that has this root DSE. */
  public boolean fits(RootDse root) {
    return root.isUnknown()
        || this == root.kind()
        || (isActiveDirectory() && root.kind().isActiveDirectory());
  }

  /**
   * Returns whether a server that looks like this kind may have entries of the other kind: a proxy
   * before it, or a FreeIPA older than 4.3.
   */
  public boolean mayHide(DirectoryKind other) {
    return this == OPEN_LDAP || this == OTHER || (this == DIRECTORY_389 && other == FREE_IPA);
  }

  /** Returns the attribute with the id of an entry that stays the same if it is renamed. */
  public String stableId() {
    return stableId;
  }

  /** Returns the name of the kind. */
  @Override
  public String toString() {
    return text;
  }
}
