// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldif.LDIFException;
import io.github.ldapauth.testkit.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Samba as an Active Directory domain controller in a temporary folder, on the loopback interface.
 * Its ports are fixed, so that one can run at a time. It takes some 20 seconds to start. Three
 * wrong passwords lock an account; any other password will do.
 */
public final class SambaAd implements AutoCloseable {

  /** The base, of the domain ad.example.com, in short AD. */
  public static final String BASE = "DC=ad,DC=example,DC=com";

  private static final Path PROGRAM = Path.of("/usr/sbin/samba");
  private static final Path TOOL = Path.of("/usr/bin/samba-tool");
  private static final Path DATABASE_TOOL = Path.of("/usr/bin/ldbmodify");
  private static final int PORT = 389;
  private static final int LDAPS_PORT = 636;
  private static final List<Integer> PORTS = List.of(PORT, LDAPS_PORT, 3268, 3269);
  private static final String ADMINISTRATOR = "CN=Administrator,CN=Users," + BASE;
  private static final String LOOPBACK_ONLY =
      "interfaces = 127.0.0.1/8\nbind interfaces only = yes";

  private final String password = "Aa1-" + UUID.randomUUID();
  private final TestCertificates certificates;
  private final Path folder;
  private final ServerProcess process;

  private SambaAd(TestCertificates certificates, boolean takesPasswordsInTheClear)
      throws IOException {
    this.certificates = certificates;
    folder = Files.createTempDirectory("ldapauth-samba");
    provision();
    Files.writeString(folder.resolve("ca.pem"), certificates.authorityPem());
    Files.writeString(folder.resolve("server.pem"), certificates.serverPem());
    Path key = folder.resolve("server.key");
    Files.createFile(
        key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(key, certificates.serverKeyPem());
    Files.createDirectory(folder.resolve("run"));
    Path configuration = folder.resolve("smb.conf");
    Files.writeString(configuration, configuration(takesPasswordsInTheClear));
    process =
        ServerProcess.start(
            folder,
            List.of(
                PROGRAM.toString(),
                "--foreground",
                "--model=single",
                "--no-process-group",
                "--configfile=" + configuration));
    relaxPasswords();
  }

  /** Skips the calling test, with a message, if Samba cannot run. */
  public static void assumeInstalled() {
    boolean installed =
        Files.isExecutable(PROGRAM)
            && Files.isExecutable(TOOL)
            && Files.isExecutable(DATABASE_TOOL);
    assumeTrue(
        installed,
        "Samba is not installed (Debian packages samba-ad-dc and ldb-tools): test skipped");
    assumeTrue("root".equals(System.getProperty("user.name")), "Samba needs root: test skipped");
    PORTS.forEach(
        port ->
            assumeTrue(
                isFree(port), "port " + port + ", which Samba needs, is in use: test skipped"));
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /** Starts a domain controller that takes passwords in the clear, too. */
  public static SambaAd start(TestCertificates certificates) {
    return start(certificates, true);
  }

  /** Starts a domain controller as Samba ships it: passwords need TLS. */
  public static SambaAd startDemandingTls(TestCertificates certificates) {
    return start(certificates, false);
  }

  private static SambaAd start(TestCertificates certificates, boolean takesPasswordsInTheClear) {
    assumeInstalled();
    try {
      return new SambaAd(certificates, takesPasswordsInTheClear);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void provision() throws IOException {
    ServerProcess.run(
        folder,
        List.of(
            TOOL.toString(),
            "domain",
            "provision",
            "--realm=AD.EXAMPLE.COM",
            "--domain=AD",
            "--server-role=dc",
            "--dns-backend=NONE",
            "--host-name=dc1",
            "--host-ip=127.0.0.1",
            "--adminpass=" + password,
            "--targetdir=" + folder,
            "--option=interfaces=127.0.0.1/8",
            "--option=bind interfaces only=yes",
            "--option=ldb:nosync=true"));
  }

  private String configuration(boolean takesPasswordsInTheClear) {
    return String.join(
        "\n",
        "[global]",
        "netbios name = DC1",
        "realm = AD.EXAMPLE.COM",
        "workgroup = AD",
        "server role = active directory domain controller",
        "server services = ldap",
        "dcerpc endpoint servers = -",
        "disable netbios = yes",
        LOOPBACK_ONLY,
        "ldap server require strong auth = " + (takesPasswordsInTheClear ? "no" : "yes"),
        "tls enabled = yes",
        "tls cafile = " + folder.resolve("ca.pem"),
        "tls certfile = " + folder.resolve("server.pem"),
        "tls keyfile = " + folder.resolve("server.key"),
        "private dir = " + folder.resolve("private"),
        "state directory = " + folder.resolve("state"),
        "cache directory = " + folder.resolve("cache"),
        "lock directory = " + folder,
        "pid directory = " + folder.resolve("run"),
        "ncalrpc dir = " + folder.resolve("run/ncalrpc"),
        "winbindd socket directory = " + folder.resolve("run/winbindd"),
        "ntp signd socket directory = " + folder.resolve("run/ntp"),
        "log file = " + folder.resolve("samba.log"),
        "ldb:nosync = true",
        "");
  }

  private void relaxPasswords() throws IOException {
    try (LDAPConnection connection = connect()) {
      connection.modify(
          new ModifyRequest(
              "dn: " + BASE,
              "changetype: modify",
              "replace: pwdProperties",
              "pwdProperties: 0",
              "-",
              "replace: minPwdLength",
              "minPwdLength: 1",
              "-",
              "replace: minPwdAge",
              "minPwdAge: 0",
              "-",
              "replace: lockoutThreshold",
              "lockoutThreshold: 3"));
    } catch (LDAPException | LDIFException e) {
      close();
      throw new IOException("Samba does not take its password policy", e);
    }
  }

  /** Connects as the administrator. */
  public LDAPConnection connect() throws IOException, LDAPException {
    LDAPConnection connection =
        process.connect(
            () ->
                new LDAPConnection(
                    certificates.clientContext().getSocketFactory(), "127.0.0.1", LDAPS_PORT));
    bindAsAdministrator(connection);
    return connection;
  }

  /** Binds a connection as the administrator. */
  public void bindAsAdministrator(LDAPConnection connection) throws LDAPException {
    connection.bind(ADMINISTRATOR, password);
  }

  /** Adds a user with a password. */
  public void addUser(Entry user, String password) throws IOException, LDAPException {
    Entry whole = user.duplicate();
    whole.addAttribute("unicodePwd", ("\"" + password + "\"").getBytes(StandardCharsets.UTF_16LE));
    try (LDAPConnection connection = connect()) {
      connection.add(whole);
    }
  }

  /** Sets an attribute that clients may not set, in the database itself. */
  public void force(String dn, String attribute, String value) throws IOException {
    Path change = Files.createTempFile(folder, "change", ".ldif");
    Modification replacement = new Modification(ModificationType.REPLACE, attribute, value);
    Files.writeString(
        change, new ModifyRequest(dn, replacement).toLDIFChangeRecord().toLDIFString());
    String database = BASE.toUpperCase(Locale.ROOT) + ".ldb";
    ServerProcess.run(
        folder,
        List.of(
            DATABASE_TOOL.toString(),
            "-H",
            folder.resolve("private/sam.ldb.d").resolve(database).toString(),
            change.toString()));
  }

  /** Returns {@code 127.0.0.1:389} for clear text and StartTLS. */
  public String hostAndPort() {
    return "127.0.0.1:" + PORT;
  }

  /** Returns {@code 127.0.0.1:636} for ldaps. */
  public String ldapsHostAndPort() {
    return "127.0.0.1:" + LDAPS_PORT;
  }

  /** Returns the certificate authority as a PEM file. */
  public Path authority() {
    return folder.resolve("ca.pem");
  }

  /** Ends the process and deletes the folder. */
  @Override
  public void close() {
    process.close();
  }
}
