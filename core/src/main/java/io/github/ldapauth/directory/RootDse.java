// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapAttributes;
import io.github.ldapauth.entry.LdapEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a server tells of itself in its root DSE (RFC 4512, section 5.1). A proxy tells of itself,
 * not of the servers behind it.
 *
 * @param kind the kind of the server
 * @param vendor the name and version of the vendor (RFC 3045); empty if the server shows none
 * @param controls the OIDs of the controls that the server supports
 * @param extensions the OIDs of the extended operations that the server supports
 * @param namingContexts the entries at the top of the directory
 */
public record RootDse(
    DirectoryKind kind,
    String vendor,
    Set<String> controls,
    Set<String> extensions,
    List<String> namingContexts) {

  private static final String PAGES = "1.2.840.113556.1.4.319";

  /** By name, as most of them are operational. */
  private static final List<String> ATTRIBUTES =
      List.of(
          "objectClass",
          "vendorName",
          "vendorVersion",
          "namingContexts",
          "supportedControl",
          "supportedExtension",
          DirectoryKind.CAPABILITIES,
          DirectoryKind.IPA);

  /**
   * Reads the root DSE.
   *
   * @return an empty one of {@link DirectoryKind#OTHER} if the server refuses to show it
   * @throws LdapDirectoryException if there is no answer, or the server cannot work now
   */
  static RootDse read(Stage stage, DirectorySession session) {
    try {
      return of(
          session
              .read(stage, Dn.parse(""), ATTRIBUTES)
              .map(LdapEntry::attributes)
              .orElseGet(() -> LdapAttributes.of(Map.of())));
    } catch (LdapDirectoryException e) {
      if (e.isRefusal()) {
        return of(LdapAttributes.of(Map.of()));
      }
      throw e;
    }
  }

  static RootDse of(LdapAttributes root) {
    return new RootDse(
        DirectoryKind.of(root),
        Stream.of("vendorName", "vendorVersion")
            .flatMap(name -> root.first(name).stream())
            .map(LogText::of)
            .collect(Collectors.joining(" ")),
        Set.copyOf(root.all("supportedControl")),
        Set.copyOf(root.all("supportedExtension")),
        List.copyOf(root.all("namingContexts")));
  }

  /** Returns whether the server shows nothing of itself. */
  public boolean isUnknown() {
    return kind == DirectoryKind.OTHER && namingContexts.isEmpty();
  }

  /** Returns whether the server tells a client the identity it is bound as (RFC 4532). */
  public boolean supportsWhoAmI() {
    return extensions.contains(LdapRequest.WHO_AM_I);
  }

  /** Returns what the server can do that ldapauth can use, in words. */
  public List<String> abilities() {
    List<String> abilities = new ArrayList<>();
    if (kind.isActiveDirectory()) {
      abilities.addAll(List.of("tokenGroups", "matching in chain"));
    }
    add(controls, PAGES, "paged results", abilities);
    add(controls, LdapRequest.PASSWORD_POLICY, "password policy", abilities);
    add(extensions, LdapRequest.WHO_AM_I, "\"Who am I?\"", abilities);
    add(extensions, PasswordModification.OPERATION, "password modify", abilities);
    return List.copyOf(abilities);
  }

  private static void add(Set<String> oids, String oid, String name, List<String> abilities) {
    if (oids.contains(oid)) {
      abilities.add(name);
    }
  }

  /** Returns the kind, with the vendor. */
  @Override
  public String toString() {
    return vendor.isEmpty() ? kind.toString() : kind + " (" + vendor + ")";
  }
}
