// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one kind of server does beyond the SDK's in-memory server. Each directory has its own. The
 * methods here do what most kinds of server share.
 */
public abstract class Emulation extends ServerAnswers {

  static final String PASSWORD = "userPassword";

  /** Behaves as the SDK's in-memory server does. */
  public static Emulation plain() {
    return new Emulation() {};
  }

  /** Returns the entries between the base and the users and groups. */
  public List<Entry> containers(String baseDn) {
    return List.of(unit("people", baseDn), unit("groups", baseDn));
  }

  private static Entry unit(String name, String baseDn) {
    Entry unit = new Entry("ou=" + name + "," + baseDn);
    unit.addAttribute("objectClass", "top", "organizationalUnit");
    unit.addAttribute("ou", name);
    return unit;
  }

  /** Returns whether an entry with this DN is one that the server makes. */
  protected boolean isView(DN dn) {
    return false;
  }

  /** Returns whether the entries that the server makes are at or below a DN. */
  protected boolean areViewsBelow(DN dn) {
    return false;
  }

  /** Returns the entries that the server makes of others. */
  protected List<Entry> views(Entries entries) {
    return List.of();
  }

  /** Returns the entry of a user that was described by its name alone. */
  public Entry user(String name, String baseDn) {
    Entry user = new Entry(new RDN("uid", name) + ",ou=people," + baseDn);
    user.addAttribute("objectClass", "top", "person", "organizationalPerson", "inetOrgPerson");
    user.addAttribute("uid", name);
    user.addAttribute("cn", name);
    user.addAttribute("sn", name);
    return user;
  }

  /** Returns the entry of a group of which only the name is known. */
  public Entry group(String name, String baseDn) {
    Entry group = new Entry(new RDN("cn", name) + ",ou=groups," + baseDn);
    group.addAttribute("objectClass", "top", "groupOfNames");
    group.addAttribute("cn", name);
    return group;
  }

  /** Returns the state of an account. */
  public Account account(EditableEntry user) {
    return new Account() {};
  }

  /** Sets a password, as an administrator does. */
  public final void setPassword(EditableEntry user, String password) {
    List<String> former = user.values(PASSWORD);
    user.set(PASSWORD, password);
    if (former.isEmpty()) {
      account(user).begin();
    } else {
      renew(user, former);
    }
  }

  /** Records that a password was changed. */
  final void renew(EditableEntry user, List<String> former) {
    account(user).renew();
    former.forEach(each -> newPasswords().keep(user, each));
  }

  /** Returns which new passwords the policy refuses. */
  protected NewPasswords newPasswords() {
    return NewPasswords.ANY;
  }

  /** Removes what the server computes, and adds what it gives to each new entry. */
  protected void complete(Entry entry) {
    virtualAttributes().forEach(attribute -> entry.removeAttribute(attribute.name()));
    if (entry.hasAttribute(PASSWORD)) {
      account(EditableEntry.of(entry)).begin();
    }
  }

  /**
   * Checks an entry that a client adds.
   *
   * @throws LDAPException if the server refuses it
   */
  protected void checkAdded(Entry entry, Client client) throws LDAPException {}

  /**
   * Returns what the SDK's server does for the modifications that a client requests.
   *
   * @throws LDAPException if the server refuses them
   */
  protected List<Modification> translate(
      String dn, List<Modification> requested, Client client, Entries entries)
      throws LDAPException {
    return requested;
  }

  /** Returns whether the members of groups follow when their entries are renamed or deleted. */
  protected boolean keepsReferences() {
    return false;
  }

  /** Returns what is wrong with attributes that are about to be stored; empty if nothing is. */
  protected Optional<String> mistake(Collection<Attribute> attributes) {
    return Optional.empty();
  }

  protected List<VirtualAttribute> virtualAttributes() {
    return List.of();
  }

  /** Returns whether an attribute is computed, not stored. */
  public final boolean computes(String attribute) {
    return virtualAttribute(attribute).isPresent();
  }

  /** Returns the attribute of this name that is not stored; empty if there is none. */
  final Optional<VirtualAttribute> virtualAttribute(@Nullable String name) {
    return virtualAttributes().stream()
        .filter(each -> each.name().equalsIgnoreCase(name))
        .findFirst();
  }

  /** Returns whether no client ever sees this attribute. */
  protected boolean hides(String attribute) {
    return false;
  }

  /** Returns the highest number of values of an attribute in one answer; 0 for any number. */
  protected int mostValues() {
    return 0;
  }

  /** Returns whether clients can ask for ranges of values, and must for more than the most. */
  final boolean cutsIntoRanges() {
    return mostValues() > 0;
  }

  /**
   * Returns the meaning of a part of a filter that is no combination of others; empty if the SDK's
   * server gets it right.
   */
  protected Optional<Predicate<ReadOnlyEntry>> meaning(Filter leaf, Entries entries) {
    return Optional.empty();
  }

  /** Returns what extensible filters can do. */
  protected ExtensibleFilters.Support extensibleFilters() {
    return ExtensibleFilters.Support.FITTING_RULES;
  }

  /** Returns the paged searches of a new connection. */
  protected PagedSearches pagedSearches() {
    return new PagedSearches();
  }

  /** Returns the sorted searches of this kind of server. */
  protected SortedSearches sortedSearches() {
    return new SortedSearches();
  }

  /** Returns how passwords are hashed that are set as text; empty if they are stored as text. */
  protected Optional<PasswordScheme> passwordScheme() {
    return Optional.empty();
  }

  /** Returns how the password modify operation (RFC 3062) hashes a new password. */
  protected Optional<PasswordScheme> passwordModifyScheme() {
    return passwordScheme();
  }

  /** Returns the DN of the entry that a bind name stands for; the name itself if none does. */
  public String dnOf(String bindName, Entries entries) {
    return bindName;
  }
}
