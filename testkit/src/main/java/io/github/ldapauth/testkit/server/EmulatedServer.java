// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryDirectoryServerSnapshot;
import com.unboundid.ldap.listener.InMemoryRequestHandler;
import com.unboundid.ldap.listener.LDAPListenerRequestHandler;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.List;
import java.util.Optional;

/** The SDK's in-memory server, made to behave like one kind of server. Does not listen itself. */
public final class EmulatedServer {

  /**
   * What a test can choose for any kind of server.
   *
   * @param baseDn the base of all entries
   * @param schemaChecked whether entries must conform to a schema
   * @param bindRequiredToSearch whether anonymous searches and compares are refused
   * @param unauthenticatedBinds whether binds with a DN and no password succeed in any case
   * @param bindsWithoutDn whether binds with a password and no DN succeed in any case
   */
  public record Options(
      String baseDn,
      boolean schemaChecked,
      boolean bindRequiredToSearch,
      boolean unauthenticatedBinds,
      boolean bindsWithoutDn) {}

  private final Emulation emulation;
  private final LenientBinds lenientBinds;
  private final boolean bindRequiredToSearch;
  private final InMemoryRequestHandler data;
  private final Entries entries;
  private InMemoryDirectoryServerSnapshot beginning;

  /** Creates a server that holds no entry yet. */
  public EmulatedServer(Emulation emulation, Options options) {
    this.emulation = emulation;
    lenientBinds =
        new LenientBinds(
            options.unauthenticatedBinds || emulation.acceptsUnauthenticatedBinds(),
            options.bindsWithoutDn || emulation.acceptsBindsWithoutDn());
    bindRequiredToSearch = options.bindRequiredToSearch;
    data = emptyDirectory(emulation, options);
    entries = new Entries(data, emulation);
    beginning = data.createSnapshot();
  }

  private static InMemoryRequestHandler emptyDirectory(Emulation emulation, Options options) {
    try {
      InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(options.baseDn);
      config.setSchema(options.schemaChecked ? OperationalAttributes.schemaWith(emulation) : null);
      config.setCustomRootDSEAttributes(emulation.rootDse());
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
   * @throws LDAPException if the server cannot hold the entry
   */
  public void add(Entry entry) throws LDAPException {
    Entry complete = entry.duplicate();
    emulation.complete(complete);
    Optional<String> mistake = emulation.mistake(complete.getAttributes());
    if (mistake.isPresent()) {
      throw new LDAPException(ResultCode.INVALID_ATTRIBUTE_SYNTAX, mistake.get());
    }
    data.addEntry(complete, false);
    entries.changed();
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

  /** Returns what serves the requests of clients. */
  public LDAPListenerRequestHandler handler() {
    return new EmulatingHandler(data, entries, emulation, lenientBinds, bindRequiredToSearch, null);
  }
}
