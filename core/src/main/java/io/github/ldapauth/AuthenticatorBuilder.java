// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.AttributeNames;
import io.github.ldapauth.directory.Setting;
import io.github.ldapauth.group.GroupQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * Says how the application's users are kept and filled. Not safe for use by several threads.
 *
 * @param <U> the application's user type
 */
public final class AuthenticatorBuilder<U> {

  private final LdapAuthConfig config;
  private final UserStore<U> store;
  private final List<Mapping.Field<U>> fields = new ArrayList<>();
  private final List<Mapping.Flag<U>> flags = new ArrayList<>();
  private final List<PopulateListener<? super U>> listeners = new ArrayList<>();
  private final List<String> mistakes = new ArrayList<>();
  private UnaryOperator<String> toApplication = UnaryOperator.identity();
  private UnaryOperator<String> toDirectory = UnaryOperator.identity();
  private Mapping.Key key = new Mapping.Key.Username();
  private boolean alwaysUpdate = true;
  private boolean mayCreate = true;

  AuthenticatorBuilder(LdapAuthConfig config, UserStore<U> store) {
    this.config = config;
    this.store = store;
  }

  /**
   * Copies the first value of an attribute to the application's user. Where the entry has no such
   * value, the setter is not called. Attributes are copied in the order of these calls. Default: no
   * attribute is copied.
   */
  public AuthenticatorBuilder<U> attribute(
      String name, BiConsumer<? super U, ? super String> setter) {
    fields.add(new Mapping.Field<>(checked("attribute", name), setter));
    return this;
  }

  /**
   * Gives the application's user the answer to a query: true or false, each time the user is
   * filled. Flags are set in the order of these calls, after the attributes. Default: no flag is
   * set.
   */
  public AuthenticatorBuilder<U> flag(
      GroupQuery query, BiConsumer<? super U, ? super Boolean> setter) {
    mistakes.addAll(LdapAuthConfig.mistakesOf("flag", query, config.groups()));
    flags.add(new Mapping.Flag<>(query, setter));
    return this;
  }

  /**
   * Calls a listener after attributes and flags were set and before the user is saved; several in
   * the order of these calls. Default: none.
   */
  public AuthenticatorBuilder<U> onPopulate(PopulateListener<? super U> listener) {
    listeners.add(listener);
    return this;
  }

  /**
   * Asks the store by the first value of an attribute, as it is. Default: by the user name in lower
   * case.
   */
  public AuthenticatorBuilder<U> keyedByAttribute(String name) {
    key = new Mapping.Key.Attribute(checked("keyedByAttribute", name));
    return this;
  }

  /**
   * Asks the store by {@link LdapUser#stableId}, so that a person who is renamed stays the same
   * user and a user name that is given to somebody else does not. Default: by the user name in
   * lower case.
   */
  public AuthenticatorBuilder<U> keyedByStableId() {
    key = new Mapping.Key.StableId();
    return this;
  }

  /**
   * Translates user names. Default: they are the same in both places.
   *
   * @param toApplication gets the directory's name; the result, in lower case, is what the store is
   *     asked by
   * @param toDirectory gets the application's name, as given to {@link LdapAuthenticator#populate}
   *     and {@link LdapAuthenticator#lookup}
   */
  public AuthenticatorBuilder<U> usernames(
      UnaryOperator<String> toApplication, UnaryOperator<String> toDirectory) {
    this.toApplication = toApplication;
    this.toDirectory = toDirectory;
    return this;
  }

  /**
   * Sets whether a user whom the store knows is filled and saved at each sign-in. A new user always
   * is, and so is one given to {@link LdapAuthenticator#populate}. Default: true.
   */
  public AuthenticatorBuilder<U> alwaysUpdate(boolean alwaysUpdate) {
    this.alwaysUpdate = alwaysUpdate;
    return this;
  }

  /** Sets whether people whom the store does not know may sign in. Default: true. */
  public AuthenticatorBuilder<U> newUsers(boolean allowed) {
    this.mayCreate = allowed;
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

  Mapping<U> mapping() {
    return new Mapping<>(toApplication, toDirectory, key, fields, flags, listeners);
  }

  UserStore<U> store() {
    return store;
  }

  boolean alwaysUpdate() {
    return alwaysUpdate;
  }

  boolean mayCreate() {
    return mayCreate;
  }

  private String checked(String setting, String attribute) {
    Setting<String> name = Setting.parse(setting, attribute, AttributeNames::check);
    name.mistake().ifPresent(mistakes::add);
    return name.toString();
  }
}
