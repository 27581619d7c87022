// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import com.unboundid.ldap.sdk.LDAPConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs a slapd that passes all requests on to another one, under a suffix of its own. It rewrites
 * DNs, but not in values of all attributes.
 */
public final class SlapdProxy implements AutoCloseable {

  private final int port = Scratch.freePort();
  private final ServerProcess process;

  private SlapdProxy(List<String> database) throws IOException {
    Path folder = Files.createTempDirectory("ldapauth-slapd-proxy");
    Files.writeString(folder.resolve("slapd.conf"), configuration(database));
    process =
        ServerProcess.start(
            folder,
            List.of(
                Slapd.PROGRAM.toString(),
                "-d",
                "256",
                "-f",
                folder.resolve("slapd.conf").toString(),
                "-h",
                "ldap://127.0.0.1:" + port));
    process.connect(() -> new LDAPConnection("127.0.0.1", port)).close();
  }

  /** Starts a proxy by slapd-ldap(5) and slapo-rwm(5). */
  public static SlapdProxy ldap(Slapd slapd, String suffix) {
    return start(
        List.of(
            "moduleload back_ldap",
            "moduleload rwm",
            "database ldap",
            "suffix \"" + suffix + "\"",
            "uri ldap://" + slapd.hostAndPort(),
            "overlay rwm",
            "rwm-suffixmassage \"" + suffix + "\" \"" + slapd.base() + "\""));
  }

  /** Starts a proxy by slapd-meta(5). */
  public static SlapdProxy meta(Slapd slapd, String suffix) {
    return start(
        List.of(
            "moduleload back_ldap",
            "moduleload back_meta",
            "database meta",
            "suffix \"" + suffix + "\"",
            "uri \"ldap://" + slapd.hostAndPort() + "/" + suffix + "\"",
            "suffixmassage \"" + suffix + "\" \"" + slapd.base() + "\""));
  }

  private static SlapdProxy start(List<String> database) {
    Slapd.assumeInstalled();
    try {
      return new SlapdProxy(database);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String configuration(List<String> database) {
    return SlapdConfiguration.schemas() + "\n" + String.join("\n", database) + "\n";
  }

  /** Returns {@code 127.0.0.1:port} for clear text. */
  public String hostAndPort() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.close();
  }
}
