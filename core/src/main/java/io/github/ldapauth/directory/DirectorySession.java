// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.PagedSearch.CutShort;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.LdapFilter;
import io.github.ldapauth.entry.SearchScope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The requests of one sign-in, before one deadline. All go to the server that answered the first,
 * as other servers may lag behind. The service account searches until {@link #bindAsUser}, and the
 * user from then on.
 *
 * <p>One thread uses a session. Reads {@link #besideBind beside the bind} run on threads and
 * connections of their own, as nothing may be sent beside a bind on its connection (RFC 4511,
 * section 4.2.1).
 */
public final class DirectorySession implements AutoCloseable {

  /**
   * A server that does not know an attribute type of a DN calls it invalid. It has no such entry.
   */
  private static final Set<Integer> NOT_THERE =
      Set.of(ResultCode.NO_SUCH_OBJECT_INT_VALUE, ResultCode.INVALID_DN_SYNTAX_INT_VALUE);

  private final Connections connections;
  private final Deadline deadline;
  private final ChosenServer server;
  private final Life life;
  private final ServiceSearches searches;
  private final PasswordChecks passwords;

  /** What a session shares with those that read beside its bind. */
  private static final class Life {

    final Instant openedAt = Instant.now();
    final UnfollowedReferences notFollowed = new UnfollowedReferences();
    volatile boolean isOver;
  }

  DirectorySession(Connections connections, Deadline deadline) {
    this(connections, deadline, new ChosenServer(null), new Life());
  }

  private DirectorySession(
      Connections connections, Deadline deadline, ChosenServer server, Life life) {
    this.connections = connections;
    this.deadline = deadline;
    this.server = server;
    this.life = life;
    this.searches =
        new ServiceSearches(connections.searches(), connections.roundTrip(), deadline, server);
    this.passwords = new PasswordChecks(connections, deadline, server);
  }

  /** Returns a session for another thread. It ends with this one. */
  private DirectorySession beside() {
    return new DirectorySession(connections, deadline, new ChosenServer(server.get()), life);
  }

  /** Returns when the session began, before its first request. */
  public Instant openedAt() {
    return life.openedAt;
  }

  /** Returns the requests that were answered so far, in the order in which they were sent. */
  public List<DirectoryRequest> requests() {
    return deadline.trace().requests();
  }

  /**
   * Searches. References to other servers are followed only as {@link LdapServer#followReferrals}
   * says, and never for a user. If a search of the service account fails because the connection is
   * dead, or the server cannot work now, it is sent once more on another connection, or to the next
   * server. A search of the user is sent once.
   *
   * @throws LdapDirectoryException if the answer is incomplete for any reason
   */
  public List<LdapEntry> search(Stage stage, LdapSearch search) {
    return send(stage, search, CutShort.NONE).entries();
  }

  /**
   * Searches like {@link #search}. The result contains references, and whether there are more
   * entries than the size limit.
   *
   * @throws LdapDirectoryException if there is no answer
   */
  public LdapSearch.Result find(Stage stage, LdapSearch search) {
    return send(stage, search, CutShort.BY_ANY_LIMIT);
  }

  /**
   * Searches like {@link #find}, but a lower size limit of the directory itself fails.
   *
   * @throws LdapDirectoryException if the answer is incomplete, and not by the limit of the search
   */
  public LdapSearch.Result findUpToLimit(Stage stage, LdapSearch search) {
    return send(stage, search, CutShort.BY_OWN_LIMIT);
  }

  private LdapSearch.Result send(Stage stage, LdapSearch search, CutShort accepted) {
    if (life.isOver) {
      throw new IllegalStateException("the session is closed");
    }
    PagedSearch paged =
        new PagedSearch(stage, search, accepted, deadline, connections.responseTimeout());
    BoundUser user = passwords.user();
    LdapSearch.Result found = user == null ? sendAsServiceAccount(paged) : user.search(paged);
    life.notFollowed.add(found.references());
    return found;
  }

  private LdapSearch.Result sendAsServiceAccount(PagedSearch search) {
    ReferralSearches referrals = connections.referrals();
    return referrals == null
        ? searches.send(search)
        : referrals.send(search, () -> searches.send(search), deadline);
  }

  /**
   * Tells how many references to other servers were not followed, as the end of a sentence; empty
   * if there were none.
   */
  public String notFollowed() {
    return life.notFollowed.toString();
  }

  /**
   * Reads one entry; empty if the directory answers that there is none.
   *
   * @throws LdapDirectoryException if there is no answer
   */
  public Optional<LdapEntry> read(Stage stage, Dn dn, List<String> attributes) {
    return read(stage, dn, LdapFilter.ANY_ENTRY, attributes);
  }

  /**
   * Reads one entry; empty if there is none, or it does not match the filter.
   *
   * @throws LdapDirectoryException if there is no answer
   */
  public Optional<LdapEntry> read(Stage stage, Dn dn, LdapFilter filter, List<String> attributes) {
    try {
      return search(stage, new LdapSearch(dn, SearchScope.BASE, filter, attributes, 0)).stream()
          .findFirst();
    } catch (LdapDirectoryException e) {
      if (NOT_THERE.contains(e.resultCode().orElse(-1))) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Returns what the server tells of itself. It is read once for each {@link Directory}.
   *
   * @throws LdapDirectoryException if there is no answer
   */
  public RootDse rootDse(Stage stage) {
    if (connections.kept().get(RootDse.class) instanceof RootDse known) {
      return known;
    }
    RootDse read = RootDse.read(stage, this);
    connections.kept().put(RootDse.class, read);
    return read;
  }

  /**
   * Checks that a search can start at this entry, which may be unreadable itself.
   *
   * @throws LdapDirectoryException if it cannot, or if there is no answer
   */
  public void requireBase(Stage stage, Dn base) {
    search(
        stage,
        new LdapSearch(base, SearchScope.BASE, LdapFilter.ANY_ENTRY, LdapSearch.NO_ATTRIBUTES, 0));
  }

  /**
   * Binds as the service account, unless a connection is already bound.
   *
   * @return the directory's warning when it last accepted the account, in words
   * @throws LdapDirectoryException if there is no connection, or it cannot be bound
   */
  public Optional<String> bindServiceAccount() {
    ConnectionPool pool = connections.searches();
    pool.checkInUnused(pool.checkOut(deadline, server.get()));
    return pool.serviceWarning();
  }

  /** Returns whether a round trip to the directory takes longer than a second thread is worth. */
  public boolean isFar() {
    return connections.roundTrip().isLong();
  }

  /**
   * Prepares a read by the service account that runs beside the next bind, on another thread. If no
   * thread is free, it runs when its result is wanted. After {@link #close} it sends no further
   * request.
   *
   * @param read gets a session of its own, for the same server and before the same deadline
   * @return waits for the result, or throws the failure of the read
   */
  public <T> Supplier<T> besideBind(Stage stage, Function<DirectorySession, T> read) {
    SideRead<T> side = new SideRead<>(stage, deadline, () -> read.apply(beside()));
    passwords.beside(side);
    return side;
  }

  /**
   * Binds as a user, exactly once. Later searches still use the service account.
   *
   * @param name a DN, or another name that the directory accepts in a bind request (RFC 4511,
   *     section 4.2), such as {@code alice@example.com} in Active Directory
   * @param password the password; the caller clears it
   * @throws LdapDirectoryException if the answer says nothing about the password
   * @throws IllegalArgumentException if the name is blank or the password empty: servers accept
   *     such binds without checking anything (RFC 4513, sections 5.1.1 and 5.1.2)
   */
  public PasswordCheck checkPassword(String name, char[] password) {
    return passwords.check(name, password);
  }

  /**
   * Binds as a user, like {@link #checkPassword}. If the directory accepts the password, later
   * searches use the same connection, with the rights of the user. The session closes it at its
   * end, and no other session uses it.
   */
  public PasswordCheck bindAsUser(String name, char[] password) {
    return passwords.bind(name, password, PasswordCheck::isAccepted);
  }

  /**
   * Prepares a change of a user's password.
   *
   * @throws LdapDirectoryException if the directory does not answer
   */
  public PasswordChange preparePasswordChange() {
    // No step before the change has its stage, with which either password may be valid.
    RootDse root = rootDse(Stage.FIND_USER);
    return new PasswordChange(root, passwords, connections, deadline, server);
  }

  /**
   * Returns a value that all sessions of this directory share. The first call for a key makes it.
   *
   * @param make returns a value of this type, without a request
   */
  public <T> T shared(Object key, Class<T> type, Supplier<T> make) {
    return type.cast(connections.kept().computeIfAbsent(key, unused -> make.get()));
  }

  /**
   * Returns whether this is the first call with this key in all sessions of this directory, as to
   * log a problem once.
   */
  public boolean isFirst(Object key) {
    return connections.isFirst(key);
  }

  /** Returns whether searches run as the user, rather than as the service account. */
  public boolean isBoundAsUser() {
    return passwords.user() != null;
  }

  /** Returns whether searches run without a bind, as there is no service account. */
  public boolean isAnonymous() {
    return !isBoundAsUser() && connections.searches().isAnonymous();
  }

  /**
   * Asks the directory for the identity of the bound user (RFC 4532).
   *
   * @return an authorization identity (RFC 4513, section 5.2.1.8), such as {@code dn:uid=alice,…}
   * @throws LdapDirectoryException if the directory does not return it
   * @throws IllegalStateException unless {@link #bindAsUser} came before
   */
  public String whoAmI() {
    BoundUser user = passwords.user();
    if (user == null) {
      throw new IllegalStateException("no user is bound");
    }
    return user.whoAmI(deadline.millisFor(Stage.USER_BIND, connections.responseTimeout()));
  }

  /** Closes the user's connection, if there is one, and gives up the reads beside the bind. */
  @Override
  public void close() {
    life.isOver = true;
    passwords.close();
  }
}
