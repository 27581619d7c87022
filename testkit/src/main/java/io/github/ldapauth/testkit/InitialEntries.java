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
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The entries that a directory starts with, and the lines of the test that describe them. */
final class InitialEntries {

  /** An entry, and the line of the test that it comes from. */
  private record Placed(Entry entry, String place) {}

  private final Map<String, Description> descriptions = new LinkedHashMap<>();
  private final Set<String> groups = new HashSet<>();
  private final List<Placed> imported = new ArrayList<>();

  void addUser(String name, Consumer<? super TestUser> details) {
    describe(
        "user",
        name,
        Emulation::user,
        (entry, emulation) -> details.accept(new TestUser(entry.edit(), emulation)));
  }

  void addGroup(String name, Consumer<? super TestGroup> details) {
    describe(
        "group",
        name,
        Emulation::group,
        (entry, emulation) -> details.accept(new TestGroup(entry.edit(), entry)));
    groups.add(name);
  }

  private void describe(
      String what,
      @Nullable String name,
      Description.Shape shape,
      BiConsumer<PendingEntry, Emulation> details) {
    Description description =
        new Description(what, Description.requireName(what, name), CallSite.here(), shape, details);
    if (descriptions.putIfAbsent(description.name(), description) != null) {
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
    checkWithin(baseDns, entries);
    // Parents first; the sort is stable, so that the order of a description stays otherwise.
    entries.sort(Comparator.comparingInt(placed -> dn(placed).getRDNs().length));
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
              : importedDn(name).orElseThrow(() -> Names.unknown(name, pending.keySet()));
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
    entries.forEach(placed -> described.add(dn(placed)));
    for (Entry entry : frame) {
      if (!described.contains(Entries.parse(entry.getDN()).orElseThrow())) {
        entries.add(new Placed(entry, "the kit itself"));
      }
    }
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

  private static void checkWithin(List<String> baseDns, List<Placed> entries) {
    List<DN> bases = baseDns.stream().flatMap(base -> Entries.parse(base).stream()).toList();
    for (Placed placed : entries) {
      DN dn = dn(placed);
      if (bases.stream().noneMatch(base -> dn.isDescendantOf(base, true))) {
        String all = String.join(", ", baseDns);
        throw mistake(
            placed, "it is outside " + all + "; see baseDn(...) and anotherBaseDn(...)", null);
      }
    }
  }

  private static DN dn(Placed placed) {
    try {
      return placed.entry.getParsedDN();
    } catch (LDAPException e) {
      throw mistake(placed, "its name is not a DN" + Names.hint(placed.entry.getDN()), e);
    }
  }

  private static String add(Placed placed, EmulatedServer server) {
    DN parent = dn(placed).getParent();
    try {
      return server.add(placed.entry);
    } catch (LDAPException e) {
      boolean orphan = parent != null && server.entries().at(parent).isEmpty();
      throw mistake(placed, orphan ? missing(parent) : String.valueOf(e.getMessage()), e);
    }
  }

  private static String missing(DN parent) {
    Entry entry = base(parent.toString());
    String lines =
        Stream.of(entry.toLDIF()).collect(Collectors.joining("\", \"", "ldif(\"", "\")"));
    return "its parent is missing; see baseDn(...), or add it, as by " + lines;
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
