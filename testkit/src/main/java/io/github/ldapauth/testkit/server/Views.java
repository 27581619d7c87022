// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.listener.InMemoryRequestHandler;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.DeleteRequest;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The entries that a server makes of others, and keeps in step with them. */
final class Views {

  private final InMemoryRequestHandler data;
  private final Emulation emulation;
  private boolean shown;

  Views(InMemoryRequestHandler data, Emulation emulation) {
    this.data = data;
    this.emulation = emulation;
  }

  /** Starts once the first entries are complete. */
  synchronized void show(Entries entries) {
    shown = true;
    refresh(entries);
  }

  /** Makes the views anew that differ from what they show. */
  synchronized void refresh(Entries entries) {
    if (!shown || !emulation.hasViews()) {
      return;
    }
    Map<DN, Entry> wanted = new LinkedHashMap<>();
    emulation.views(entries).forEach(view -> wanted.put(Entries.parse(view.getDN()).get(), view));
    try {
      for (ReadOnlyEntry each : entries.all()) {
        if (emulation.isView(Entries.dnOf(each)) && !isUpToDate(each, wanted)) {
          data.delete(new DeleteRequest(each.getDN()));
        }
      }
      for (Entry view : wanted.values()) {
        if (data.getEntry(view.getDN()) == null) {
          data.addEntry(complete(view), true);
        }
      }
    } catch (LDAPException e) {
      throw new IllegalStateException("the directory cannot hold a view", e);
    }
  }

  private static boolean isUpToDate(ReadOnlyEntry entry, Map<DN, Entry> wanted) {
    Entry view = wanted.get(Entries.dnOf(entry));
    return view != null
        && view.getAttributes().stream()
            .allMatch(each -> each.equals(entry.getAttribute(each.getName())));
  }

  private Entry complete(Entry view) throws LDAPException {
    Entry complete = view.duplicate();
    byte[] name = view.getDN().getBytes(StandardCharsets.UTF_8);
    complete.setAttribute(Entries.UUID, UUID.nameUUIDFromBytes(name).toString());
    OperationalAttributes.complete(complete, Entries.TEST, emulation.schemaDn());
    return complete;
  }

  /** Returns the entries that are none of the views. */
  List<ReadOnlyEntry> originals(List<ReadOnlyEntry> entries) {
    return emulation.hasViews()
        ? entries.stream().filter(each -> !emulation.isView(Entries.dnOf(each))).toList()
        : entries;
  }
}
