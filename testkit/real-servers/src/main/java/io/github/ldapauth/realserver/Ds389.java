// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldif.LDIFWriter;
import io.github.ldapauth.testkit.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Runs 389 Directory Server in a temporary folder, on free ports of the loopback interface, with
 * StartTLS, ldaps and its plug-ins MemberOf and Referential Integrity. Its base is the first entry
 * of the LDIF it is given. Everybody may read everything but passwords, and people may change their
 * own. To make one takes up to half a minute.
 */
public final class Ds389 implements RealServer {

  private static final Path MAKER = Path.of("/usr/sbin/dscreate");
  private static final Path PROGRAM = Path.of("/usr/sbin/ns-slapd");
  private static final Path CERTIFICATE_TOOL = Path.of("/usr/bin/certutil");
  private static final Path KEY_TOOL = Path.of("/usr/bin/pk12util");
  private static final Path SETTINGS = Path.of("/etc/dirsrv");
  private static final Path SHARED = Path.of("/usr/share/dirsrv");
  private static final String ADMINISTRATOR = "cn=Directory Manager";
  private static final String[] ACCESS = {
    "(targetattr!=\"userPassword\")"
        + "(version 3.0; acl \"read\"; allow (read,search,compare) userdn=\"ldap:///anyone\";)",
    "(targetattr=\"userPassword\")"
        + "(version 3.0; acl \"own password\"; allow (write) userdn=\"ldap:///self\";)"
  };

  private final String password = UUID.randomUUID().toString();
  private final Path folder;
  private final String base;
  private final int port = Scratch.freePort();
  private final int ldapsPort = Scratch.freePort();
  private final ServerProcess process;

  private Ds389(
      Path folder, TestCertificates certificates, List<Entry> entries, Map<String, String> settings)
      throws IOException {
    this.folder = folder;
    base = entries.get(0).getDN();
    layOut();
    make();
    configure(settings);
    install(certificates);
    process =
        ServerProcess.start(
            folder, List.of(PROGRAM.toString(), "-D", instance().toString(), "-d", "0"));
    try (LDAPConnection connection = process.connect(this::connect)) {
      // Added to the running server, so that its plug-ins see them.
      for (Entry entry : entries) {
        connection.add(entry);
      }
      connection.modify(base, new Modification(ModificationType.ADD, "aci", ACCESS));
    } catch (LDAPException e) {
      process.close();
      throw new IOException("389 Directory Server does not take the LDIF", e);
    }
  }

  /** Skips the calling test, saying why, where 389 Directory Server is not installed. */
  public static void assumeInstalled() {
    assumeTrue(
        Stream.of(MAKER, PROGRAM, CERTIFICATE_TOOL, KEY_TOOL).allMatch(Files::isExecutable),
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

  /** Makes a private copy of what the package installed, as if it had been installed here. */
  private void layOut() throws IOException {
    for (String name : List.of("etc/dirsrv", "share/dirsrv/inf", "run/lock", "shm", "tmp", "var")) {
      Files.createDirectories(folder.resolve(name));
    }
    Scratch.copy(SETTINGS.resolve("schema"), folder.resolve("etc/dirsrv/schema"));
    Scratch.copy(SETTINGS.resolve("config"), folder.resolve("etc/dirsrv/config"));
    Scratch.copy(SHARED.resolve("data"), folder.resolve("share/dirsrv/data"));
    Path template = folder.resolve("share/dirsrv/data/template-dse.ldif");
    Files.writeString(
        template,
        Files.readString(template)
            .replaceFirst(
                "(?m)^nsslapd-port:",
                "nsslapd-listenhost: 127.0.0.1\nnsslapd-securelistenhost: 127.0.0.1\nnsslapd-port:"));
    Files.writeString(folder.resolve("share/dirsrv/inf/defaults.inf"), defaults());
    Files.writeString(
        folder.resolve("make.inf"),
        String.join(
            "\n",
            "[general]",
            "config_version = 2",
            "systemd = False",
            "selinux = False",
            "strict_host_checking = False",
            "full_machine_name = localhost",
            "start = False",
            "[slapd]",
            "instance_name = test",
            "port = " + port,
            "root_password = " + password,
            "user = " + user().owner().getName(),
            "group = " + user().group().getName(),
            "self_sign_cert = False",
            "[backend-userroot]",
            "suffix = " + base,
            ""));
  }

  private PosixFileAttributes user() throws IOException {
    return Files.readAttributes(folder, PosixFileAttributes.class);
  }

  private String defaults() throws IOException {
    return Files.readString(SHARED.resolve("inf/defaults.inf"))
        .replaceAll("(?m)= (/etc|/var|/run)", "= " + folder + "$1")
        .replaceAll("(?m)= /dev/shm", "= " + folder + "/shm")
        .replaceAll("(?m)^tmp_dir = .*", "tmp_dir = " + folder + "/tmp")
        .replaceAll("(?m)^data_dir = .*", "data_dir = " + folder + "/share")
        .replaceAll("(?m)^with_systemd = 1", "with_systemd = 0")
        .replaceAll("(?m)^user = .*", "user = " + user().owner().getName())
        .replaceAll("(?m)^group = .*", "group = " + user().group().getName());
  }

  private void make() throws IOException {
    ServerProcess.run(
        folder,
        Map.of("PREFIX", folder.toString()),
        List.of(MAKER.toString(), "from-file", path("make.inf")));
  }

  /** Changes the configuration before the server reads it. */
  private void configure(Map<String, String> settings) throws IOException {
    Path file = instance().resolve("dse.ldif");
    List<Entry> entries = Ldif.read(file);
    for (Entry entry : entries) {
      switch (entry.getDN()) {
        case "cn=config" -> {
          settings.forEach(entry::setAttribute);
          entry.setAttribute("nsslapd-security", "on");
          entry.setAttribute("nsslapd-securePort", String.valueOf(ldapsPort));
        }
        case "cn=RSA,cn=encryption,cn=config" ->
            entry.setAttribute("nsSSLPersonalitySSL", KeyStoreFile.ALIAS);
        case "cn=MemberOf Plugin,cn=plugins,cn=config" -> {
          entry.setAttribute("nsslapd-pluginEnabled", "on");
          entry.setAttribute("memberOfGroupAttr", "member", "uniqueMember");
        }
        case "cn=referential integrity postoperation,cn=plugins,cn=config" ->
            entry.setAttribute("nsslapd-pluginEnabled", "on");
        default -> {}
      }
    }
    try (LDIFWriter writer = new LDIFWriter(file.toString())) {
      for (Entry entry : entries) {
        writer.writeEntry(entry);
      }
    }
  }

  /** Writes the certificates into the database of the server. */
  private void install(TestCertificates certificates) throws IOException {
    Files.writeString(authority(), certificates.authorityPem());
    KeyStoreFile.write(folder.resolve("server.p12"), certificates);
    String database = instance().toString();
    String password = database + "/pwdfile.txt";
    run(
        CERTIFICATE_TOOL,
        "-d",
        database,
        "-f",
        password,
        "-A",
        "-a",
        "-n",
        "authority",
        "-t",
        "CT,,",
        "-i",
        authority().toString());
    run(
        KEY_TOOL,
        "-d",
        database,
        "-k",
        password,
        "-i",
        path("server.p12"),
        "-W",
        KeyStoreFile.PASSWORD);
  }

  private void run(Path program, String... arguments) throws IOException {
    ServerProcess.run(
        folder, Stream.concat(Stream.of(program.toString()), Stream.of(arguments)).toList());
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
    return folder.resolve("ca.pem");
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private Path instance() {
    return folder.resolve("etc/dirsrv/slapd-test");
  }

  @Override
  public void close() {
    process.close();
  }
}
