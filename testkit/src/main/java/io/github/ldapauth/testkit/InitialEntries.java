// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import io.github.ldapauth.testkit.server.EmulatedServer;
import io.github.ldapauth.testkit.server.Emulation;
import io.github.ldapauth.testkit.server.Entries;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The entries that a directory starts with, and the lines of the test that describe them. */
final class InitialEntries {

  /** Describes one user or group when the directory starts. */
  private interface Description {
    PendingEntry describe(Emulation emulation, String baseDn);
  }

  /** An entry, and the line of the test that it comes from. */
  private record Placed(Entry entry, String place) {}

  private final Map<String, Description> descriptions = new LinkedHashMap<>();
  private final Set<String> groups = new HashSet<>();
  private final List<Placed> imported = new ArrayList<>();

  void addUser(String name, Consumer<? super TestUser> details) {
    String place = CallSite.here();
    describe(
        "user",
        name,
        (emulation, baseDn) -> {
          PendingEntry entry = new PendingEntry(emulation.user(name, baseDn), place);
          details.accept(new TestUser(entry.edit(), emulation));
          return entry;
        });
  }

  void addGroup(String name, Consumer<? super TestGroup> details) {
    String place = CallSite.here();
    describe(
        "group",
        name,
        (emulation, baseDn) -> {
          PendingEntry entry = new PendingEntry(emulation.group(name, baseDn), place);
          details.accept(new TestGroup(entry.edit(), entry));
          return entry;
        });
    groups.add(name);
  }

  private void describe(String what, @Nullable String name, Description description) {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException(what + "(...): the name is missing");
    }
    if (descriptions.putIfAbsent(name, description) != null) {
      throw new IllegalArgumentException("there are two users or groups named \"" + name + "\"");
    }
  }

  void add(String place, List<Ldif.Located> entries) {
    entries.forEach(
        each ->
            imported.add(new Placed(each.entry(), place + " in line " + each.line() + " of LDIF")));
  }

  /**
   * Adds all entries to an empty server.
   *
   * @param baseDns the bases, that of users and groups first
   */
  NamedEntries addTo(EmulatedServer server, List<String> baseDns) {
    String baseDn = baseDns.get(0);
    Emulation emulation = server.emulation();
    Map<String, PendingEntry> pending = new LinkedHashMap<>();
    descriptions.forEach(
        (name, description) -> pending.put(name, description.describe(emulation, baseDn)));
    List<Placed> entries = new ArrayList<>(imported);
    pending.values().forEach(entry -> entries.add(finish(entry, pending)));
    addFrame(baseDns, emulation, entries);
    entries.forEach(placed -> checkWithin(baseDns, placed));
    // Parents first; the sort is stable, so that the order of a description stays otherwise.
    entries.sort(Comparator.comparingInt(InitialEntries::depth));
    Map<String, String> uuidsByDn = new HashMap<>();
    entries.forEach(placed -> uuidsByDn.put(placed.entry.getDN(), add(placed, server)));
    server.begin();
    Map<String, String> uuidsByName = new LinkedHashMap<>();
    pending.forEach(
        (name, entry) -> uuidsByName.put(name, Objects.requireNonNull(uuidsByDn.get(entry.dn()))));
    return new NamedEntries(server.entries(), emulation, uuidsByName, groups);
  }

  private Placed finish(PendingEntry entry, Map<String, PendingEntry> pending) {
    Names names =
        name -> {
          PendingEntry named = pending.get(name);
          return named != null
              ? named.dn()
              : importedDn(name)
                  .orElseThrow(
                      () ->
                          new IllegalArgumentException(
                              "no user or group is named \""
                                  + name
                                  + "\"; there are "
                                  + pending.keySet()));
        };
    return new Placed(entry.finish(names), entry.place());
  }

  private Optional<String> importedDn(String name) {
    return NamedEntries.NAMING_ATTRIBUTES.stream()
        .map(attribute -> importedDns(attribute, name))
        .filter(dns -> dns.size() == 1)
        .map(dns -> dns.get(0))
        .findFirst();
  }

  private List<String> importedDns(String attribute, String name) {
    return imported.stream()
        .filter(placed -> placed.entry.hasAttributeValue(attribute, name))
        .map(placed -> placed.entry.getDN())
        .toList();
  }

  /** Adds the bases and the containers that the test did not bring itself. */
  private static void addFrame(List<String> baseDns, Emulation emulation, List<Placed> entries) {
    List<Entry> frame = new ArrayList<>(emulation.containers(baseDns.get(0)));
    baseDns.forEach(baseDn -> frame.add(base(baseDn)));
    Set<DN> described = new HashSet<>();
    entries.forEach(placed -> dn(placed.entry).ifPresent(described::add));
    for (Entry entry : frame) {
      if (dn(entry).filter(described::contains).isEmpty()) {
        entries.add(new Placed(entry, "the kit itself"));
      }
    }
  }

  private static Optional<DN> dn(Entry entry) {
    return Entries.parse(entry.getDN());
  }

  private static Entry base(String baseDn) {
    Attribute name = rdn(baseDn).getAttributes()[0];
    String objectClass =
        switch (name.getName().toLowerCase(Locale.ROOT)) {
          case "o" -> "organization";
          case "ou" -> "organizationalUnit";
          case "cn" -> "applicationProcess";
          default -> "domain";
        };
    return new Entry(baseDn, new Attribute("objectClass", "top", objectClass), name);
  }

  private static RDN rdn(String dn) {
    try {
      return new DN(dn).getRDN();
    } catch (LDAPException e) {
      throw new IllegalArgumentException("\"" + dn + "\" is not a DN", e);
    }
  }

  private static void checkWithin(List<String> baseDns, Placed placed) {
    try {
      for (String baseDn : baseDns) {
        if (placed.entry.getParsedDN().isDescendantOf(baseDn, true)) {
          return;
        }
      }
    } catch (LDAPException e) {
      throw mistake(placed, "its name is not a DN", e);
    }
    throw mistake(
        placed,
        "it is outside " + String.join(", ", baseDns) + "; see baseDn(...) and anotherBaseDn(...)",
        null);
  }

  private static int depth(Placed placed) {
    try {
      return placed.entry.getParsedDN().getRDNs().length;
    } catch (LDAPException e) {
      throw mistake(placed, "its name is not a DN", e);
    }
  }

  private static String add(Placed placed, EmulatedServer server) {
    try {
      return server.add(placed.entry);
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
