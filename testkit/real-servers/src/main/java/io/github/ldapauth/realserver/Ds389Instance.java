// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldif.LDIFWriter;
import io.github.ldapauth.testkit.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files of an instance of 389 Directory Server.
 *
 * @param folder holds them all
 * @param password that of {@code cn=Directory Manager}
 */
record Ds389Instance(Path folder, String base, int port, int ldapsPort, String password) {

  private static final Path MAKER = Path.of("/usr/sbin/dscreate");
  private static final Path CERTIFICATE_TOOL = Path.of("/usr/bin/certutil");
  private static final Path KEY_TOOL = Path.of("/usr/bin/pk12util");
  private static final Path SETTINGS = Path.of("/etc/dirsrv");
  private static final Path SHARED = Path.of("/usr/share/dirsrv");

  /** Returns whether the programs that make an instance are installed. */
  static boolean canBeMade() {
    return Stream.of(MAKER, CERTIFICATE_TOOL, KEY_TOOL).allMatch(Files::isExecutable);
  }

  /**
   * Makes the files.
   *
   * @param settings attributes of {@code cn=config}
   */
  void make(TestCertificates certificates, Map<String, String> settings) throws IOException {
    layOut();
    ServerProcess.run(
        folder,
        Map.of("PREFIX", folder.toString()),
        List.of(MAKER.toString(), "from-file", path("make.inf")));
    configure(settings);
    install(certificates);
  }

  /** Returns the folder of the configuration. */
  Path configuration() {
    return folder.resolve("etc/dirsrv/slapd-test");
  }

  /** Returns the certificate authority as a PEM file. */
  Path authority() {
    return folder.resolve("ca.pem");
  }

  /** Copies what the package installed, as if it had been installed in this folder. */
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

  /** Changes the configuration before the server reads it. */
  private void configure(Map<String, String> settings) throws IOException {
    Path file = configuration().resolve("dse.ldif");
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
        case "cn=referential integrity postoperation,cn=plugins,cn=config",
            "cn=Account Policy Plugin,cn=plugins,cn=config" ->
            entry.setAttribute("nsslapd-pluginEnabled", "on");
        case "cn=config,cn=Account Policy Plugin,cn=plugins,cn=config" -> {
          entry.setAttribute("stateattrname", "lastLoginTime");
          entry.setAttribute("altstateattrname", "createTimestamp");
          entry.setAttribute("specattrname", "acctPolicySubentry");
          entry.setAttribute("limitattrname", "accountInactivityLimit");
        }
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
    String database = configuration().toString();
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

  private String path(String name) {
    return folder.resolve(name).toString();
  }
}
