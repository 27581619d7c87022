// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.listener.InMemoryRequestHandler;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.DeleteRequest;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The entries that a server makes of others. Making them takes about as long as adding the others,
 * so that it waits for a client that may read them.
 */
final class Views {

  private final InMemoryRequestHandler data;
  private final Emulation emulation;
  private volatile boolean outdated;

  Views(InMemoryRequestHandler data, Emulation emulation) {
    this.data = data;
    this.emulation = emulation;
  }

  /** Notes that what the views show may have changed. */
  void outdate() {
    outdated = emulation.hasViews();
  }

  /** Prepares for a search; returns whether that changed entries. */
  boolean prepare(DN base, SearchScope scope, Entries entries) {
    boolean reached =
        scope.equals(SearchScope.BASE) ? emulation.isView(base) : emulation.areViewsBelow(base);
    return outdated && reached && refresh(entries);
  }

  /** Makes the views anew that differ from what they show. */
  private synchronized boolean refresh(Entries entries) {
    if (!outdated) {
      return false;
    }
    outdated = false;
    try {
      Map<DN, Entry> wanted = new LinkedHashMap<>();
      for (Entry view : emulation.views(entries)) {
        wanted.put(view.getParsedDN(), view);
      }
      for (ReadOnlyEntry each : entries.all()) {
        DN dn = Entries.dnOf(each);
        if (!emulation.isView(dn)) {
          continue;
        }
        if (isUpToDate(each, wanted.get(dn))) {
          wanted.remove(dn);
        } else {
          data.delete(new DeleteRequest(each.getDN()));
        }
      }
      for (Entry view : wanted.values()) {
        complete(view);
        data.addEntry(view, true);
      }
      return true;
    } catch (LDAPException e) {
      throw new IllegalStateException("the directory cannot hold a view", e);
    }
  }

  private static boolean isUpToDate(ReadOnlyEntry entry, @Nullable Entry view) {
    return view != null
        && view.getAttributes().stream()
            .allMatch(each -> each.equals(entry.getAttribute(each.getName())));
  }

  private void complete(Entry view) throws LDAPException {
    byte[] name = view.getDN().getBytes(StandardCharsets.UTF_8);
    view.setAttribute(Entries.UUID, UUID.nameUUIDFromBytes(name).toString());
    OperationalAttributes.complete(view, Entries.TEST, emulation.schemaDn());
  }

  /** Returns the entries that are none of the views. */
  List<ReadOnlyEntry> originals(List<ReadOnlyEntry> entries) {
    return emulation.hasViews()
        ? entries.stream().filter(each -> !emulation.isView(Entries.dnOf(each))).toList()
        : entries;
  }
}
