// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import java.util.List;
import java.util.Optional;

/** Finds or creates the application's user, fills it and saves it. */
final class Accounts<U> {

  private final UserStore<U> store;
  private final Mapping<U> mapping;
  private final boolean mayCreate;

  Accounts(UserStore<U> store, Mapping<U> mapping, boolean mayCreate) {
    this.store = store;
    this.mapping = mapping;
    this.mayCreate = mayCreate;
  }

  /**
   * Holds what came of it.
   *
   * @param missing mapped attributes that the entry does not have
   */
  record Outcome<U>(U account, boolean created, List<String> missing) {}

  /**
   * Returns the application's user for a person.
   *
   * @param update whether a user that was found is filled and saved; a new one always is
   */
  Outcome<U> accountOf(LdapUser person, boolean update) {
    String key = mapping.keyOf(person);
    List<Mapping.Decision<U>> flags = mapping.decide(person);
    Optional<U> found = store.find(key);
    if (found.isPresent()) {
      return found(found.get(), person, flags, update);
    }
    if (!mayCreate) {
      throw new Rejection(
          RejectionReason.UNKNOWN_TO_APPLICATION,
          "the user store does not know \"" + key + "\", and new users are not allowed");
    }
    try {
      return save(store.create(key, person), true, person, flags);
    } catch (UserConflictException e) {
      return found(store.find(key).orElseThrow(() -> e), person, flags, update);
    }
  }

  private Outcome<U> found(
      U account, LdapUser person, List<Mapping.Decision<U>> flags, boolean update) {
    return update ? save(account, false, person, flags) : new Outcome<>(account, false, List.of());
  }

  private Outcome<U> save(
      U account, boolean created, LdapUser person, List<Mapping.Decision<U>> flags) {
    List<String> missing = mapping.fill(account, person, flags);
    return new Outcome<>(store.save(account), created, missing);
  }
}
