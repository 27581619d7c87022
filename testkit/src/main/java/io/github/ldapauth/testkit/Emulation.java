// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Knows what one kind of server does beyond the SDK's in-memory server, which does the rest. Each
 * directory has its own; what is here is what most kinds share.
 */
abstract class Emulation {

  /** Returns the entries between the base and the people and groups. */
  List<Entry> containers(String baseDn) {
    return List.of(unit("people", baseDn), unit("groups", baseDn));
  }

  private static Entry unit(String name, String baseDn) {
    Entry unit = new Entry("ou=" + name + "," + baseDn);
    unit.addAttribute("objectClass", "top", "organizationalUnit");
    unit.addAttribute("ou", name);
    return unit;
  }

  /** Returns what a person looks like of whom only the name is known. */
  Entry person(String name, String baseDn) {
    Entry person = new Entry(new RDN("uid", name) + ",ou=people," + baseDn);
    person.addAttribute("objectClass", "top", "person", "organizationalPerson", "inetOrgPerson");
    person.addAttribute("uid", name);
    person.addAttribute("cn", name);
    person.addAttribute("sn", name);
    return person;
  }

  /** Returns what a group looks like of which only the name is known. */
  Entry group(String name, String baseDn) {
    Entry group = new Entry(new RDN("cn", name) + ",ou=groups," + baseDn);
    group.addAttribute("objectClass", "top", "groupOfNames");
    group.addAttribute("cn", name);
    return group;
  }

  /** Adds what the server gives to each new entry, unless it is there. */
  void complete(Entry entry) {}

  /** Returns the attributes whose values follow when the entry that they name is renamed. */
  Set<String> linkAttributes() {
    return Set.of();
  }

  /** Returns the attributes of this kind of server that come only if they are asked for. */
  Set<String> operationalAttributes() {
    return Set.of();
  }

  /** Returns what is wrong with attributes that are about to be stored; empty if nothing is. */
  Optional<String> mistake(Collection<Attribute> attributes) {
    return Optional.empty();
  }

  void setPassword(Editable person, String password) {
    person.set("userPassword", password.getBytes(StandardCharsets.UTF_8));
  }

  /** Changes what goes with a password, when a client has changed one. */
  void passwordChanged(Editable person) {}

  /**
   * Puts an account into a state.
   *
   * @throws IllegalStateException if this kind of server has no such state
   */
  void setState(Editable person, AccountState state) {
    if (state != AccountState.ACTIVE) {
      throw unknown(state);
    }
  }

  final IllegalStateException unknown(AccountState state) {
    return new IllegalStateException(
        "a "
            + this
            + " directory knows no account state "
            + state
            + ": say which server it is like, with like(...) on the builder");
  }

  /** Returns the attributes that are not stored, but made when they are asked for. */
  List<VirtualAttribute> virtualAttributes() {
    return List.of();
  }

  /** Returns whether nobody ever gets to see this attribute. */
  boolean hides(String attribute) {
    return false;
  }

  /** Returns how many values of an attribute are returned at once; 0 for all of them. */
  int mostValues() {
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
  Optional<Predicate<ReadOnlyEntry>> meaning(Filter leaf, Entries entries) {
    return Optional.empty();
  }

  /** Returns how a search is refused before anything is looked for; empty if it is not. */
  Optional<Refusal> refuseSearch(SearchRequestProtocolOp request, boolean anonymous) {
    return Optional.empty();
  }

  /**
   * Returns how the operation of RFC 3062 is refused that somebody may ask for; empty if it is not.
   */
  Optional<Refusal> refusePasswordChange(PasswordChange change, Entries entries) {
    return Optional.empty();
  }

  /** Returns what the root DSE says beyond that of the SDK's server. */
  List<Attribute> rootDse() {
    return List.of();
  }

  /** Returns the continuation references that end a search. */
  List<String> references(SearchRequestProtocolOp request) {
    return List.of();
  }

  /**
   * Returns the DN of the entry that a bind with this name is for; the name itself if it is one.
   */
  String dnOf(String bindName, Entries entries) {
    return bindName;
  }

  /** Returns which binds succeed without proof. */
  LenientBinds leniency() {
    return LenientBinds.NONE;
  }

  /** Returns how a bind with a DN and no password is refused, unless it is accepted. */
  Refusal unauthenticatedBind() {
    return new Refusal(53, "a DN and no password: see RFC 4513, section 5.1.2");
  }

  /** Returns whether a connection whose bind failed goes on as who it was before. */
  boolean keepsIdentityAfterFailedBind() {
    return false;
  }

  /** Returns the kind of server. */
  @Override
  public abstract String toString();

  /** Judges a bind, when the password has been looked at. */
  abstract BindAnswer bind(BindAttempt attempt, Entries entries);
}
