// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.listener.InMemoryRequestHandler;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Holds who and what a directory starts with, and the lines of the test that said so. */
final class InitialEntries {

  /** Describes one user or group when everything else is known. */
  private interface Description {
    PendingEntry draft(Emulation emulation, String baseDn);
  }

  /** Holds an entry, and the line of the test that it comes from. */
  private record Placed(Entry entry, String place) {}

  private final Map<String, Description> descriptions = new LinkedHashMap<>();
  private final Set<String> groups = new HashSet<>();
  private final List<Placed> imported = new ArrayList<>();

  void addUser(String name, Consumer<? super TestUser> details) {
    String place = CallSite.here();
    describe(
        name,
        (emulation, baseDn) -> {
          PendingEntry draft = new PendingEntry(emulation.person(name, baseDn), place);
          details.accept(new TestUser(draft, emulation));
          return draft;
        });
  }

  void addGroup(String name, Consumer<? super TestGroup> details) {
    String place = CallSite.here();
    groups.add(name);
    describe(
        name,
        (emulation, baseDn) -> {
          PendingEntry draft = new PendingEntry(emulation.group(name, baseDn), place);
          details.accept(new TestGroup(draft));
          return draft;
        });
  }

  private void describe(String name, Description description) {
    if (descriptions.putIfAbsent(name, description) != null) {
      throw new IllegalArgumentException("there are two users or groups named \"" + name + "\"");
    }
  }

  void add(List<Entry> entries) {
    String place = CallSite.here();
    entries.forEach(entry -> imported.add(new Placed(entry, place)));
  }

  /** Puts everything into a directory that is empty so far. */
  Entries settle(String baseDn, Emulation emulation, InMemoryRequestHandler data) {
    Map<String, PendingEntry> drafts = new LinkedHashMap<>();
    descriptions.forEach(
        (name, description) -> drafts.put(name, description.draft(emulation, baseDn)));
    List<Placed> entries = new ArrayList<>(imported);
    drafts.values().forEach(draft -> entries.add(finish(draft, drafts)));
    addFrame(baseDn, emulation, entries);
    entries.forEach(placed -> checkWithin(baseDn, placed));
    // Parents first; the sort is stable, so that the order of a description stays otherwise.
    entries.sort(Comparator.comparingInt(InitialEntries::depth));
    entries.forEach(placed -> load(placed, emulation, data));
    Map<String, String> dnsByName = new LinkedHashMap<>();
    drafts.forEach((name, draft) -> dnsByName.put(name, draft.dn()));
    return new Entries(data, emulation, dnsByName, groups);
  }

  private static Placed finish(PendingEntry draft, Map<String, PendingEntry> drafts) {
    Names names =
        name -> {
          PendingEntry named = drafts.get(name);
          if (named == null) {
            throw new IllegalArgumentException(
                "nobody is named \"" + name + "\"; there are " + drafts.keySet());
          }
          return named.dn();
        };
    return new Placed(draft.finish(names), draft.place());
  }

  /** Adds the base and the containers that the test did not bring itself. */
  private static void addFrame(String baseDn, Emulation emulation, List<Placed> entries) {
    List<Entry> frame = new ArrayList<>(emulation.containers(baseDn));
    frame.add(base(baseDn));
    for (Entry entry : frame) {
      if (entries.stream().noneMatch(placed -> isSame(placed.entry, entry))) {
        entries.add(new Placed(entry, "the kit itself"));
      }
    }
  }

  private static boolean isSame(Entry one, Entry other) {
    try {
      return DN.equals(one.getDN(), other.getDN());
    } catch (LDAPException e) {
      return false;
    }
  }

  private static Entry base(String baseDn) {
    Attribute name = rdn(baseDn).getAttributes()[0];
    String objectClass =
        switch (name.getName().toLowerCase(Locale.ROOT)) {
          case "o" -> "organization";
          case "ou" -> "organizationalUnit";
          default -> "domain";
        };
    return new Entry(baseDn, new Attribute("objectClass", "top", objectClass), name);
  }

  private static RDN rdn(String dn) {
    try {
      return new DN(dn).getRDN();
    } catch (LDAPException e) {
      throw new IllegalArgumentException("\"" + dn + "\" is no DN", e);
    }
  }

  private static void checkWithin(String baseDn, Placed placed) {
    try {
      if (placed.entry.getParsedDN().isDescendantOf(baseDn, true)) {
        return;
      }
    } catch (LDAPException e) {
      throw mistake(placed, "its name is no DN", e);
    }
    throw mistake(placed, "it lies outside the base " + baseDn + "; see baseDn(...)", null);
  }

  private static int depth(Placed placed) {
    try {
      return placed.entry.getParsedDN().getRDNs().length;
    } catch (LDAPException e) {
      throw mistake(placed, "its name is no DN", e);
    }
  }

  private static void load(Placed placed, Emulation emulation, InMemoryRequestHandler data) {
    Entry entry = placed.entry.duplicate();
    emulation.complete(entry);
    emulation
        .mistake(entry.getAttributes())
        .ifPresent(
            what -> {
              throw mistake(placed, what, null);
            });
    try {
      data.addEntry(entry, false);
    } catch (LDAPException e) {
      throw mistake(placed, String.valueOf(e.getMessage()), e);
    }
  }

  private static IllegalArgumentException mistake(
      Placed placed, String what, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "the directory cannot hold "
            + placed.entry.getDN()
            + ", described at "
            + placed.place
            + ": "
            + what,
        cause);
  }
}
