// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.listener.InMemoryRequestHandler;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.DeleteRequest;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModifyDNRequest;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Holds the entries of a directory. Users and groups are known by name, wherever they move to. */
final class Entries implements Names {

  /** The attribute by which an entry is known, wherever it moves to. */
  static final String UUID = "entryUUID";

  private final InMemoryRequestHandler data;
  private final Emulation emulation;
  private final Map<String, String> uuidsByName = new LinkedHashMap<>();
  private final Set<String> groups;

  /**
   * Takes the entries.
   *
   * @param dnsByName the users and groups among them
   * @param groups the names of the groups
   */
  Entries(
      InMemoryRequestHandler data,
      Emulation emulation,
      Map<String, String> dnsByName,
      Set<String> groups) {
    this.data = data;
    this.emulation = emulation;
    this.groups = Set.copyOf(groups);
    dnsByName.forEach((name, dn) -> uuidsByName.put(name, uuidOf(at(dn).orElseThrow())));
  }

  RunningEntry user(String name) {
    String dn = dnOf(name);
    if (groups.contains(name)) {
      throw new IllegalArgumentException(
          "\"" + name + "\" is the group " + dn + ": use group(...)");
    }
    return new RunningEntry(this, () -> named(name));
  }

  RunningEntry group(String name) {
    String dn = dnOf(name);
    if (!groups.contains(name)) {
      throw new IllegalArgumentException("\"" + name + "\" is the user " + dn + ": use user(...)");
    }
    return new RunningEntry(this, () -> named(name));
  }

  /** Returns the entry with this DN, to be changed. */
  RunningEntry live(String dn) {
    return new RunningEntry(this, () -> at(dn).orElseThrow());
  }

  static String uuidOf(ReadOnlyEntry entry) {
    return entry.getAttributeValue(UUID);
  }

  /** Reads a DN; empty if it is none. */
  static Optional<DN> parse(String dn) {
    try {
      return Optional.of(new DN(dn));
    } catch (LDAPException e) {
      return Optional.empty();
    }
  }

  /** Returns the entry with this DN; the root DSE is none. */
  Optional<ReadOnlyEntry> at(String dn) {
    return parse(dn).filter(parsed -> !parsed.isNullDN()).flatMap(this::at);
  }

  /** Returns the entry with this DN. */
  Optional<ReadOnlyEntry> at(DN dn) {
    return Optional.ofNullable(data.getEntry(dn));
  }

  /** Returns the entries that match a filter, in no order. */
  List<ReadOnlyEntry> matching(Filter filter) {
    try {
      return data.search(data.getBaseDNs().get(0).toString(), SearchScope.SUB, filter);
    } catch (LDAPException e) {
      throw new IllegalStateException("the directory cannot search for " + filter, e);
    }
  }

  /** Returns the only entry with this value of an attribute, compared as text in any case. */
  Optional<ReadOnlyEntry> having(String attribute, String value) {
    List<ReadOnlyEntry> all = matching(Filter.createEqualityFilter(attribute, value));
    return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
  }

  /** Returns the entry of a user or group. */
  ReadOnlyEntry named(String name) {
    String uuid = uuidsByName.get(name);
    if (uuid == null) {
      throw new IllegalArgumentException(
          "nobody is named \"" + name + "\"; there are " + uuidsByName.keySet());
    }
    return matching(Filter.createEqualityFilter(UUID, uuid)).stream()
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("\"" + name + "\" was deleted from the directory"));
  }

  @Override
  public String dnOf(String name) {
    return named(name).getDN();
  }

  void modify(String dn, Modification... modifications) {
    emulation
        .mistake(Stream.of(modifications).map(Modification::getAttribute).toList())
        .ifPresent(
            mistake -> {
              throw new IllegalArgumentException("could not change " + dn + ": " + mistake);
            });
    try {
      data.modifyEntry(dn, Arrays.asList(modifications));
    } catch (LDAPException e) {
      throw refused(dn, e);
    }
  }

  void delete(String dn) {
    apply(dn, () -> data.delete(new DeleteRequest(dn)));
  }

  void rename(String dn, String newDn) {
    apply(
        dn,
        () -> {
          DN target = new DN(newDn);
          return data.modifyDN(
              new ModifyDNRequest(dn, target.getRDNString(), true, target.getParentString()));
        });
  }

  private interface Change {
    LDAPResult apply() throws LDAPException;
  }

  private static void apply(String dn, Change change) {
    try {
      LDAPResult result = change.apply();
      if (!result.getResultCode().equals(ResultCode.SUCCESS)) {
        throw new LDAPException(result);
      }
    } catch (LDAPException e) {
      throw refused(dn, e);
    }
  }

  private static IllegalArgumentException refused(String dn, LDAPException e) {
    return new IllegalArgumentException(
        "could not change " + dn + ": " + e.getResultCode() + ": " + e.getMessage(), e);
  }
}
