// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A slapd that passes all requests on to another one, with StartTLS, ldaps, and the certificates of
 * the other one. It has no size limit, because its own would count over all pages. If its suffix is
 * another, it rewrites DNs, but not in the values of all attributes.
 */
public final class SlapdProxy implements AutoCloseable {

  private final SlapdProcess process;

  private SlapdProxy(Slapd slapd, List<String> database) throws IOException {
    Path folder = Files.createTempDirectory("ldapauth-slapd-proxy");
    Files.writeString(
        folder.resolve("slapd.conf"),
        String.join(
            "\n",
            SlapdConfiguration.schemas(),
            SlapdConfiguration.certificates(slapd.folder()),
            "sizelimit unlimited",
            String.join("\n", database),
            ""));
    process = new SlapdProcess(folder, SlapdProcess.LOG_REQUESTS);
    process.connect().close();
  }

  /** Starts a proxy by slapd-ldap(5), with slapo-rwm(5) if the suffix is another. */
  public static SlapdProxy ldap(Slapd slapd, String suffix) {
    List<String> database =
        List.of(
            "moduleload back_ldap",
            "moduleload rwm",
            "database ldap",
            "suffix \"" + suffix + "\"",
            "uri ldap://" + slapd.hostAndPort());
    String rewriting = "rwm-suffixmassage \"" + suffix + "\" \"" + slapd.base() + "\"";
    return start(
        slapd, suffix.equals(slapd.base()) ? database : with(database, "overlay rwm", rewriting));
  }

  /** Starts a proxy by slapd-meta(5). */
  public static SlapdProxy meta(Slapd slapd, String suffix) {
    List<String> database =
        List.of(
            "moduleload back_ldap",
            "moduleload back_meta",
            "database meta",
            "suffix \"" + suffix + "\"",
            "uri \"ldap://" + slapd.hostAndPort() + "/" + suffix + "\"");
    String rewriting = "suffixmassage \"" + suffix + "\" \"" + slapd.base() + "\"";
    return start(slapd, suffix.equals(slapd.base()) ? database : with(database, rewriting));
  }

  private static List<String> with(List<String> lines, String... more) {
    return Stream.concat(lines.stream(), Stream.of(more)).toList();
  }

  private static SlapdProxy start(Slapd slapd, List<String> database) {
    Slapd.assumeInstalled();
    try {
      return new SlapdProxy(slapd, database);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns {@code 127.0.0.1:port} for clear text. */
  public String hostAndPort() {
    return process.hostAndPort();
  }

  /** Returns {@code 127.0.0.1:port} for ldaps. */
  public String ldapsHostAndPort() {
    return process.ldapsHostAndPort();
  }

  @Override
  public void close() {
    process.close();
  }
}
