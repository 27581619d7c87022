// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.UserWriter.Purpose;
import io.github.ldapauth.directory.Health;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.group.GroupQuery;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The entry point: signs users in, and looks them up without a password. Create one per application
 * with {@link #create} or {@link #builder(LdapAuthConfig, UserStore) builder}, and share it between
 * all threads, including virtual ones. It opens connections when they are needed, and keeps them
 * open until it is closed.
 *
 * @param <U> the application's user type
 */
public final class LdapAuthenticator<U> implements AutoCloseable {

  private final LdapAuthConfig config;
  private final Servers servers;

  /** The server of {@link #forServer}; null for all. */
  private final @Nullable UserReader only;

  private final UserMapping<U> mapping;
  private final Attempts<U> attempts;

  LdapAuthenticator(LdapAuthConfig config, LdapAuthenticatorBuilder<U> builder) {
    this.config = config;
    this.mapping = builder.mapping.build(config.asWritten());
    this.servers = new Servers(config, mapping);
    this.only = null;
    Supplier<UserReader> server = servers::chosen;
    UserWriter<U> writer = new UserWriter<>(builder.store, mapping, builder.policy());
    Guards guards = new Guards(List.copyOf(builder.guards));
    this.attempts =
        new Attempts<>(
            new SignIn<>(config, guards, server, writer, config.decoyBind()),
            new PasswordChanges(guards, server, config.decoyBind()),
            new Lookups<>(server, config.rules(), mapping, writer),
            config.rejectionDelay(),
            List.copyOf(builder.outcomeListeners));
  }

  private LdapAuthenticator(LdapAuthenticator<U> whole, UserReader only) {
    this.config = whole.config;
    this.mapping = whole.mapping;
    this.servers = whole.servers;
    this.only = only;
    this.attempts = whole.attempts.at(() -> only);
  }

  /** Returns an authenticator for an application without users of its own. Sends nothing yet. */
  public static LdapAuthenticator<LdapUser> create(LdapAuthConfig config) {
    return builder(config).build();
  }

  /**
   * Returns a builder of an authenticator for an application without users of its own, to add
   * guards and listeners.
   */
  public static LdapAuthenticatorBuilder<LdapUser> builder(LdapAuthConfig config) {
    return builder(config, new NoStore());
  }

  /**
   * Returns a builder of an authenticator that finds and saves the application's users in {@code
   * store}.
   */
  public static <U> LdapAuthenticatorBuilder<U> builder(LdapAuthConfig config, UserStore<U> store) {
    return new LdapAuthenticatorBuilder<>(config, store);
  }

  /**
   * Signs a user in: finds the entry, checks the password by one bind, reads the groups, applies
   * the rules, and finds or creates, fills and saves the application's user. Nothing is written
   * before everything is decided. Guards are called before the first step, before the bind and
   * after the rules.
   *
   * @param username the name that the user typed; white space around it is removed. Null, empty and
   *     {@linkplain RejectionReason#INVALID_USERNAME invalid} names are rejected
   * @param password the password that the user typed, sent unchanged: a {@link String}, or {@link
   *     java.nio.CharBuffer#wrap(char[])} of a {@code char[]} that you clear. Null and empty ones
   *     are rejected. ldapauth clears its copy at the end
   * @throws LdapDirectoryException if the directory gave no usable answer
   */
  public AuthenticationResult<U> authenticate(
      @Nullable String username, @Nullable CharSequence password) {
    return attempts.authenticate(username, password);
  }

  /**
   * Changes a user's password as the user: by the password modify operation (RFC 3062) or, in
   * Active Directory, by {@code unicodePwd}. One bind checks the old password, also of a user who
   * must change it before a sign-in. Guards are called before the first step and before the bind.
   * The {@code require} and {@code deny} rules are not applied, and no group is read.
   *
   * <p>An expired password can be changed in Active Directory, by the service account, and in
   * FreeIPA; elsewhere as long as grace logins are left.
   *
   * @param username the name that the user typed
   * @param oldPassword the current password; see {@link #authenticate}
   * @param newPassword the new password, sent unchanged. The directory decides whether it is good
   * @throws LdapDirectoryException if the directory gave no usable answer. With the stage {@link
   *     Stage#CHANGE_PASSWORD}, the change was sent, and either password may be valid
   * @throws IllegalStateException if the server is configured without TLS, unless it is on this
   *     machine
   */
  public PasswordChangeResult changePassword(
      @Nullable String username,
      @Nullable CharSequence oldPassword,
      @Nullable CharSequence newPassword) {
    return attempts.changePassword(username, oldPassword, newPassword);
  }

  /**
   * Returns a user as the directory describes it, without a password. Does not use the user store,
   * and applies no rule.
   *
   * @param username the application's name for the user
   * @return empty if there is no such user
   * @throws LdapDirectoryException if the directory gave no usable answer, several entries match,
   *     or the one that does has several user names
   */
  public Optional<LdapUser> lookup(@Nullable String username) {
    return attempts.lookups().lookup(username);
  }

  /**
   * Returns a user that may use the application, without a password: {@link #lookup} with the
   * {@code require} and {@code deny} rules, the {@linkplain LdapUser#status state of the account},
   * {@link UserStore#isActive} and {@link LdapAuthenticatorBuilder#createUsers}. It calls no guard
   * and writes nothing.
   *
   * @param username the application's name for the user
   * @return empty if there is no such user, a rule rejects the user, the entry shows that the
   *     account is disabled, locked or expired, or the user is inactive in the user store; also if
   *     new users are not allowed and the user is missing from the store
   * @throws LdapDirectoryException if the directory gave no usable answer: several entries match,
   *     the one that does has several user names, or its groups do not decide the rules
   */
  public Optional<LdapUser> lookupPermitted(@Nullable String username) {
    return attempts.lookups().lookupPermitted(username);
  }

  /**
   * Reads a user again, without a password and without the cache, to decide whether a session may
   * go on: is the same user still there, does the entry show no disabled, locked or expired
   * account, and do rules and user store still permit the user? It sends one request, or up to one
   * for each search of the user look-up, and those for groups. If the entry was moved, its stable
   * id finds it, by one more request.
   *
   * @param user the user of the sign-in, or of the last refresh
   * @throws LdapDirectoryException if the directory gave no usable answer; the session may go on
   *     until it can answer, as you decide
   */
  public RefreshResult refresh(LdapUser user) {
    return attempts.lookups().refresh(Objects.requireNonNull(user, "user"));
  }

  /**
   * Finds or creates, fills and saves the application's user without a password: for imports, and
   * to show users before their first sign-in. Flags and mirrored groups are written. The {@code
   * require} and {@code deny} rules, {@link UserStore#isActive} and guards are not applied; see
   * {@link #populatePermitted}.
   *
   * @param username the application's name for the user
   * @throws LdapDirectoryException if the directory gave no usable answer
   */
  public PopulateResult<U> populate(@Nullable String username) {
    return attempts.populate(username, Purpose.POPULATE);
  }

  /**
   * Does the same as {@link #populate} if the {@code require} and {@code deny} rules, the
   * {@linkplain LdapUser#status state of the account} and {@link UserStore#isActive} permit the
   * user; other users are rejected and not saved. It calls no guard.
   *
   * @param username the application's name for the user
   * @throws LdapDirectoryException if the directory gave no usable answer
   */
  public PopulateResult<U> populatePermitted(@Nullable String username) {
    return attempts.populate(username, Purpose.POPULATE_PERMITTED);
  }

  /**
   * Returns this authenticator for one of the named servers, instead of the first or the
   * {@linkplain LdapAuthConfigBuilder#chooseServer chosen} one: {@code
   * authenticator.forServer(siteOf(request)).authenticate(…)}. Each server has its own connections
   * and cached data. All else is shared: closing it closes all.
   *
   * @param server a name given to {@link LdapAuthConfigBuilder#server}
   * @throws IllegalArgumentException if there is no server of that name
   */
  public LdapAuthenticator<U> forServer(String server) {
    return new LdapAuthenticator<>(this, servers.named(Objects.requireNonNull(server, "server")));
  }

  /**
   * Evicts the cached data of a user for all servers, including {@link #forServer named} ones, so
   * that the next look-up asks the directory. Running look-ups cache no older data. Has no effect
   * unless a cache is configured.
   *
   * @param username the application's name for the user
   * @throws LdapDirectoryException if a directory fails to return the DN, or several entries match;
   *     the other servers' data is evicted all the same. An exception of the cache is rethrown too
   */
  public void invalidate(@Nullable String username) {
    String name;
    try {
      name = mapping.directoryNameOf(Credentials.username(username));
    } catch (Rejection no) {
      return; // no entry has such a name
    }
    servers.evict(name);
  }

  /**
   * Checks the configuration against the servers, and returns the problems: servers that cannot be
   * reached or trusted, a service account that cannot bind, searches that find no user, and missing
   * search bases or groups of rules, flags and mirrors. Call it when an application starts, or on a
   * page for its operators. It sends no password except the service account's, writes nothing and
   * calls no listener.
   *
   * <p>It checks each address of each server, including {@link #forServer named} servers, one after
   * the other, on two new connections each. Each address may take as long as one sign-in. After one
   * rejected the service account's password, the others do not get it. Sign-ins and further calls
   * wait before they send it again. Data that only the user reads ({@link
   * LdapAuthConfigBuilder#readAsUser}) is not checked.
   *
   * @return the problems, one line each, with the setting, the server and its answer, never a
   *     password; empty if there are none
   */
  public List<String> findProblems() {
    return findProblems(List.of());
  }

  /**
   * Returns the problems as {@link #findProblems()} does, and checks the groups of further queries:
   * those of a {@code RoleMapping}, as {@code findProblems(mapping.queries())}.
   */
  public List<String> findProblems(Collection<? extends GroupQuery> roles) {
    return diagnosis(roles).problems();
  }

  /**
   * Returns what is known of the servers, without a request: which are left alone, how many
   * connections are in use, and whether the service account is refused. It is cheap enough for a
   * readiness probe. {@link #findProblems} asks the servers.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public Health health() {
    return only == null ? servers.health() : only.health();
  }

  /**
   * Closes all connections. Running sign-ins may fail with {@link LdapDirectoryException}. Later
   * calls that need the directory throw {@link IllegalStateException}.
   */
  @Override
  public void close() {
    servers.close();
  }

  /** Returns the configuration, without passwords. */
  @Override
  public String toString() {
    return "LdapAuthenticator[" + config + "]";
  }

  /** See {@link Attempts#authenticateInChain}. */
  AuthenticationResult<U> authenticateInChain(@Nullable String username, Password password) {
    return attempts.authenticateInChain(username, password);
  }

  /** Returns whether unknown users are rejected by a search, before any bind. */
  boolean findsUserBeforeBind() {
    return config.users().findsUserBeforeBind();
  }

  RejectionDelay rejectionDelay() {
    return config.rejectionDelay();
  }

  Diagnosis diagnosis(Collection<? extends GroupQuery> roles) {
    return new Diagnosis(config, mapping, List.copyOf(roles), attempts.signIn(), servers);
  }
}
