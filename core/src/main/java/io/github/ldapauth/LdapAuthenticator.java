// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.PopulateResult.Populated;
import io.github.ldapauth.SignInEvent.Kind;
import io.github.ldapauth.UserWriter.Purpose;
import io.github.ldapauth.UserWriter.SavedUser;
import io.github.ldapauth.directory.DirectorySession;
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
 * Signs people in. Make one for an application and share it: it is safe for use by any number of
 * threads, virtual ones included, and keeps connections open until it is closed.
 *
 * @param <U> the application's user type
 */
public final class LdapAuthenticator<U> implements AutoCloseable {

  private final LdapAuthConfig config;
  private final Servers servers;
  private final Supplier<UserReader> server;
  private final AccessRules rules;
  private final UserMapping<U> mapping;
  private final UserWriter<U> writer;
  private final SignIn<U> signIn;
  private final List<SignInListener> listeners;

  LdapAuthenticator(LdapAuthConfig config, LdapAuthenticatorBuilder<U> builder) {
    this.config = config;
    this.mapping = builder.mapping();
    this.servers = new Servers(config, mapping);
    this.server = servers::chosen;
    this.rules = new AccessRules(config);
    this.writer = new UserWriter<>(builder.store(), mapping, builder.policy());
    this.signIn = new SignIn<>(config, builder.guards(), server, rules, writer);
    this.listeners = builder.outcomeListeners();
  }

  private LdapAuthenticator(LdapAuthenticator<U> whole, UserReader server) {
    this.config = whole.config;
    this.mapping = whole.mapping;
    this.servers = whole.servers;
    this.server = () -> server;
    this.rules = whole.rules;
    this.writer = whole.writer;
    this.signIn = whole.signIn.at(this.server);
    this.listeners = whole.listeners;
  }

  /**
   * Makes an authenticator for an application without users of its own, so that nobody is ever new
   * to it. Sends nothing yet.
   */
  public static LdapAuthenticator<LdapUser> create(LdapAuthConfig config) {
    return builder(config, new NoStore()).build();
  }

  /** Begins an authenticator that finds and keeps the application's users in {@code store}. */
  public static <U> LdapAuthenticatorBuilder<U> builder(LdapAuthConfig config, UserStore<U> store) {
    return new LdapAuthenticatorBuilder<>(config, store);
  }

  /**
   * Signs a person in: finds the entry, checks the password by one bind, reads the groups, applies
   * the rules, and finds or creates, fills and saves the application's user. Nothing is written
   * before everything is decided. Guards are asked before the first step and after the rules.
   *
   * @param username what the person typed; white space around it is dropped. Null, empty and odd
   *     names are rejected
   * @param password what the user typed, sent as it is: a {@link String}, or for a {@code char[]}
   *     that you clear, {@link java.nio.CharBuffer#wrap(char[])}. Null and empty ones are rejected.
   *     It is copied, and the copy is cleared at the end
   * @throws LdapDirectoryException if the directory gave no usable answer
   */
  public AuthenticationResult<U> authenticate(
      @Nullable String username, @Nullable CharSequence password) {
    try (Password copy = new Password(password)) {
      return signIn(username, copy);
    }
  }

  /** Signs a user in as a link of a chain, which looks afterwards whether a password was sent. */
  AuthenticationResult<U> signIn(@Nullable String username, Password password) {
    AttemptRecorder attempt = new AttemptRecorder(Kind.SIGN_IN, username, listeners);
    try {
      return attempt.succeeded(signIn.run(username, password, attempt));
    } catch (Rejection no) {
      return attempt.rejected(no);
    } catch (Throwable e) { // the application's own code may throw anything
      attempt.failed(e);
      throw e;
    }
  }

  /**
   * Finds or creates, fills and saves the application's user without a password: for imports and
   * for showing people who have not signed in yet. The {@code require} and {@code deny} rules are
   * not applied ({@link #populatePermitted} does that), and neither guards nor {@link
   * UserStore#isActive} are asked; flags and mirrored groups are written.
   *
   * @param username the application's name for the person
   * @throws LdapDirectoryException if the directory gave no usable answer
   */
  public PopulateResult<U> populate(@Nullable String username) {
    return populate(username, Purpose.POPULATE);
  }

  /**
   * Does what {@link #populate} does for those whom the {@code require} and {@code deny} rules and
   * {@link UserStore#isActive} let in, and saves nobody else. Guards are not asked, and whether the
   * directory would let the person bind is not known.
   *
   * @param username the application's name for the person
   * @throws LdapDirectoryException if the directory gave no usable answer
   */
  public PopulateResult<U> populatePermitted(@Nullable String username) {
    return populate(username, Purpose.POPULATE_PERMITTED);
  }

  private PopulateResult<U> populate(@Nullable String username, Purpose purpose) {
    AttemptRecorder attempt = new AttemptRecorder(Kind.POPULATE, username, listeners);
    try {
      LdapUser user = purpose == Purpose.POPULATE ? find(username) : findPermitted(username);
      SavedUser<U> saved = writer.save(user, purpose);
      attempt.missing(saved.missing());
      return attempt.succeeded(new Populated<>(saved.account(), user, saved.created()));
    } catch (Rejection no) {
      return attempt.rejected(no);
    } catch (Throwable e) { // the application's own code may throw anything
      attempt.failed(e);
      throw e;
    }
  }

  /**
   * Returns what the directory says about a person, without a password; the application's users are
   * left alone and no rule is applied.
   *
   * @param username the application's name for the person
   * @return empty if there is nobody of that name
   * @throws LdapDirectoryException if the directory gave no usable answer, several entries match,
   *     or the one that does has several user names
   */
  public Optional<LdapUser> lookup(@Nullable String username) {
    try {
      return Optional.of(find(username));
    } catch (Rejection rejection) {
      rejection.failIfAmbiguous();
      return Optional.empty();
    }
  }

  /**
   * Returns this authenticator for one of the named servers, which is asked in place of the first
   * one or the {@linkplain LdapAuthConfigBuilder#chooseServer chosen} one: {@code
   * authenticator.forServer(siteOf(request)).authenticate(…)}. It has connections and cached things
   * of its own, and shares everything else, so that closing it closes all.
   *
   * @param server a name given to {@link LdapAuthConfigBuilder#server}
   * @throws IllegalArgumentException if there is no server of that name
   */
  public LdapAuthenticator<U> forServer(String server) {
    return new LdapAuthenticator<>(this, servers.named(Objects.requireNonNull(server, "server")));
  }

  /**
   * Evicts what is cached about a user for any server, {@link #forServer named} ones included, so
   * that the next look-up asks the directory. Look-ups that are under way cache nothing older. It
   * does nothing unless a cache is configured.
   *
   * @param username the application's name for the user
   * @throws LdapDirectoryException if a directory cannot tell the DN, or several entries match; the
   *     other servers' data is evicted all the same. An exception of the cache is passed on too
   */
  public void invalidate(@Nullable String username) {
    String name;
    try {
      name = directoryName(username);
    } catch (Rejection no) {
      return; // no entry has such a name
    }
    servers.evict(name);
  }

  /**
   * Returns a user that may use the application, without a password: {@link #lookup} with the
   * {@code require} and {@code deny} rules, {@link UserStore#isActive} and {@link
   * LdapAuthenticatorBuilder#createUsers}. It calls no guard and writes nothing. It does not show
   * whether the directory would let the user bind.
   *
   * @param username the application's name for the user
   * @return empty if the user does not exist, a rule rejects the user, or the user store calls the
   *     user inactive, or does not know the user and new ones are not created
   * @throws LdapDirectoryException if the directory gave no usable answer: several entries match,
   *     the one that does has several user names, or its groups do not decide the rules
   */
  public Optional<LdapUser> lookupPermitted(@Nullable String username) {
    try {
      LdapUser user = findPermitted(username);
      return writer.isPermitted(user) ? Optional.of(user) : Optional.empty();
    } catch (Rejection rejection) {
      rejection.failIfAmbiguous();
      if (rejection.reason() == RejectionReason.MEMBERSHIP_UNKNOWN) {
        throw new LdapDirectoryException(Stage.READ_GROUPS, rejection.detail());
      }
      return Optional.empty();
    }
  }

  /**
   * Looks for what keeps sign-ins and look-ups from working: servers that cannot be reached or
   * trusted, a service account that cannot bind, search bases and groups of rules, flags and
   * mirrors that are not there. For the start of an application, or a page for its operators. This
   * is no sign-in: no password but the service account's is sent, nothing is written, no listener
   * told.
   *
   * <p>Each address of each server is asked, {@link #forServer named} servers included, on two
   * connections of its own, one after the other; each may take as long as one sign-in. After one
   * refused the service account's password, the further ones do not get it, and the refusal counts
   * for sign-ins too, so that looking often sends it no more often. What only the person reads
   * ({@link LdapAuthConfigBuilder#readAsUser}) is not judged.
   *
   * @return what is wrong, one line a problem, with the setting, the server and its answer, never a
   *     password; empty if nothing is
   */
  public List<String> findProblems() {
    return findProblems(List.of());
  }

  /**
   * Looks for problems as {@link #findProblems()} does, and for the groups of further queries:
   * those of a {@code RoleMapping}, as {@code findProblems(mapping.queries())}.
   */
  public List<String> findProblems(Collection<? extends GroupQuery> roles) {
    return new ProblemFinder(config, mapping, List.copyOf(roles)).problems(servers);
  }

  /** Returns whether an unknown person is told from a wrong password before any bind. */
  boolean findsUserBeforeBind() {
    return config.users() instanceof UserSearchLookup;
  }

  /**
   * Closes all connections. Sign-ins that are under way may end without an answer; later calls that
   * need the directory are mistakes of the caller, and throw {@link IllegalStateException}.
   */
  @Override
  public void close() {
    servers.close();
  }

  /** Returns the configuration in short, without passwords. */
  @Override
  public String toString() {
    return "LdapAuthenticator[" + config + "]";
  }

  /** Finds a user without a password, whatever the rules say. */
  private LdapUser find(@Nullable String username) {
    String name = directoryName(username);
    UserReader reader = server.get();
    try (DirectorySession session = reader.openSession()) {
      return reader.lookUp(name, user -> {}, session);
    }
  }

  /** Finds a user without a password, and applies the rules. */
  private LdapUser findPermitted(@Nullable String username) {
    String name = directoryName(username);
    UserReader reader = server.get();
    try (DirectorySession session = reader.openSession()) {
      return reader.lookUp(name, rules::check, session);
    }
  }

  private String directoryName(@Nullable String username) {
    return mapping.directoryNameOf(Credentials.username(username));
  }

  /** Without users of its own: the application's user is the directory's. */
  private static final class NoStore implements UserStore<LdapUser> {

    @Override
    public Optional<LdapUser> find(String key, LdapUser ldapUser) {
      return Optional.of(ldapUser);
    }

    @Override
    public LdapUser create(String key, LdapUser ldapUser) {
      return ldapUser;
    }

    @Override
    public LdapUser save(LdapUser user) {
      return user;
    }
  }
}
