// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.UserMapping.Part;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A writer that finds or creates the application's user, fills it from the directory, and saves it.
 */
final class UserWriter<U> {

  private final UserStore<U> store;
  private final UserMapping<U> mapping;
  private final Policy policy;

  UserWriter(UserStore<U> store, UserMapping<U> mapping, Policy policy) {
    this.store = store;
    this.mapping = mapping;
    this.policy = policy;
  }

  /**
   * The policy of the values that may be written.
   *
   * @param fields for which users attributes may be written
   * @param rights for which users groups and flags may be written
   * @param mayCreate whether new users may be created
   */
  record Policy(UpdatePolicy fields, UpdatePolicy rights, boolean mayCreate) {

    /** Returns what may be written to a known user. */
    Set<Part> partsOfKnown(Purpose purpose) {
      Set<Part> parts = EnumSet.allOf(Part.class);
      if (purpose == Purpose.SIGN_IN && fields == UpdatePolicy.NEW_USERS) {
        parts.remove(Part.FIELDS);
      }
      if (purpose == Purpose.SIGN_IN && rights == UpdatePolicy.NEW_USERS) {
        parts.remove(Part.RIGHTS);
      }
      return parts;
    }
  }

  /** The reason to save a user. */
  enum Purpose {
    /** Writes what the policy allows. Rejects an inactive user. */
    SIGN_IN,
    /** Writes everything, also to an inactive user. */
    POPULATE,
    /** Writes everything. Rejects an inactive user. */
    POPULATE_PERMITTED
  }

  /**
   * The application's user after it was saved.
   *
   * @param missing mapped attributes that the entry does not have
   */
  record SavedUser<U>(U account, boolean created, List<String> missing) {}

  /** Finds or creates the user, decides all changes, applies them, and saves once. */
  SavedUser<U> save(LdapUser user, Purpose purpose) {
    String key = mapping.keyOf(user);
    try {
      return findAndSave(key, user, purpose);
    } catch (UserConflictException e) {
      // Another sign-in saved the user in between, so find it now.
      return saveKnown(find(key, user).orElseThrow(() -> e), user, purpose);
    }
  }

  private SavedUser<U> findAndSave(String key, LdapUser user, Purpose purpose) {
    Optional<U> found = find(key, user);
    if (found.isPresent()) {
      return saveKnown(found.get(), user, purpose);
    }
    requireCreatable(key);
    UserChanges<U> changes = mapping.changesFor(user, EnumSet.allOf(Part.class));
    return write(result("create", store.create(key, user)), true, changes, purpose);
  }

  /**
   * Requires that the user may sign in: a known one if active, a new one by the policy.
   *
   * @throws Rejection if not
   */
  void requirePermitted(LdapUser user) {
    String key = mapping.keyOf(user);
    find(key, user).ifPresentOrElse(this::requireActive, () -> requireCreatable(key));
  }

  private void requireActive(U account) {
    if (!store.isActive(account)) {
      throw new Rejection(
          RejectionReason.INACTIVE_IN_APPLICATION, "the user is inactive in the user store");
    }
  }

  private void requireCreatable(String key) {
    if (!policy.mayCreate()) {
      throw new Rejection(
          RejectionReason.UNKNOWN_TO_APPLICATION,
          "the user store has no user \"" + key + "\", and new users are not allowed");
    }
  }

  private Optional<U> find(String key, LdapUser user) {
    return result("find", store.find(key, user));
  }

  private <T> T result(String method, @Nullable T result) {
    return Callbacks.requireResult(store, "UserStore." + method, result);
  }

  private SavedUser<U> saveKnown(U account, LdapUser user, Purpose purpose) {
    return write(account, false, mapping.changesFor(user, policy.partsOfKnown(purpose)), purpose);
  }

  private SavedUser<U> write(U account, boolean created, UserChanges<U> changes, Purpose purpose) {
    UserChanges.Changed<U> filled = changes.applyTo(account);
    if (purpose != Purpose.POPULATE) {
      requireActive(filled.account());
    }
    U saved =
        created || filled.isChanged()
            ? result("save", store.save(filled.account()))
            : filled.account();
    return new SavedUser<>(saved, created, changes.missing());
  }
}
