// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.RDN;
import io.github.ldapauth.testkit.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * 389 Directory Server in a temporary folder, on free ports of the loopback interface, with
 * StartTLS, ldaps and its plug-ins MemberOf, Referential Integrity and Account Policy. Its bases
 * are the entries of the LDIF that have no parent there. All clients may read all but passwords,
 * and users may change their own. It takes up to half a minute to start.
 */
public final class Ds389 implements RealServer {

  private static final Path PROGRAM = Path.of("/usr/sbin/ns-slapd");
  private static final String ADMINISTRATOR = "cn=Directory Manager";
  private static final String[] ACCESS = {
    "(targetattr!=\"userPassword\")"
        + "(version 3.0; acl \"read\"; allow (read,search,compare) userdn=\"ldap:///anyone\";)",
    "(targetattr=\"userPassword\")"
        + "(version 3.0; acl \"own password\"; allow (write) userdn=\"ldap:///self\";)"
  };

  private final String password = UUID.randomUUID().toString();
  private final int port = Scratch.freePort();
  private final int ldapsPort = Scratch.freePort();
  private final Ds389Instance instance;
  private final ServerProcess process;

  private Ds389(
      Path folder, TestCertificates certificates, List<Entry> entries, Map<String, String> settings)
      throws IOException {
    String base = entries.get(0).getDN();
    instance = new Ds389Instance(folder, base, port, ldapsPort, password);
    instance.make(certificates, settings);
    process =
        ServerProcess.start(
            folder,
            List.of(PROGRAM.toString(), "-D", instance.configuration().toString(), "-d", "0"));
    try (LDAPConnection connection = process.connect(this::connect)) {
      List<String> bases = Ldif.roots(entries);
      for (String other : bases.subList(1, bases.size())) {
        addBackend(connection, other);
      }
      // Added to the running server, so that its plug-ins see them.
      for (Entry entry : entries) {
        connection.add(entry);
      }
      for (String each : bases) {
        connection.modify(each, new Modification(ModificationType.ADD, "aci", ACCESS));
      }
    } catch (LDAPException e) {
      process.close();
      throw new IOException("389 Directory Server does not take the LDIF", e);
    }
  }

  private static void addBackend(LDAPConnection connection, String base) throws LDAPException {
    String name = base.replaceAll("\\W", "-");
    Entry backend = new Entry("cn=" + name + ",cn=ldbm database,cn=plugins,cn=config");
    backend.addAttribute("objectClass", "top", "extensibleObject", "nsBackendInstance");
    backend.addAttribute("nsslapd-suffix", base);
    connection.add(backend);
    Entry suffix = new Entry(new DN(new RDN("cn", base), new DN("cn=mapping tree,cn=config")));
    suffix.addAttribute("objectClass", "top", "extensibleObject", "nsMappingTree");
    suffix.addAttribute("nsslapd-state", "backend");
    suffix.addAttribute("nsslapd-backend", name);
    connection.add(suffix);
  }

  /** Skips the calling test, with a message, if 389 Directory Server is not installed. */
  public static void assumeInstalled() {
    assumeTrue(
        Files.isExecutable(PROGRAM) && Ds389Instance.canBeMade(),
        "389 Directory Server is not installed (Debian package 389-ds-base): test skipped");
  }

  /**
   * Starts a server that holds this LDIF.
   *
   * @param settings attributes of {@code cn=config}, such as those of the password policy
   */
  public static Ds389 start(String ldif, Map<String, String> settings) {
    return start(TestCertificates.forHosts("localhost", "127.0.0.1"), ldif, settings);
  }

  /**
   * Starts a server that holds this LDIF.
   *
   * @param settings attributes of {@code cn=config}, such as those of the password policy
   */
  public static Ds389 start(
      TestCertificates certificates, String ldif, Map<String, String> settings) {
    assumeInstalled();
    try {
      Path folder = Files.createTempDirectory("ldapauth-389");
      return new Ds389(folder, certificates, Ldif.read(ldif), settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public LDAPConnection connect() throws LDAPException {
    return new LDAPConnection("127.0.0.1", port, ADMINISTRATOR, password);
  }

  @Override
  public String administratorDn() {
    return ADMINISTRATOR;
  }

  @Override
  public String administratorPassword() {
    return password;
  }

  @Override
  public String hostAndPort() {
    return "127.0.0.1:" + port;
  }

  /** Returns {@code 127.0.0.1:port} for ldaps. */
  public String ldapsHostAndPort() {
    return "127.0.0.1:" + ldapsPort;
  }

  /** Returns the certificate authority as a PEM file. */
  public Path authority() {
    return instance.authority();
  }

  @Override
  public void close() {
    process.close();
  }
}
