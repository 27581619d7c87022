// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The configuration of a slapd, in the form of slapd.conf(5).
 *
 * @param folder holds the certificates, and a folder for each base
 * @param bases the suffixes; the administrator has no entry, and is below the first
 */
record SlapdConfiguration(Path folder, List<String> bases, String administratorDn) {

  private static final Path MODULES = Path.of("/usr/lib/ldap");
  private static final Path SCHEMAS = Path.of("/etc/ldap/schema");

  /** Returns the first lines of a configuration. */
  static String schemas() {
    return String.join(
        "\n",
        "include " + SCHEMAS.resolve("core.schema"),
        "include " + SCHEMAS.resolve("cosine.schema"),
        "include " + SCHEMAS.resolve("nis.schema"),
        "include " + SCHEMAS.resolve("inetorgperson.schema"),
        "include " + SCHEMAS.resolve("dyngroup.schema"),
        "attributetype ( 1.2.840.113556.1.4.656 NAME 'userPrincipalName' EQUALITY caseIgnoreMatch"
            + " SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )",
        "modulepath " + MODULES);
  }

  /** Returns the lines that name the certificates of a folder. */
  static String certificates(Path folder) {
    return String.join(
        "\n",
        "TLSCACertificateFile " + folder.resolve("ca.pem"),
        "TLSCertificateFile " + folder.resolve("server.pem"),
        "TLSCertificateKeyFile " + folder.resolve("server.key"));
  }

  /** Returns the folder for the entries below a base. */
  Path dataFolder(String base) {
    return folder.resolve("data-" + base.replaceAll("\\W", "-"));
  }

  /**
   * Returns the text of the file.
   *
   * @param access the access rules, as in slapd.access(5)
   * @param lines more lines about each base
   */
  String text(String administratorPassword, String access, String... lines) {
    return String.join(
        "\n",
        schemas(),
        "moduleload back_mdb",
        "moduleload memberof",
        "moduleload refint",
        "moduleload ppolicy",
        "moduleload dynlist",
        "pidfile " + folder.resolve("slapd.pid"),
        certificates(folder),
        "TLSVerifyClient try",
        "authz-regexp \"^cn=([^,]+),o=machines$\" \"uid=$1,ou=people," + bases.get(0) + "\"",
        bases.stream()
            .map(
                base ->
                    database(
                        base,
                        base.equals(bases.get(0)) ? "rootpw " + administratorPassword : "",
                        access,
                        lines))
            .collect(Collectors.joining("\n")));
  }

  private String database(String base, String rootpw, String access, String... lines) {
    return String.join(
        "\n",
        "database mdb",
        "suffix \"" + base + "\"",
        "directory " + dataFolder(base),
        "dbnosync",
        "index cn eq",
        "rootdn \"" + administratorDn + "\"",
        rootpw,
        "overlay memberof",
        String.join("\n", lines),
        access,
        "");
  }
}
