// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.entry.AttributeReader;
import io.github.ldapauth.entry.ParsedSetting;
import io.github.ldapauth.group.GroupQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Says how the application's users are kept and filled. Not safe for use by several threads.
 *
 * @param <U> the application's user type
 */
public final class LdapAuthenticatorBuilder<U> {

  private final LdapAuthConfig config;
  private final UserStore<U> store;
  private final List<UserMapping.Mirror<U>> mirrors = new ArrayList<>();
  private final List<UserMapping.Field<U, ?>> fields = new ArrayList<>();
  private final List<UserMapping.Flag<U>> flags = new ArrayList<>();
  private final List<PopulateListener<? super U>> listeners = new ArrayList<>();
  private final List<SignInGuard> guards = new ArrayList<>();
  private final List<SignInListener> outcomeListeners = new ArrayList<>(List.of(new SignInLog()));
  private final List<String> mistakes = new ArrayList<>();
  private UnaryOperator<String> toApplication = UnaryOperator.identity();
  private UnaryOperator<String> toDirectory = UnaryOperator.identity();
  private UserMapping.Key key = new UserMapping.Key.Username();
  private UpdatePolicy fieldsPolicy = UpdatePolicy.ALWAYS;
  private UpdatePolicy rightsPolicy = UpdatePolicy.ALWAYS;
  private boolean mayCreate = true;

  LdapAuthenticatorBuilder(LdapAuthConfig config, UserStore<U> store) {
    this.config = Objects.requireNonNull(config, "config");
    this.store = Objects.requireNonNull(store, "store");
  }

  /**
   * Copies the first value of an attribute, as text, to the application's user; the same as {@link
   * #attribute(String, AttributeReader, BiConsumer)} with {@link AttributeReader#TEXT}.
   */
  public LdapAuthenticatorBuilder<U> attribute(
      String name, BiConsumer<? super U, ? super String> setter) {
    return attribute(name, AttributeReader.TEXT, setter);
  }

  /**
   * Copies an attribute to the application's user, in the order of these calls. Default: no
   * attribute is copied.
   *
   * <p>Where there is nothing to read, the setter is not called and the user keeps what it has. To
   * clear that instead, read an {@link AttributeReader#optional() optional} value or a list; to
   * refuse the sign-in, a {@link AttributeReader#required() required} one. A value that is not of
   * the form that the reader expects refuses the sign-in too, before anything is written.
   */
  public <T> LdapAuthenticatorBuilder<U> attribute(
      String name, AttributeReader<T> reader, BiConsumer<? super U, ? super T> setter) {
    fields.add(
        new UserMapping.Field<>(
            checked("attribute", name),
            Objects.requireNonNull(reader, "reader"),
            Objects.requireNonNull(setter, "setter")));
    return this;
  }

  /**
   * Gives the application's user the answer to a query: true or false, each time the user is
   * filled. Flags are set in the order of these calls, after the attributes. Default: no flag is
   * set.
   */
  public LdapAuthenticatorBuilder<U> flag(
      GroupQuery query, BiConsumer<? super U, ? super Boolean> setter) {
    mistakes.addAll(
        Objects.requireNonNull(query, "flag query").mistakes("flag", config.groups().orElse(null)));
    flags.add(new UserMapping.Flag<>(query, Objects.requireNonNull(setter, "flag setter")));
    return this;
  }

  /**
   * Keeps the application's groups of a user as in the directory. They are set before attributes
   * and flags, and only if they differ from those that the user has. Nothing is written if not all
   * groups of the person could be read. Default: no groups are mirrored.
   *
   * @param current returns the names of the application's groups that the user is in
   * @param setter gets the names of those in which the user is from now on, to be saved with the
   *     user; the store makes groups that it does not have yet
   */
  public LdapAuthenticatorBuilder<U> mirrorGroups(
      GroupMirror mirror,
      Function<? super U, ? extends Collection<String>> current,
      BiConsumer<? super U, ? super Set<String>> setter) {
    mistakes.addAll(
        Objects.requireNonNull(mirror, "mirrorGroups mirror")
            .mistakes(config.groups().orElse(null)));
    mirrors.add(
        new UserMapping.Mirror<>(
            mirror,
            Objects.requireNonNull(current, "current"),
            Objects.requireNonNull(setter, "setter")));
    return this;
  }

  /**
   * Calls a listener after attributes and flags were set and before the user is saved; several in
   * the order of these calls. Default: none.
   */
  public LdapAuthenticatorBuilder<U> onPopulate(PopulateListener<? super U> listener) {
    listeners.add(Objects.requireNonNull(listener, "onPopulate listener"));
    return this;
  }

  /**
   * Asks the store by the value of an attribute, as it is. An entry without one, or with several of
   * which none is in the RDN, is refused. It has to be an attribute that people cannot edit:
   * whoever writes the value of somebody else there becomes that user. Default: by the user name in
   * lower case.
   */
  public LdapAuthenticatorBuilder<U> keyedByAttribute(String name) {
    key = new UserMapping.Key.Attribute(checked("keyedByAttribute", name));
    return this;
  }

  /**
   * Asks the store by an id that stays the same when an entry is renamed, and is never given to
   * another. An entry that does not show the attribute, or has a malformed value, is rejected: no
   * other attribute stands in, as it would be another key. Default: by the user name in lower case.
   *
   * @param attribute {@code entryUUID} (RFC 4530), {@code objectGUID} or {@code objectSid} (Active
   *     Directory), {@code nsUniqueId} (389 Directory Server), {@code ipaUniqueID} (FreeIPA) or
   *     {@code GUID} (eDirectory)
   */
  public LdapAuthenticatorBuilder<U> keyedByStableId(String attribute) {
    ParsedSetting<String> name = ParsedSetting.stableId("keyedByStableId", attribute);
    name.mistake().ifPresent(mistakes::add);
    key = new UserMapping.Key.StableId(name.toString());
    return this;
  }

  /**
   * Translates user names. Default: they are the same in both places.
   *
   * @param toApplication gets the directory's name; the result, in lower case, is what the store is
   *     asked by, unless that is an attribute or the stable id
   * @param toDirectory gets the application's name, as given to {@link LdapAuthenticator#populate},
   *     {@link LdapAuthenticator#lookup}, {@link LdapAuthenticator#lookupPermitted} and {@link
   *     LdapAuthenticator#invalidate}; what is typed at a sign-in is the directory's name
   */
  public LdapAuthenticatorBuilder<U> translateUsernames(
      UnaryOperator<String> toApplication, UnaryOperator<String> toDirectory) {
    this.toApplication = Objects.requireNonNull(toApplication, "toApplication");
    this.toDirectory = Objects.requireNonNull(toDirectory, "toDirectory");
    return this;
  }

  /**
   * Sets whose attributes a sign-in writes, and for whom it calls the listeners of {@link
   * #onPopulate}. {@link LdapAuthenticator#populate} does both for everybody. Default: {@link
   * UpdatePolicy#ALWAYS}.
   */
  public LdapAuthenticatorBuilder<U> updateFields(UpdatePolicy policy) {
    this.fieldsPolicy = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Sets whose flags and mirrored groups a sign-in writes. {@link LdapAuthenticator#populate}
   * writes everybody's. With {@link UpdatePolicy#NEW_USERS}, who loses a group in the directory
   * keeps the rights that came with it. Default: {@link UpdatePolicy#ALWAYS}.
   */
  public LdapAuthenticatorBuilder<U> updateRights(UpdatePolicy policy) {
    this.rightsPolicy = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Sets whether people whom the store does not know may sign in, be populated and have roles.
   * Default: true.
   */
  public LdapAuthenticatorBuilder<U> createUsers(boolean allowed) {
    this.mayCreate = allowed;
    return this;
  }

  /**
   * Lets a guard refuse sign-ins; several are asked in the order of these calls, up to the first
   * that refuses. Without a sign-in, they are not asked. Default: none.
   */
  public LdapAuthenticatorBuilder<U> guard(SignInGuard guard) {
    guards.add(Objects.requireNonNull(guard, "guard"));
    return this;
  }

  /**
   * Tells a listener how each sign-in and each {@link LdapAuthenticator#populate} ended; several in
   * the order of these calls. Default: it is only logged.
   */
  public LdapAuthenticatorBuilder<U> onOutcome(SignInListener listener) {
    outcomeListeners.add(Objects.requireNonNull(listener, "onOutcome listener"));
    return this;
  }

  /**
   * Makes the authenticator. Sends nothing yet.
   *
   * @throws InvalidConfigException with all mistakes together
   */
  public LdapAuthenticator<U> build() {
    InvalidConfigException.throwIfAny(mistakes);
    return new LdapAuthenticator<>(config, this);
  }

  UserMapping<U> mapping() {
    return new UserMapping<>(toApplication, toDirectory, key, mirrors, fields, flags, listeners);
  }

  UserStore<U> store() {
    return store;
  }

  UserWriter.Policy policy() {
    return new UserWriter.Policy(fieldsPolicy, rightsPolicy, mayCreate);
  }

  List<SignInGuard> guards() {
    return List.copyOf(guards);
  }

  List<SignInListener> outcomeListeners() {
    return List.copyOf(outcomeListeners);
  }

  private String checked(String setting, String attribute) {
    ParsedSetting<String> name = ParsedSetting.attribute(setting, attribute);
    name.mistake().ifPresent(mistakes::add);
    return name.toString();
  }
}
