// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.Entry;
import io.github.ldapauth.testkit.server.EmulatedServer;
import io.github.ldapauth.testkit.server.EmulatedServer.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The description of a {@link TestDirectory}, in any order. Each {@link #start} starts another one,
 * so that tests that run at the same time can share a description. Methods throw {@link
 * IllegalArgumentException} for values that cannot be.
 */
public final class TestDirectoryBuilder {

  private final InitialEntries entries = new InitialEntries();
  private final List<String> baseDns = new ArrayList<>(List.of("dc=example,dc=com"));
  private final Map<String, String> administrators = new LinkedHashMap<>();
  private int port;
  private int ldapsPort;
  private ServerKind kind = ServerKind.PLAIN;
  private PasswordPolicy policy = PasswordPolicy.NONE;
  private final List<Entry> definitions = new ArrayList<>();
  private final Set<Setting> settings = EnumSet.noneOf(Setting.class);
  private @Nullable List<String> readers;
  private @Nullable TestCertificates certificates;

  TestDirectoryBuilder() {}

  /** Sets the base of the users and groups. Default: {@code dc=example,dc=com}. */
  public TestDirectoryBuilder baseDn(String dn) {
    baseDns.set(0, Names.requireDn("baseDn", dn));
    return this;
  }

  /** Adds a base for other entries, such as those of LDIF. Default: none. */
  public TestDirectoryBuilder anotherBaseDn(String dn) {
    baseDns.add(Names.requireDn("anotherBaseDn", dn));
    return this;
  }

  /**
   * Adds an administrator. The DN has no entry and need not be below a base, such as {@code
   * cn=Directory Manager} or {@code cn=admin,cn=config}. Default: none.
   */
  public TestDirectoryBuilder administrator(String dn, String password) {
    administrators.put(Names.requireDn("administrator", dn), password);
    return this;
  }

  /** Sets the port for clear text and StartTLS. Default: 0, a free one for each directory. */
  public TestDirectoryBuilder port(int port) {
    this.port = port;
    return this;
  }

  /** Sets the port for ldaps. Needs {@link #tls}. Default: 0, a free one for each directory. */
  public TestDirectoryBuilder ldapsPort(int port) {
    ldapsPort = port;
    return this;
  }

  /** Sets the server that the directory imitates. Default: {@link ServerKind#PLAIN}. */
  public TestDirectoryBuilder like(ServerKind kind) {
    this.kind = kind;
    return this;
  }

  /**
   * Sets when accounts are locked, passwords expire and new passwords are refused. Default: never.
   * Not for directories like {@link ServerKind#PLAIN}.
   */
  public TestDirectoryBuilder passwordPolicy(UnaryOperator<PasswordPolicy> details) {
    policy = details.apply(PasswordPolicy.NONE);
    return this;
  }

  /** Adds a user with this password, and this name, in the test as in the entry. */
  public TestDirectoryBuilder user(String name, String password) {
    return user(name, user -> user.password(password));
  }

  /** Adds a user with this name. Each {@link #start} calls the details. */
  public TestDirectoryBuilder user(String name, Consumer<? super TestUser> details) {
    entries.addUser(name, details);
    return this;
  }

  /**
   * Adds a group with this name.
   *
   * @param members names of users and groups, or DNs
   */
  public TestDirectoryBuilder group(String name, String... members) {
    return group(name, group -> group.members(members));
  }

  /** Adds a group with this name. Each {@link #start} calls the details. */
  public TestDirectoryBuilder group(String name, Consumer<? super TestGroup> details) {
    entries.addGroup(name, details);
    return this;
  }

  /**
   * Adds entries in LDIF form (RFC 2849), given line by line or as a text block. The kit adds the
   * base and the containers of {@code user} and {@code group} if they are missing; all other
   * parents must be among the entries, in any order.
   *
   * <p>A {@code userPassword} may be a hash: {@code {MD5}}, {@code {SMD5}}, {@code {SHA}}, {@code
   * {SSHA}}, their like with 256, 384 and 512 bits, or {@code {PBKDF2…}}. {@link #start} refuses
   * others, such as {@code {CRYPT}}.
   */
  public TestDirectoryBuilder ldif(String... lines) {
    entries.add(CallSite.here(), Ldif.read("the LDIF", String.join("\n", lines)));
    return this;
  }

  /** Adds the entries of a file in LDIF form (RFC 2849), which is read now. */
  public TestDirectoryBuilder ldifFile(Path file) {
    entries.add(file.toString(), Ldif.read(file));
    return this;
  }

  /** Adds the entries of a class path resource, such as {@code com/example/people.ldif}. */
  public TestDirectoryBuilder ldifResource(String name) {
    entries.add(name, Ldif.readResource(name));
    return this;
  }

  /**
   * Adds the definitions of a file in LDIF form to the schema: {@code attributeTypes} and {@code
   * objectClasses} (RFC 4512, section 4.2), or {@code olcAttributeTypes} and {@code
   * olcObjectClasses}, as in the files of slapd.
   */
  public TestDirectoryBuilder schemaFile(Path file) {
    Ldif.read(file).forEach(each -> definitions.add(each.entry()));
    return this;
  }

  /**
   * Checks entries against the schema of the kind of server. Default: they may have any object
   * classes and attributes.
   */
  public TestDirectoryBuilder schemaChecked() {
    settings.add(Setting.SCHEMA_CHECKED);
    return this;
  }

  /**
   * Refuses searches and compares of clients that did not bind, except of the root DSE, with the
   * code of the server. Default: anonymous clients may search, except like {@link
   * ServerKind#ACTIVE_DIRECTORY}.
   */
  public TestDirectoryBuilder bindRequiredToSearch() {
    settings.add(Setting.BIND_REQUIRED_TO_SEARCH);
    return this;
  }

  /**
   * Lets only these users, and administrators, read all entries. Other users read their own, and
   * anonymous clients the root DSE and the schema. Only administrators see a {@code userPassword}.
   * Default: all clients read all.
   *
   * @param usersOrDns names of users, such as that of a service account, or DNs
   */
  public TestDirectoryBuilder readableOnlyBy(String... usersOrDns) {
    readers = List.of(usersOrDns);
    return this;
  }

  /**
   * Accepts a bind with a DN and no password, as older servers do; it is anonymous (RFC 4513,
   * section 5.1.2). Default: as the {@link ServerKind} does.
   */
  public TestDirectoryBuilder acceptUnauthenticatedBinds() {
    settings.add(Setting.UNAUTHENTICATED_BINDS);
    return this;
  }

  /** Accepts a bind with a password and no DN. Default: as the {@link ServerKind} does. */
  public TestDirectoryBuilder acceptBindsWithoutDn() {
    settings.add(Setting.BINDS_WITHOUT_DN);
    return this;
  }

  /**
   * Offers ldaps on a port of its own, and StartTLS. A client certificate of the same authority
   * binds by SASL EXTERNAL as the entry that is its subject. Default: clear text only.
   */
  public TestDirectoryBuilder tls(TestCertificates certificates) {
    this.certificates = certificates;
    return this;
  }

  /**
   * Refuses binds by password without TLS, with the code of the server: 13, or 8 like {@link
   * ServerKind#ACTIVE_DIRECTORY}. Needs {@link #tls}. Default: passwords may come in clear text.
   */
  public TestDirectoryBuilder tlsRequiredToBind() {
    settings.add(Setting.TLS_REQUIRED_TO_BIND);
    return this;
  }

  /**
   * Offers TLS with a certificate for {@code localhost} and {@code 127.0.0.1}, which is the same
   * one in the whole Java process. To test that two directories are not trusted alike, give one of
   * them {@link TestCertificates#forHosts} instead. Default: clear text only.
   */
  public TestDirectoryBuilder tls() {
    return tls(TestCertificates.shared());
  }

  /**
   * Starts a directory.
   *
   * @throws IllegalArgumentException if the directory cannot hold an entry, with the line of the
   *     test that describes it; or if a setting does not apply to this kind of server
   * @throws IllegalStateException if a port is in use
   */
  public TestDirectory start() {
    if (policy != PasswordPolicy.NONE && kind == ServerKind.PLAIN) {
      throw new IllegalArgumentException(
          "passwordPolicy(...) does not apply to directories like " + kind + "; see like(...)");
    }
    if (settings.contains(Setting.TLS_REQUIRED_TO_BIND) && certificates == null) {
      throw new IllegalArgumentException("tlsRequiredToBind(): no client can bind without tls()");
    }
    MovableClock clock = new MovableClock();
    EmulatedServer server =
        new EmulatedServer(
            kind.emulation(baseDns.get(0), policy.rules(), clock),
            new EmulatedServer.Options(
                baseDns, administrators, definitions, settings, certificates != null));
    NamedEntries named = entries.addTo(server, baseDns);
    if (readers != null) {
      server.restrictReadingTo(named.dnsOf("readableOnlyBy", readers));
    }
    return new TestDirectory(kind, server, named, clock, certificates, port, ldapsPort);
  }
}
