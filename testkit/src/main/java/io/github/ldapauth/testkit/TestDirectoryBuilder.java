// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldif.LDIFException;
import com.unboundid.ldif.LDIFReader;
import com.unboundid.ldif.LDIFRecord;
import io.github.ldapauth.testkit.server.EmulatedServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The description of a {@link TestDirectory}, in any order. Each {@link #start} starts another one,
 * so that tests that run at the same time can share a description.
 */
public final class TestDirectoryBuilder {

  private final InitialEntries entries = new InitialEntries();
  private final Map<String, String> administrators = new LinkedHashMap<>();
  private final List<String> moreBaseDns = new ArrayList<>();
  private int port;
  private int ldapsPort;
  private String baseDn = "dc=example,dc=com";
  private ServerKind kind = ServerKind.PLAIN;
  private PasswordPolicy policy = PasswordPolicy.NONE;
  private final List<Entry> definitions = new ArrayList<>();
  private boolean schemaChecked;
  private boolean bindRequiredToSearch;
  private @Nullable List<String> readers;
  private boolean unauthenticatedBinds;
  private boolean bindsWithoutDn;
  private @Nullable TestCertificates certificates;

  TestDirectoryBuilder() {}

  /** Sets the base of the users and groups. Default: {@code dc=example,dc=com}. */
  public TestDirectoryBuilder baseDn(String dn) {
    baseDn = dn("baseDn", dn);
    return this;
  }

  /** Adds a base for other entries, such as those of LDIF. Default: none. */
  public TestDirectoryBuilder anotherBaseDn(String dn) {
    moreBaseDns.add(dn("anotherBaseDn", dn));
    return this;
  }

  /**
   * Adds an administrator. The DN has no entry and need not be below a base, such as {@code
   * cn=Directory Manager} or {@code cn=admin,cn=config}. Default: none.
   */
  public TestDirectoryBuilder administrator(String dn, String password) {
    administrators.put(dn("administrator", dn), password);
    return this;
  }

  private static String dn(String setting, String dn) {
    if (!DN.isValidDN(dn) || !dn.contains("=")) {
      throw new IllegalArgumentException(setting + "(\"" + dn + "\"): not a DN");
    }
    return dn;
  }

  /** Sets the port for clear text and StartTLS. Default: a free one for each directory. */
  public TestDirectoryBuilder port(int port) {
    this.port = port;
    return this;
  }

  /** Sets the port for ldaps. Default: a free one for each directory. */
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
   * Sets when accounts are locked and passwords expire. Default: never. Not for directories like
   * {@link ServerKind#PLAIN}, which lock no account.
   */
  public TestDirectoryBuilder passwordPolicy(UnaryOperator<PasswordPolicy> details) {
    policy = details.apply(PasswordPolicy.NONE);
    return this;
  }

  /** Adds a user with this name and password. */
  public TestDirectoryBuilder user(String name, String password) {
    return user(name, user -> user.password(password));
  }

  /** Adds a user with this name. */
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

  /** Adds a group with this name. */
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
    byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    entries.add(CallSite.here(), entries("the LDIF", new ByteArrayInputStream(text)));
    return this;
  }

  /** Adds the entries of a file in LDIF form (RFC 2849). */
  public TestDirectoryBuilder ldifFile(Path file) {
    try (InputStream text = Files.newInputStream(file)) {
      return ldif(file.toString(), text);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + file, e);
    }
  }

  /**
   * Adds the entries of a class path resource in LDIF form (RFC 2849).
   *
   * @param name such as {@code people.ldif}, or {@code com/example/people.ldif}
   */
  public TestDirectoryBuilder ldifResource(String name) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try (InputStream text = loader.getResourceAsStream(name)) {
      if (text == null) {
        throw new IllegalArgumentException("the class path has no resource \"" + name + "\"");
      }
      return ldif(name, text);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the class path resource " + name, e);
    }
  }

  private TestDirectoryBuilder ldif(String source, InputStream text) {
    entries.add(source, entries(source, text));
    return this;
  }

  private static List<Entry> entries(String source, InputStream text) {
    List<Entry> read = new ArrayList<>();
    try (LDIFReader reader = new LDIFReader(text)) {
      for (LDIFRecord each = reader.readLDIFRecord();
          each != null;
          each = reader.readLDIFRecord()) {
        if (!(each instanceof Entry entry)) {
          throw new IllegalArgumentException(
              source + " has a change record, of " + each.getDN() + ": give entries only");
        }
        read.add(entry);
      }
    } catch (IOException | LDIFException e) {
      throw new IllegalArgumentException(source + " does not parse: " + e.getMessage(), e);
    }
    return read;
  }

  /**
   * Adds the definitions of a file in LDIF form to the schema: {@code attributeTypes} and {@code
   * objectClasses} (RFC 4512, section 4.2), or {@code olcAttributeTypes} and {@code
   * olcObjectClasses}, as in the files of slapd.
   */
  public TestDirectoryBuilder schemaFile(Path file) {
    try (InputStream text = Files.newInputStream(file)) {
      definitions.addAll(entries(file.toString(), text));
      return this;
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + file, e);
    }
  }

  /**
   * Checks entries against the schema of the kind of server. Default: they may have any object
   * classes and attributes.
   */
  public TestDirectoryBuilder schemaChecked() {
    schemaChecked = true;
    return this;
  }

  /**
   * Refuses searches and compares of clients that did not bind, except of the root DSE. The result
   * is 50; like {@link ServerKind#OPEN_LDAP} 53, like {@link ServerKind#DIRECTORY_389} 48. Like
   * {@link ServerKind#ACTIVE_DIRECTORY} this is always so, with 1. Default: anonymous clients may
   * search.
   */
  public TestDirectoryBuilder bindRequiredToSearch() {
    bindRequiredToSearch = true;
    return this;
  }

  /**
   * Lets only these users, and administrators, read all entries. Other users read their own, and
   * anonymous clients the root DSE and the schema. Only administrators see a {@code userPassword}.
   * Default: everybody reads everything.
   *
   * @param usersOrDns names of users, such as that of a service account, or DNs
   */
  public TestDirectoryBuilder readableOnlyBy(String... usersOrDns) {
    readers = List.of(usersOrDns);
    return this;
  }

  /**
   * Answers success to a bind with a DN and no password, as older servers do: such a bind is
   * anonymous (RFC 4513, section 5.1.2). Default: as the {@link ServerKind} does.
   */
  public TestDirectoryBuilder acceptUnauthenticatedBinds() {
    unauthenticatedBinds = true;
    return this;
  }

  /**
   * Answers success to a bind with a password and no DN, as 389 Directory Server does. Default: as
   * the {@link ServerKind} does.
   */
  public TestDirectoryBuilder acceptBindsWithoutDn() {
    bindsWithoutDn = true;
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
   * Offers ldaps on a port of its own, and StartTLS, with a certificate made on the spot for {@code
   * localhost} and {@code 127.0.0.1}. Default: clear text only.
   */
  public TestDirectoryBuilder tls() {
    return tls(TestCertificates.forHosts("localhost", "127.0.0.1"));
  }

  /**
   * Starts a directory.
   *
   * @throws IllegalArgumentException if the directory cannot hold an entry, with the line of the
   *     test that describes it; or if a setting does not apply to this kind of server
   */
  public TestDirectory start() {
    if (policy != PasswordPolicy.NONE && kind == ServerKind.PLAIN) {
      throw new IllegalArgumentException(
          "passwordPolicy(...) does not apply to directories like " + kind + "; see like(...)");
    }
    List<String> baseDns = new ArrayList<>(moreBaseDns);
    baseDns.add(0, baseDn);
    MovableClock clock = new MovableClock();
    EmulatedServer server =
        new EmulatedServer(
            kind.emulation(baseDn, policy.rules(), clock),
            new EmulatedServer.Options(
                baseDns,
                administrators,
                definitions,
                schemaChecked,
                bindRequiredToSearch,
                unauthenticatedBinds,
                bindsWithoutDn,
                certificates != null));
    NamedEntries named = entries.addTo(server, baseDns);
    if (readers != null) {
      server.restrictReadingTo(named.dnsOf(readers));
    }
    return new TestDirectory(kind, server, named, clock, certificates, port, ldapsPort);
  }
}
