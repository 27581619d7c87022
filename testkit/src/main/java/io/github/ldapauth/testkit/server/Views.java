// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.listener.InMemoryRequestHandler;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.DeleteRequest;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The entries that a server makes of others. Making them takes about as long as adding the others,
 * so that it waits for a client that may read them.
 */
final class Views {

  private final InMemoryRequestHandler data;
  private final Emulation emulation;
  private final Runnable changed;
  private final AtomicLong changes = new AtomicLong();

  /** The number of changes that the views show. */
  private long shown;

  /**
   * Creates the views of a directory.
   *
   * @param changed discards what was computed from the entries
   */
  Views(InMemoryRequestHandler data, Emulation emulation, Runnable changed) {
    this.data = data;
    this.emulation = emulation;
    this.changed = changed;
  }

  /** Notes that what the views show may have changed. Waits for nothing. */
  void outdate() {
    changes.incrementAndGet();
  }

  /** Prepares for a search; waits while another one does. */
  void prepare(DN base, SearchScope scope, Entries entries) {
    boolean reached =
        scope.equals(SearchScope.BASE) ? emulation.isView(base) : emulation.areViewsBelow(base);
    if (reached) {
      update(entries);
    }
  }

  private synchronized void update(Entries entries) {
    long current = changes.get();
    if (shown == current) {
      return;
    }
    try {
      make(entries);
    } catch (LDAPException e) {
      throw new IllegalStateException("the directory cannot hold a view", e);
    } finally {
      changed.run();
    }
    // A change meanwhile has another number, so that the next search updates again.
    shown = current;
  }

  /** Changes only views that differ, each at once: other searches may be reading them. */
  private void make(Entries entries) throws LDAPException {
    Map<DN, Entry> wanted = new LinkedHashMap<>();
    for (Entry view : emulation.views(entries)) {
      wanted.put(view.getParsedDN(), view);
    }
    for (ReadOnlyEntry each : entries.all()) {
      DN dn = Entries.dnOf(each);
      if (emulation.isView(dn)) {
        Entry view = wanted.remove(dn);
        if (view == null) {
          data.delete(new DeleteRequest(each.getDN()));
        } else {
          change(each, view);
        }
      }
    }
    for (Entry view : wanted.values()) {
      byte[] name = view.getDN().getBytes(StandardCharsets.UTF_8);
      view.setAttribute(Entries.UUID, UUID.nameUUIDFromBytes(name).toString());
      OperationalAttributes.complete(view, Entries.TEST, emulation.schemaDn());
      data.addEntry(view, true);
    }
  }

  private void change(ReadOnlyEntry old, Entry view) throws LDAPException {
    OperationalAttributes.copy(old, view);
    List<Modification> differences = Entry.diff(old, view, true, false, true);
    if (!differences.isEmpty()) {
      List<Modification> all = new ArrayList<>(differences);
      all.addAll(OperationalAttributes.changedBy(Entries.TEST));
      data.modifyEntry(old.getDN(), all);
    }
  }

  /** Returns the entries that are none of the views. */
  List<ReadOnlyEntry> originals(List<ReadOnlyEntry> entries) {
    return entries.stream().filter(each -> !emulation.isView(Entries.dnOf(each))).toList();
  }
}
