// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.listener.InMemoryRequestHandler;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.DeleteRequest;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyDNRequest;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The entries of a running directory. */
public final class Entries {

  /** The attribute that identifies an entry when it is renamed. */
  public static final String UUID = "entryUUID";

  /** The author of what the test itself adds and changes. */
  static final DN TEST = new DN(new RDN("cn", "test"));

  private static final Filter ANY = Filter.createPresenceFilter("objectClass");

  private final InMemoryRequestHandler data;
  private final Emulation emulation;
  private final SchemaCheck check;
  private final Views views;
  private final AtomicLong version = new AtomicLong();
  private volatile @Nullable Snapshot snapshot;

  Entries(InMemoryRequestHandler data, Emulation emulation, SchemaCheck check) {
    this.data = data;
    this.emulation = emulation;
    this.check = check;
    this.views = new Views(data, emulation, version::incrementAndGet);
  }

  DirectorySchema schema() {
    return check.schema();
  }

  SchemaCheck check() {
    return check;
  }

  /** Parses a DN; empty if the text is not one. */
  public static Optional<DN> parse(String dn) {
    try {
      return Optional.of(new DN(dn));
    } catch (LDAPException e) {
      return Optional.empty();
    }
  }

  /** Returns the DN of an entry. */
  public static DN dnOf(ReadOnlyEntry entry) {
    try {
      return entry.getParsedDN();
    } catch (LDAPException e) {
      throw new IllegalStateException("the directory holds an entry without a DN", e);
    }
  }

  /** Returns the entry with this DN, which may be the root DSE only for the type {@link DN}. */
  public Optional<ReadOnlyEntry> at(String dn) {
    return parse(dn).filter(parsed -> !parsed.isNullDN()).flatMap(this::at);
  }

  public Optional<ReadOnlyEntry> at(DN dn) {
    return Optional.ofNullable(data.getEntry(dn));
  }

  /** Returns the entries that match a filter as the SDK's server does, in any order. */
  public List<ReadOnlyEntry> matching(Filter filter) {
    try {
      List<ReadOnlyEntry> found = new ArrayList<>();
      for (DN base : data.getBaseDNs()) {
        found.addAll(data.search(base.toString(), SearchScope.SUB, filter));
      }
      return found;
    } catch (LDAPException e) {
      throw new IllegalStateException("the directory cannot search for " + filter, e);
    }
  }

  /** Returns all entries, in any order. */
  public List<ReadOnlyEntry> all() {
    return snapshot().all();
  }

  /** Returns the only entry with this value of an attribute, compared as text in any case. */
  public Optional<ReadOnlyEntry> having(String attribute, String value) {
    List<ReadOnlyEntry> all =
        views.originals(matching(Filter.createEqualityFilter(attribute, value)));
    return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
  }

  /** Returns whether a password, which may be hashed, is the one of an entry. */
  public boolean hasPassword(ReadOnlyEntry user, String password) {
    return !data.getPasswordsInEntry(user, new ASN1OctetString(password)).isEmpty();
  }

  /** Returns the members of all groups, as they are now. */
  public Memberships memberships() {
    return snapshot().memberships();
  }

  /** Returns the entries as they are now. */
  Snapshot snapshot() {
    Snapshot last = snapshot;
    long current = version.get();
    if (last == null || last.version() != current) {
      last = Snapshot.of(current, matching(ANY));
      snapshot = last;
    }
    return last;
  }

  /** Discards what was computed from the entries, after each change of any of them. */
  void changed() {
    version.incrementAndGet();
    // Last, so that views are never made of an older snapshot.
    views.outdate();
  }

  /** Brings the entries up to date that the server makes of others, as far as a client reads. */
  void prepare(String base, SearchScope scope) {
    parse(base).ifPresent(dn -> views.prepare(dn, scope, this));
  }

  /** Returns the entry with this DN, to change it. */
  public EditableEntry edit(String dn) {
    return edit(() -> at(dn).orElseThrow());
  }

  /**
   * Returns an entry, to change it.
   *
   * @param current finds the entry as it is now
   */
  public EditableEntry edit(Supplier<ReadOnlyEntry> current) {
    return new RunningEntry(this, current);
  }

  void modify(String dn, Modification... modifications) {
    emulation
        .mistake(Stream.of(modifications).map(Modification::getAttribute).toList())
        .ifPresent(
            mistake -> {
              throw new IllegalArgumentException("could not change " + dn + ": " + mistake);
            });
    check
        .refuse(at(dn), List.of(modifications))
        .ifPresent(
            refusal -> {
              throw new IllegalArgumentException(
                  "could not change " + dn + ": " + refusal.resultCode() + ": " + refusal.text());
            });
    List<Modification> all = new ArrayList<>(List.of(modifications));
    all.forEach(each -> schema().have(each.getAttributeName()));
    all.addAll(OperationalAttributes.changedBy(TEST));
    try {
      data.modifyEntry(dn, all);
    } catch (LDAPException e) {
      throw refused(dn, e);
    } finally {
      changed();
    }
  }

  public void delete(String dn) {
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
    renamed(newDn, TEST);
  }

  /** Records that an entry was changed. */
  void changedBy(DN author, String dn) {
    at(dn).ifPresent(entry -> record(entry.getDN(), OperationalAttributes.changedBy(author)));
  }

  /** Records that an entry was renamed, with all below it. */
  void renamed(String newDn, DN author) {
    try {
      for (ReadOnlyEntry moved : data.search(newDn, SearchScope.SUB, ANY)) {
        record(
            moved.getDN(),
            List.of(
                new Modification(
                    ModificationType.REPLACE, "entryDN", dnOf(moved).toNormalizedString())));
      }
      changedBy(author, newDn);
    } catch (LDAPException e) {
      throw refused(newDn, e);
    }
  }

  private void record(String dn, List<Modification> modifications) {
    try {
      data.modifyEntry(dn, modifications);
    } catch (LDAPException e) {
      throw refused(dn, e);
    }
  }

  private interface Change {
    LDAPResult apply() throws LDAPException;
  }

  private void apply(String dn, Change change) {
    try {
      LDAPResult result = change.apply();
      if (!result.getResultCode().equals(ResultCode.SUCCESS)) {
        throw new LDAPException(result);
      }
    } catch (LDAPException e) {
      throw refused(dn, e);
    } finally {
      changed();
    }
  }

  private static IllegalArgumentException refused(String dn, LDAPException e) {
    return new IllegalArgumentException(
        "could not change " + dn + ": " + e.getResultCode() + ": " + e.getMessage(), e);
  }
}
