// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryDirectoryServerSnapshot;
import com.unboundid.ldap.listener.InMemoryRequestHandler;
import com.unboundid.ldap.listener.LDAPListenerRequestHandler;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** The SDK's in-memory server, made to behave like one kind of server. Does not listen itself. */
public final class EmulatedServer {

  /** What a test can choose for any kind of server. */
  public enum Setting {
    /** Entries must conform to the schema. */
    SCHEMA_CHECKED,
    /** Anonymous searches and compares are refused. */
    BIND_REQUIRED_TO_SEARCH,
    /** Binds with a DN and no password succeed in any case. */
    UNAUTHENTICATED_BINDS,
    /** Binds with a password and no DN succeed in any case. */
    BINDS_WITHOUT_DN,
    /** Passwords are refused without TLS. */
    TLS_REQUIRED_TO_BIND
  }

  /**
   * What a server begins with.
   *
   * @param baseDns the bases of all entries
   * @param administrators the passwords of DNs that have no entry
   * @param definitions entries with definitions of attributes and object classes
   * @param tls whether StartTLS is offered
   */
  public record Options(
      List<String> baseDns,
      Map<String, String> administrators,
      List<Entry> definitions,
      Set<Setting> settings,
      boolean tls) {

    private boolean has(Setting setting) {
      return settings.contains(setting);
    }
  }

  private final Emulation emulation;
  private final BindRules bindRules;
  private final boolean bindRequiredToSearch;
  private final AccessRules access;
  private final InMemoryRequestHandler data;
  private final DirectorySchema schema;
  private final SchemaCheck check;
  private final Entries entries;
  private final ServerEntries itself;
  private InMemoryDirectoryServerSnapshot beginning;

  /** Creates a server that holds no entry yet. */
  public EmulatedServer(Emulation emulation, Options options) {
    this.emulation = emulation;
    bindRules =
        new BindRules(
            options.has(Setting.UNAUTHENTICATED_BINDS) || emulation.acceptsUnauthenticatedBinds(),
            options.has(Setting.BINDS_WITHOUT_DN) || emulation.acceptsBindsWithoutDn(),
            options.has(Setting.TLS_REQUIRED_TO_BIND));
    bindRequiredToSearch = options.has(Setting.BIND_REQUIRED_TO_SEARCH);
    access = new AccessRules(options.administrators.keySet());
    data = emptyDirectory(emulation, options);
    schema = DirectorySchema.of(emulation.schemas(), options.definitions);
    check = new SchemaCheck(schema, emulation, options.has(Setting.SCHEMA_CHECKED));
    entries = new Entries(data, emulation, check);
    itself = new ServerEntries(emulation, schema, List.copyOf(options.baseDns), options.tls);
    beginning = data.createSnapshot();
  }

  private static InMemoryRequestHandler emptyDirectory(Emulation emulation, Options options) {
    try {
      InMemoryDirectoryServerConfig config =
          new InMemoryDirectoryServerConfig(options.baseDns.toArray(String[]::new));
      for (Map.Entry<String, String> administrator : options.administrators.entrySet()) {
        config.addAdditionalBindCredentials(administrator.getKey(), administrator.getValue());
      }
      config.setSchema(null);
      config.setGenerateOperationalAttributes(false);
      Optional<PasswordScheme> scheme = emulation.passwordScheme();
      StoredPasswords passwords = new StoredPasswords(scheme.orElse(PasswordScheme.SSHA));
      config.setPasswordEncoders(
          scheme.isPresent() ? passwords : null,
          scheme.isPresent() ? List.of() : List.of(passwords));
      if (emulation.keepsReferences()) {
        config.setReferentialIntegrityAttributes(Memberships.LINKS);
      }
      return new InMemoryRequestHandler(config);
    } catch (LDAPException e) {
      throw new IllegalStateException("the SDK's in-memory server does not start", e);
    }
  }

  /**
   * Adds an entry, with what this kind of server gives to each new entry.
   *
   * @return the {@code entryUUID}
   * @throws LDAPException if the server cannot hold the entry
   */
  public String add(Entry entry) throws LDAPException {
    Entry complete = schema.named(entry, emulation.addsSuperiorClasses());
    emulation.complete(complete);
    Optional<String> mistake = emulation.mistake(complete.getAttributes());
    if (mistake.isPresent()) {
      throw new LDAPException(ResultCode.INVALID_ATTRIBUTE_SYNTAX, mistake.get());
    }
    OperationalAttributes.complete(complete, Entries.TEST, emulation.schemaDn());
    check.check(complete);
    complete.getAttributes().forEach(each -> entries.schema().have(each.getName()));
    data.addEntry(complete, true);
    entries.changed();
    return complete.getAttributeValue(Entries.UUID);
  }

  /** Lets only these users, and administrators, read entries other than their own. */
  public void restrictReadingTo(Set<DN> readers) {
    access.restrictTo(readers);
  }

  /** Makes the entries as they are now those that {@link #reset} goes back to. */
  public void begin() {
    beginning = data.createSnapshot();
  }

  /** Goes back to the entries at the last {@link #begin}. */
  public void reset() {
    data.restoreSnapshot(beginning);
    entries.changed();
  }

  public Emulation emulation() {
    return emulation;
  }

  public Entries entries() {
    return entries;
  }

  /**
   * Returns what serves the requests of clients.
   *
   * @param tls the sockets for StartTLS, or null to know no such operation
   */
  public LDAPListenerRequestHandler handler(@Nullable Supplier<SSLSocketFactory> tls) {
    return new EmulatingHandler(
        data,
        new Service(entries, emulation, bindRules, bindRequiredToSearch, access, itself, tls),
        null);
  }
}
