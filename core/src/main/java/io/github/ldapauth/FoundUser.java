// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A user to bind as. The entry is known to exist only if a search found it.
 *
 * @param username the user name as it was searched for
 * @param bindName the name to bind by
 * @param dn the DN; null if only a search after the bind finds it
 * @param entry the entry; null if it is not read yet
 */
record FoundUser(String username, String bindName, @Nullable Dn dn, @Nullable LdapEntry entry) {

  /** Returns an explanation of a rejected bind, if the entry gives one; otherwise nothing. */
  String hint() {
    return entry != null
            && entry.attributes().all("objectClass").stream().anyMatch("alias"::equalsIgnoreCase)
        ? ", and the entry is an alias, which is not followed"
        : "";
  }

  /** Returns a user with the entry that a search found. */
  static FoundUser of(String username, LdapEntry entry) {
    return new FoundUser(username, entry.dn().toString(), entry.dn(), entry);
  }

  /** Returns a user with the DN of a template; there may be no such entry. */
  static FoundUser at(String username, Dn dn) {
    return new FoundUser(username, dn.toString(), dn, null);
  }

  /** Returns a user with a name to bind by; there may be no such entry. */
  static FoundUser named(String username, String bindName) {
    return new FoundUser(username, bindName, null, null);
  }

  /** Returns this user with the entry; null if it cannot be read. */
  FoundUser with(@Nullable LdapEntry read) {
    return new FoundUser(username, bindName, read == null ? dn : read.dn(), read);
  }

  /** Returns the stable id; empty if it is not read yet, or not visible. */
  Optional<String> stableId() {
    return entry == null ? Optional.empty() : entry.stableId();
  }

  /**
   * Returns the entry that was read after the bind.
   *
   * @throws Rejection if it is not the entry that was found: another entry now has the DN
   */
  LdapEntry confirm(LdapEntry later) {
    if (entry != null && entry.hasOtherIdThan(later)) {
      throw new Rejection(
          RejectionReason.AMBIGUOUS_USER,
          "the search found " + id(entry) + ", but after the bind it was " + id(later));
    }
    return later;
  }

  private static String id(LdapEntry entry) {
    return entry.dn() + " with the stable id " + entry.stableId().orElse("");
  }
}
