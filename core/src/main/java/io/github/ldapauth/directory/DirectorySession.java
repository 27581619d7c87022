// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.PasswordCheck.Verdict;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.LdapFilter;
import io.github.ldapauth.entry.SearchScope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one sign-in, before one deadline. All go to the server that answered the first,
 * as other servers may lag behind. The service account searches until {@link #bindAsUser}, and the
 * user from then on.
 */
public final class DirectorySession implements AutoCloseable {

  /**
   * A server that does not know an attribute type of a DN calls it invalid. It has no such entry.
   */
  private static final Set<Integer> NOT_THERE =
      Set.of(ResultCode.NO_SUCH_OBJECT_INT_VALUE, ResultCode.INVALID_DN_SYNTAX_INT_VALUE);

  private final Duration responseTimeout;
  private final Deadline deadline;
  private final ConnectionPool searches;
  private final ConnectionPool passwords;
  private final Instant openedAt = Instant.now();

  /** The server that answered the first request. All others go to it. */
  private int server = ServerOrder.ANY;

  private @Nullable BoundUser user;

  DirectorySession(
      Duration responseTimeout,
      Deadline deadline,
      ConnectionPool searches,
      ConnectionPool passwords) {
    this.responseTimeout = responseTimeout;
    this.deadline = deadline;
    this.searches = searches;
    this.passwords = passwords;
  }

  /** Returns when the session began, before its first request. */
  public Instant openedAt() {
    return openedAt;
  }

  /** Returns the requests that were answered so far, in the order in which they were sent. */
  public List<DirectoryRequest> requests() {
    return deadline.trace().requests();
  }

  /**
   * Searches. References to other servers are not followed. If a search of the service account
   * fails because the connection is dead, or the server is unavailable, it is sent once more on
   * another connection. A search of the user is sent once.
   *
   * @throws LdapDirectoryException if the answer is incomplete for any reason
   */
  public List<LdapEntry> search(Stage stage, LdapSearch search) {
    return send(stage, search, false).entries();
  }

  /**
   * Searches like {@link #search}. The result contains references, and whether there are more
   * entries than the size limit.
   *
   * @throws LdapDirectoryException if there is no answer
   */
  public LdapSearch.Result find(Stage stage, LdapSearch search) {
    return send(stage, search, true);
  }

  private LdapSearch.Result send(Stage stage, LdapSearch search, boolean mayBeCutShort) {
    PagedSearch paged = new PagedSearch(stage, search, mayBeCutShort, deadline.trace());
    LongSupplier timeout = () -> deadline.millisFor(stage, responseTimeout);
    return user == null ? sendAsService(paged, timeout, true) : user.search(paged, timeout);
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
   * Opens a connection for checking passwords, and sends nothing on it.
   *
   * @throws LdapDirectoryException if none can be opened
   */
  public void connect() {
    passwords.checkIn(passwords.checkOut(deadline, server));
  }

  /**
   * Binds as the service account, unless a connection is already bound.
   *
   * @return the directory's warning when it last accepted the account
   * @throws LdapDirectoryException if there is no connection, or it cannot be bound
   */
  public Optional<PasswordWarning> bindServiceAccount() {
    searches.checkIn(searches.checkOut(deadline, server));
    return searches.serviceWarning();
  }

  private void stayWith(int answering) {
    if (server == ServerOrder.ANY) {
      server = answering;
    }
  }

  private LdapSearch.Result sendAsService(
      PagedSearch search, LongSupplier timeout, boolean mayRetry) {
    LDAPConnection connection = searches.checkOut(deadline, server);
    try {
      LdapSearch.Result found = search.send(connection, timeout);
      stayWith(searches.serverOf(connection));
      searches.checkIn(connection);
      return found;
    } catch (LDAPException e) {
      String hint = searches.isAnonymous() ? AnonymousHint.before(search.stage(), e) : "";
      LdapDirectoryException failure =
          searches.failure(search.stage(), connection, hint + search.hint(e), e);
      if (e.getResultCode().isConnectionUsable()) {
        stayWith(searches.serverOf(connection));
        searches.checkIn(connection);
        throw failure;
      }
      searches.discard(connection);
      if (mayRetry && !deadline.hasPassed()) {
        return sendAsService(search, timeout, false);
      }
      throw failure;
    } catch (LdapDirectoryException e) {
      searches.checkIn(connection);
      throw e;
    } catch (RuntimeException | Error e) {
      searches.discard(connection);
      throw e;
    }
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
    return bind(name, password, passwords::checkIn);
  }

  /**
   * Binds as a user, like {@link #checkPassword}. If the directory accepts the password, later
   * searches use the same connection, with the rights of the user. The session closes it at its
   * end, and no other session uses it.
   */
  public PasswordCheck bindAsUser(String name, char[] password) {
    return bind(
        name,
        password,
        connection -> user = new BoundUser(connection, passwords, deadline.trace()));
  }

  private PasswordCheck bind(String name, char[] password, Consumer<LDAPConnection> accepted) {
    try (UserBind bind = new UserBind(name, password)) {
      return send(bind, accepted);
    }
  }

  private PasswordCheck send(UserBind bind, Consumer<LDAPConnection> accepted) {
    LDAPConnection connection = passwords.checkOut(deadline, server);
    try {
      PasswordCheck check =
          bind.send(
              connection, deadline.millisFor(Stage.USER_BIND, responseTimeout), deadline.trace());
      stayWith(passwords.serverOf(connection));
      if (check.verdict() == Verdict.ACCEPTED) {
        accepted.accept(connection);
      } else {
        // The bind may have succeeded only to change the password, so do not reuse the connection.
        passwords.retire(connection);
      }
      return check;
    } catch (LDAPException e) {
      LdapDirectoryException failure = passwords.failure(Stage.USER_BIND, connection, "", e);
      if (e.getResultCode().isConnectionUsable()) {
        passwords.checkIn(connection);
      } else {
        passwords.discard(connection);
      }
      return BindResponse.read(e.toLDAPResult()).orElseThrow(() -> failure);
    } catch (RuntimeException | Error e) {
      passwords.discard(connection);
      throw e;
    }
  }

  /** Returns whether searches run as the user, rather than as the service account. */
  public boolean isBoundAsUser() {
    return user != null;
  }

  /**
   * Asks the directory for the identity of the bound user (RFC 4532).
   *
   * @return an authorization identity (RFC 4513, section 5.2.1.8), such as {@code dn:uid=alice,…}
   * @throws LdapDirectoryException if the directory does not return it
   * @throws IllegalStateException unless {@link #bindAsUser} came before
   */
  public String whoAmI() {
    if (user == null) {
      throw new IllegalStateException("no user is bound");
    }
    return user.whoAmI(deadline.millisFor(Stage.USER_BIND, responseTimeout));
  }

  /** Closes the user's connection, if there is one. */
  @Override
  public void close() {
    if (user != null) {
      user.close();
      user = null;
    }
  }
}
