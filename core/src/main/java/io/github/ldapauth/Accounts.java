// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.SignInEvent.Kind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds or creates the application's user, fills it and saves it. */
final class Accounts<U> {

  private final UserStore<U> store;
  private final Mapping<U> mapping;
  private final Policy policy;

  Accounts(UserStore<U> store, Mapping<U> mapping, Policy policy) {
    this.store = store;
    this.mapping = mapping;
    this.policy = policy;
  }

  /**
   * Says what may be written.
   *
   * @param fields whose attributes
   * @param rights whose groups and flags
   * @param mayCreate whether there may be new users
   */
  record Policy(UpdatePolicy fields, UpdatePolicy rights, boolean mayCreate) {}

  /** Says what a user is wanted for. */
  enum Purpose {
    /** Fills a known user as far as the policy says, and refuses an inactive one. */
    SIGN_IN,
    /** Fills all of a user, active or not. */
    POPULATE,
    /** Fills all of a user, and refuses an inactive one. */
    POPULATE_PERMITTED;

    Kind kind() {
      return this == SIGN_IN ? Kind.SIGN_IN : Kind.POPULATE;
    }
  }

  /**
   * Holds what came of it.
   *
   * @param missing mapped attributes that the entry does not have
   */
  record Outcome<U>(U account, boolean created, List<String> missing) {}

  /** Returns the application's user for a person, filled and saved. */
  Outcome<U> accountOf(LdapUser person, Purpose purpose) {
    String key = mapping.keyOf(person);
    Optional<U> found = find(key, person);
    if (found.isPresent()) {
      return known(found.get(), person, purpose);
    }
    if (!policy.mayCreate()) {
      throw new Rejection(
          RejectionReason.UNKNOWN_TO_APPLICATION,
          "the user store does not know \"" + key + "\", and new users are not allowed");
    }
    Filling<U> filling = mapping.decide(person, true, true);
    try {
      return write(given("create", store.create(key, person)), true, filling, purpose);
    } catch (UserConflictException e) {
      return known(find(key, person).orElseThrow(() -> e), person, purpose);
    }
  }

  /** Returns whether a person may be a user: a known one if active, a new one by the policy. */
  boolean admits(LdapUser person) {
    return find(mapping.keyOf(person), person).map(store::isActive).orElse(policy.mayCreate());
  }

  private Optional<U> find(String key, LdapUser person) {
    return given("find", store.find(key, person));
  }

  private <T> T given(String method, @Nullable T answer) {
    return Given.by(store, "UserStore." + method, answer);
  }

  private Outcome<U> known(U account, LdapUser person, Purpose purpose) {
    boolean all = purpose != Purpose.SIGN_IN;
    Filling<U> filling =
        mapping.decide(
            person,
            all || policy.fields() == UpdatePolicy.ALWAYS,
            all || policy.rights() == UpdatePolicy.ALWAYS);
    return write(account, false, filling, purpose);
  }

  private Outcome<U> write(U account, boolean created, Filling<U> filling, Purpose purpose) {
    boolean filled = filling.fill(account);
    if (purpose != Purpose.POPULATE && !store.isActive(account)) {
      throw new Rejection(
          RejectionReason.INACTIVE_IN_APPLICATION, "the user store says that the user is inactive");
    }
    U saved = created || filled ? given("save", store.save(account)) : account;
    return new Outcome<>(saved, created, filling.missing());
  }
}
