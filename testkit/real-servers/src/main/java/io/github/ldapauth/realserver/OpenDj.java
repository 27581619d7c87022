// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

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
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * OpenDJ in a JVM of its own, in a temporary folder, on free ports of the loopback interface, with
 * StartTLS and ldaps. Its base is the first entry of the LDIF. All clients may read all but
 * passwords, and users may change their own. It takes up to half a minute to start.
 */
public final class OpenDj implements RealServer {

  private static final Path INSTALLATION = MavenServers.file("opendj");
  private static final String ADMINISTRATOR = "cn=Directory Manager";
  private static final String BACKEND = "ds-cfg-backend-id=userRoot,cn=Backends,cn=config";
  private static final String ACCESS =
      "(targetattr=\"ds-pwp-account-disabled||ds-pwp-account-expiration-time"
          + "||pwdAccountLockedTime||pwdFailureTime||pwdReset\")(version 3.0;"
          + " acl \"account states\"; allow (read,search,compare) userdn=\"ldap:///anyone\";)";
  private static final List<String> INDEXED =
      List.of(
          "cn", "entryUUID", "mail", "member", "memberUid", "objectClass", "uid", "uniqueMember");

  private final String password = UUID.randomUUID().toString();
  private final Path folder;
  private final Path instance;
  private final int port = Scratch.freePort();
  private final int ldapsPort = Scratch.freePort();
  private final ServerProcess process;

  private OpenDj(TestCertificates certificates, List<Entry> entries, Map<String, String> policy)
      throws IOException {
    folder = Files.createTempDirectory("ldapauth-opendj");
    instance = folder.resolve("instance");
    Scratch.copy(INSTALLATION.resolve("template"), instance);
    KeyStoreFile.write(instance.resolve("config/keystore.p12"), certificates);
    Files.writeString(instance.resolve("config/keystore.pin"), KeyStoreFile.PASSWORD);
    Files.writeString(folder.resolve("ca.pem"), certificates.authorityPem());
    configure(entries.get(0).getDN(), policy);
    List<String> command =
        MavenServers.java(
            "-Dorg.opends.server.scriptName=start-ds",
            "-Dorg.opends.server.ServerRoot=" + instance,
            "-cp",
            INSTALLATION.resolve("lib/bootstrap.jar").toString(),
            "org.opends.server.core.DirectoryServer",
            "--configFile",
            configuration().toString(),
            "--nodetach");
    process = ServerProcess.start(folder, command);
    try (LDAPConnection connection = process.connect(this::connect)) {
      for (Entry entry : entries) {
        connection.add(entry);
      }
      connection.modify(
          entries.get(0).getDN(), new Modification(ModificationType.ADD, "aci", ACCESS));
    } catch (LDAPException e) {
      process.close();
      throw new IOException("OpenDJ does not take the LDIF", e);
    }
  }

  /** Skips the calling test, with a message, if the build did not fetch OpenDJ. */
  public static void assumeInstalled() {
    MavenServers.assumeFetched("OpenDJ", INSTALLATION);
  }

  /**
   * Starts a server that holds this LDIF.
   *
   * @param policy attributes of the default password policy, such as {@code
   *     ds-cfg-lockout-failure-count}
   */
  public static OpenDj start(
      TestCertificates certificates, String ldif, Map<String, String> policy) {
    assumeInstalled();
    try {
      return new OpenDj(certificates, Ldif.read(ldif), policy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path configuration() {
    return instance.resolve("config/config.ldif");
  }

  private void configure(String base, Map<String, String> policy) throws IOException {
    List<Entry> entries = Ldif.read(configuration());
    for (Entry entry : entries) {
      if (entry.hasAttribute("ds-cfg-listen-address")) {
        entry.setAttribute("ds-cfg-listen-address", "127.0.0.1");
      }
      switch (entry.getDN()) {
        case "cn=LDAP Connection Handler,cn=Connection Handlers,cn=config" ->
            listen(entry, port, "ds-cfg-allow-start-tls");
        case "cn=LDAPS Connection Handler,cn=Connection Handlers,cn=config" ->
            listen(entry, ldapsPort, "ds-cfg-use-ssl");
        case "cn=Administration Connector,cn=config" ->
            entry.setAttribute("ds-cfg-listen-port", String.valueOf(Scratch.freePort()));
        case "cn=PKCS12,cn=Key Manager Providers,cn=config" ->
            entry.setAttribute("ds-cfg-enabled", "true");
        case "cn=Directory Manager,cn=Root DNs,cn=config" ->
            entry.setAttribute("userPassword", "{CLEAR}" + password);
        case "cn=Default Password Policy,cn=Password Policies,cn=config" ->
            policy.forEach(entry::setAttribute);
        default -> {}
      }
    }
    try (LDIFWriter writer = new LDIFWriter(configuration().toString())) {
      for (Entry entry : entries) {
        writer.writeEntry(entry);
      }
      for (Entry entry : Ldif.read(backend(base))) {
        writer.writeEntry(entry);
      }
    }
  }

  private static void listen(Entry handler, int port, String encryption) {
    handler.setAttribute("ds-cfg-enabled", "true");
    handler.setAttribute("ds-cfg-listen-port", String.valueOf(port));
    handler.setAttribute(encryption, "true");
    handler.setAttribute("ds-cfg-ssl-cert-nickname", KeyStoreFile.ALIAS);
    handler.setAttribute(
        "ds-cfg-key-manager-provider", "cn=PKCS12,cn=Key Manager Providers,cn=config");
    handler.removeAttribute("ds-cfg-trust-manager-provider");
  }

  private static String backend(String base) {
    StringBuilder ldif =
        new StringBuilder(
            """
            dn: %1$s
            objectClass: ds-cfg-backend
            objectClass: ds-cfg-local-backend
            objectClass: ds-cfg-pluggable-backend
            objectClass: ds-cfg-je-backend
            ds-cfg-backend-id: userRoot
            ds-cfg-base-dn: %2$s
            ds-cfg-enabled: true
            ds-cfg-java-class: org.opends.server.backends.jeb.JEBackend
            ds-cfg-db-directory: db
            ds-cfg-writability-mode: enabled

            dn: cn=Index,%1$s
            objectClass: ds-cfg-branch
            cn: Index

            """
                .formatted(BACKEND, base));
    for (String attribute : INDEXED) {
      ldif.append(
          """
          dn: ds-cfg-attribute=%2$s,cn=Index,%1$s
          objectClass: ds-cfg-backend-index
          ds-cfg-attribute: %2$s
          ds-cfg-index-type: equality

          """
              .formatted(BACKEND, attribute));
    }
    return ldif.toString();
  }

  /**
   * Adds a password policy of some users.
   *
   * @param settings attributes of the policy, such as {@code ds-cfg-max-password-age}
   */
  public void addPolicy(String name, Map<String, String> settings, String... users)
      throws LDAPException {
    Entry policy = new Entry("cn=" + name + ",cn=Password Policies,cn=config");
    policy.addAttribute("objectClass", "ds-cfg-authentication-policy", "ds-cfg-password-policy");
    policy.addAttribute("cn", name);
    policy.addAttribute("ds-cfg-java-class", "org.opends.server.core.PasswordPolicyFactory");
    policy.addAttribute("ds-cfg-password-attribute", "userPassword");
    policy.addAttribute(
        "ds-cfg-default-password-storage-scheme",
        "cn=Salted SHA-1,cn=Password Storage Schemes,cn=config");
    settings.forEach(policy::addAttribute);
    Modification ofUser =
        new Modification(ModificationType.REPLACE, "ds-pwp-password-policy-dn", policy.getDN());
    try (LDAPConnection administrator = connect()) {
      administrator.add(policy);
      for (String user : users) {
        administrator.modify(user, ofUser);
      }
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
    return folder.resolve("ca.pem");
  }

  @Override
  public void close() {
    process.close();
  }
}
