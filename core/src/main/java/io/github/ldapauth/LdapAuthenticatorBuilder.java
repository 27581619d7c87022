// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.UserChanges.Setter;
import io.github.ldapauth.entry.AttributeReader;
import io.github.ldapauth.group.GroupQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A builder of {@link LdapAuthenticator}: how to store and fill the application's users. Not safe
 * for use by several threads.
 *
 * @param <U> the application's user type
 */
public final class LdapAuthenticatorBuilder<U> {

  private final LdapAuthConfig config;
  final UserStore<U> store;
  final UserMappingBuilder<U> mapping;
  final List<SignInGuard> guards = new ArrayList<>();
  final List<SignInListener> outcomeListeners = new ArrayList<>(List.of(new SignInLog()));
  private UpdatePolicy fieldsPolicy = UpdatePolicy.ALWAYS;
  private UpdatePolicy rightsPolicy = UpdatePolicy.ALWAYS;
  private boolean mayCreate = true;

  LdapAuthenticatorBuilder(LdapAuthConfig config, UserStore<U> store) {
    this.config = Objects.requireNonNull(config, "config");
    this.store = Objects.requireNonNull(store, "store");
    this.mapping = new UserMappingBuilder<>(config.groups().orElse(null));
  }

  /**
   * Copies the first value of an attribute to the application's user, as {@link
   * AttributeReader#TEXT}; see {@link #attribute(String, AttributeReader, BiConsumer)}.
   */
  public LdapAuthenticatorBuilder<U> attribute(
      String name, BiConsumer<? super U, ? super String> setter) {
    return attribute(name, AttributeReader.TEXT, setter);
  }

  /**
   * Copies an attribute to the application's user, in the order of these calls. Default: no
   * attribute is copied.
   *
   * <p>If the attribute is missing, the setter is not called and the user keeps its value. Read an
   * {@link AttributeReader#optional() optional} value or a list to clear it instead, or a {@link
   * AttributeReader#required() required} one to reject the user. A malformed value rejects the user
   * too, before anything is written. An exception of the setter ends the sign-in and reaches the
   * caller.
   */
  public <T> LdapAuthenticatorBuilder<U> attribute(
      String name, AttributeReader<T> reader, BiConsumer<? super U, ? super T> setter) {
    mapping.field(name, reader, Setter.of("attribute", setter));
    return this;
  }

  /**
   * Copies the first value of an attribute to a user that cannot change, as {@link
   * AttributeReader#TEXT}; see {@link #withAttribute(String, AttributeReader, BiFunction)}.
   */
  public LdapAuthenticatorBuilder<U> withAttribute(
      String name, BiFunction<? super U, ? super String, ? extends U> wither) {
    return withAttribute(name, AttributeReader.TEXT, wither);
  }

  /**
   * Copies an attribute as {@link #attribute(String, AttributeReader, BiConsumer)} does, to a user
   * that cannot change, such as a record.
   *
   * @param wither returns a user with the value. It is saved if it does not equal the one before
   */
  public <T> LdapAuthenticatorBuilder<U> withAttribute(
      String name,
      AttributeReader<T> reader,
      BiFunction<? super U, ? super T, ? extends U> wither) {
    mapping.field(name, reader, Setter.making("withAttribute", wither));
    return this;
  }

  /**
   * Sets a flag of the application's user to the answer to a query, each time the user is filled.
   * Flags are set in the order of these calls, after the attributes. Default: no flag is set.
   */
  public LdapAuthenticatorBuilder<U> flag(
      GroupQuery query, BiConsumer<? super U, ? super Boolean> setter) {
    mapping.flag(query, Setter.of("flag", setter));
    return this;
  }

  /**
   * Sets a flag as {@link #flag} does, of a user that cannot change.
   *
   * @param wither returns a user with the flag; see {@link #withAttribute}
   */
  public LdapAuthenticatorBuilder<U> withFlag(
      GroupQuery query, BiFunction<? super U, ? super Boolean, ? extends U> wither) {
    mapping.flag(query, Setter.making("withFlag", wither));
    return this;
  }

  /**
   * Mirrors groups of the directory to the application's groups of a user. They are set before
   * attributes and flags, and only if they differ from the current ones. If not all groups of the
   * user could be read, the user is rejected and nothing is written. Default: none.
   *
   * @param current returns the names of the application's groups that the user is in
   * @param setter takes the names of the new groups, to be saved with the user. The store must
   *     create missing groups
   */
  public LdapAuthenticatorBuilder<U> mirrorGroups(
      GroupMirror mirror,
      Function<? super U, ? extends Collection<String>> current,
      BiConsumer<? super U, ? super Set<String>> setter) {
    mapping.mirror(mirror, current, Setter.of("mirrorGroups", setter));
    return this;
  }

  /**
   * Mirrors groups as {@link #mirrorGroups} does, to a user that cannot change.
   *
   * @param wither returns a user with the groups; see {@link #withAttribute}
   */
  public LdapAuthenticatorBuilder<U> withMirroredGroups(
      GroupMirror mirror,
      Function<? super U, ? extends Collection<String>> current,
      BiFunction<? super U, ? super Set<String>, ? extends U> wither) {
    mapping.mirror(mirror, current, Setter.making("withMirroredGroups", wither));
    return this;
  }

  /**
   * Adds a listener that fills the user after attributes and flags, before the user is saved.
   * Listeners are called in the order of these calls. Default: none.
   */
  public LdapAuthenticatorBuilder<U> onPopulate(PopulateListener<? super U> listener) {
    mapping.listener(listener);
    return this;
  }

  /**
   * Uses the value of an attribute, unchanged, as the key of the store. An entry without a value,
   * or with several and none in the RDN, is rejected. Default: the user name in lower case.
   *
   * <p>Name an attribute that users cannot edit. A user who can write another user's value there
   * can sign in as that user.
   */
  public LdapAuthenticatorBuilder<U> keyedByAttribute(String name) {
    mapping.keyedByAttribute(name);
    return this;
  }

  /**
   * Uses the stable id as the key of the store. It stays the same when an entry is renamed, and is
   * never reused. An entry without a well-formed value of this attribute is rejected. No other
   * attribute is used instead, as it would be a different key. Default: the user name in lower
   * case.
   *
   * @param attribute {@code entryUUID} (RFC 4530), {@code objectGUID} or {@code objectSid} (Active
   *     Directory), {@code nsUniqueId} (389 Directory Server), {@code ipaUniqueID} (FreeIPA) or
   *     {@code GUID} (eDirectory)
   */
  public LdapAuthenticatorBuilder<U> keyedByStableId(String attribute) {
    mapping.keyedByStableId(attribute);
    return this;
  }

  /**
   * Sets translations of user names. Default: the directory and the application use the same names.
   *
   * @param toApplication takes the directory's name; the result, in lower case, is the key of the
   *     store unless that is an attribute or the stable id
   * @param toDirectory takes the application's name, as given to all methods without a password; at
   *     a sign-in, users type the directory's name
   */
  public LdapAuthenticatorBuilder<U> translateUsernames(
      UnaryOperator<String> toApplication, UnaryOperator<String> toDirectory) {
    mapping.usernames(toApplication, toDirectory);
    return this;
  }

  /**
   * Sets for which users a sign-in writes attributes and calls the listeners of {@link
   * #onPopulate}. {@link LdapAuthenticator#populate} does both for all users. Default: {@link
   * UpdatePolicy#ALWAYS}.
   */
  public LdapAuthenticatorBuilder<U> updateFields(UpdatePolicy policy) {
    this.fieldsPolicy = Objects.requireNonNull(policy, "updateFields policy");
    return this;
  }

  /**
   * Sets for which users a sign-in writes flags and mirrored groups. {@link
   * LdapAuthenticator#populate} writes them for all users. With {@link UpdatePolicy#NEW_USERS},
   * users that lose a group in the directory keep its rights in the application. Default: {@link
   * UpdatePolicy#ALWAYS}.
   */
  public LdapAuthenticatorBuilder<U> updateRights(UpdatePolicy policy) {
    this.rightsPolicy = Objects.requireNonNull(policy, "updateRights policy");
    return this;
  }

  /**
   * Sets whether users missing from the store may sign in, be populated and have roles. If not,
   * they are rejected with {@link RejectionReason#UNKNOWN_TO_APPLICATION}. Default: true.
   */
  public LdapAuthenticatorBuilder<U> createUsers(boolean allowed) {
    this.mayCreate = allowed;
    return this;
  }

  /**
   * Adds a guard, which may reject sign-ins. Guards are called in the order of these calls, up to
   * the first that rejects. Look-ups and {@code populate} call none. Default: none.
   */
  public LdapAuthenticatorBuilder<U> guard(SignInGuard guard) {
    guards.add(Objects.requireNonNull(guard, "guard"));
    return this;
  }

  /**
   * Adds a listener for the outcome of each sign-in and each {@link LdapAuthenticator#populate}.
   * Listeners are called in the order of these calls. Default: outcomes are only logged.
   */
  public LdapAuthenticatorBuilder<U> onOutcome(SignInListener listener) {
    outcomeListeners.add(Objects.requireNonNull(listener, "onOutcome listener"));
    return this;
  }

  /**
   * Returns an authenticator. Sends nothing yet.
   *
   * @throws InvalidConfigException with all mistakes together
   */
  public LdapAuthenticator<U> build() {
    return new LdapAuthenticator<>(config, this);
  }

  UserWriter.Policy policy() {
    return new UserWriter.Policy(fieldsPolicy, rightsPolicy, mayCreate);
  }
}
