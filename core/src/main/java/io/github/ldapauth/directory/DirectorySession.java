// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.extensions.WhoAmIExtendedRequest;
import com.unboundid.ldap.sdk.extensions.WhoAmIExtendedResult;
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
import org.jspecify.annotations.Nullable;

/**
 * The requests of one sign-in, before one deadline. All go to the server that answered the first,
 * as other servers may lag behind. The service account searches until {@link #bindAsUser}, and the
 * user from then on.
 */
public final class DirectorySession implements AutoCloseable {

  /**
   * The answers to anonymous readers: 1 from Active Directory, 32 from OpenLDAP if it hides
   * entries.
   */
  private static final Set<ResultCode> REFUSALS =
      Set.of(
          ResultCode.OPERATIONS_ERROR,
          ResultCode.NO_SUCH_OBJECT,
          ResultCode.INAPPROPRIATE_AUTHENTICATION,
          ResultCode.INSUFFICIENT_ACCESS_RIGHTS,
          ResultCode.UNWILLING_TO_PERFORM);

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

  private @Nullable LDAPConnection personal;
  private boolean personalBroke;

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
    PagedSearch paged = new PagedSearch(stage, search, mayBeCutShort);
    LDAPConnection own = personal;
    return own == null ? sendAsService(paged, true) : sendAsUser(paged, own);
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

  private LdapSearch.Result sendAsService(PagedSearch search, boolean mayRetry) {
    LDAPConnection connection = searches.checkOut(deadline, server);
    try {
      LdapSearch.Result found = send(search, connection);
      stayWith(searches.serverOf(connection));
      searches.checkIn(connection);
      return found;
    } catch (LDAPException e) {
      LdapDirectoryException failure = failedSearch(search.stage(), connection, e);
      if (e.getResultCode().isConnectionUsable()) {
        stayWith(searches.serverOf(connection));
        searches.checkIn(connection);
        throw failure;
      }
      searches.discard(connection);
      if (mayRetry && !deadline.hasPassed()) {
        return sendAsService(search, false);
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

  private LdapSearch.Result sendAsUser(PagedSearch search, LDAPConnection connection) {
    try {
      return send(search, connection);
    } catch (LDAPException e) {
      personalBroke |= !e.getResultCode().isConnectionUsable();
      throw failure(search.stage(), connection, e);
    }
  }

  private LdapSearch.Result send(PagedSearch search, LDAPConnection connection)
      throws LDAPException {
    return search.send(connection, () -> deadline.millisFor(search.stage(), responseTimeout));
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
    return bind(name, password, connection -> personal = connection);
  }

  private PasswordCheck bind(String name, char[] password, Consumer<LDAPConnection> accepted) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a bind without a name proves nothing");
    }
    if (password.length == 0) {
      throw new IllegalArgumentException("a bind without a password proves nothing");
    }
    LDAPConnection connection = passwords.checkOut(deadline, server);
    PasswordBytes secret = PasswordBytes.of(password);
    try {
      SimpleBindRequest request =
          new SimpleBindRequest(name, secret, PasswordPolicyControls.REQUEST);
      request.setFollowReferrals(false);
      request.setResponseTimeoutMillis(deadline.millisFor(Stage.USER_BIND, responseTimeout));
      BindResult answer =
          Exchange.make(
              Stage.USER_BIND,
              connection,
              () -> "bind name=\"" + LogText.of(name) + "\"",
              () -> connection.bind(request));
      stayWith(passwords.serverOf(connection));
      PasswordCheck check = BindResponse.read(answer).orElseThrow();
      if (check.verdict() == Verdict.ACCEPTED) {
        accepted.accept(connection);
      } else {
        // The bind may have succeeded only to change the password, so do not reuse the connection.
        passwords.retire(connection);
      }
      return check;
    } catch (LDAPException e) {
      LdapDirectoryException failure = failure(Stage.USER_BIND, connection, e);
      if (e.getResultCode().isConnectionUsable()) {
        passwords.checkIn(connection);
      } else {
        passwords.discard(connection);
      }
      return BindResponse.read(e.toLDAPResult()).orElseThrow(() -> failure);
    } catch (RuntimeException | Error e) {
      passwords.discard(connection);
      throw e;
    } finally {
      secret.clear();
    }
  }

  /** Returns whether searches run as the user, rather than as the service account. */
  public boolean isBoundAsUser() {
    return personal != null;
  }

  /**
   * Asks the directory for the identity of the bound user (RFC 4532).
   *
   * @return an authorization identity (RFC 4513, section 5.2.1.8), such as {@code dn:uid=alice,…}
   * @throws LdapDirectoryException if the directory does not return it
   * @throws IllegalStateException unless {@link #bindAsUser} came before
   */
  public String whoAmI() {
    LDAPConnection connection = personal;
    if (connection == null) {
      throw new IllegalStateException("no user is bound");
    }
    try {
      WhoAmIExtendedRequest request = new WhoAmIExtendedRequest();
      request.setResponseTimeoutMillis(deadline.millisFor(Stage.USER_BIND, responseTimeout));
      WhoAmIExtendedResult result =
          Exchange.make(
              Stage.USER_BIND,
              connection,
              () -> "who am i",
              () -> (WhoAmIExtendedResult) connection.processExtendedOperation(request));
      if (!result.getResultCode().equals(ResultCode.SUCCESS)) {
        throw new LDAPException(result);
      }
      return String.valueOf(result.getAuthorizationID());
    } catch (LDAPException e) {
      personalBroke |= !e.getResultCode().isConnectionUsable();
      throw failure(Stage.USER_BIND, connection, e);
    }
  }

  /** Closes the user's connection, if there is one. */
  @Override
  public void close() {
    LDAPConnection own = personal;
    if (own == null) {
      return;
    }
    personal = null;
    if (personalBroke) {
      passwords.discard(own);
    } else {
      passwords.retire(own);
    }
  }

  private LdapDirectoryException failedSearch(
      Stage stage, LDAPConnection connection, LDAPException e) {
    return searches.isAnonymous() && REFUSALS.contains(e.getResultCode())
        ? failure(stage, connection, e, anonymous(stage))
        : failure(stage, connection, e);
  }

  private static String anonymous(Stage stage) {
    return stage == Stage.READ_USER
        ? "read anonymously; call serviceAccount(...), or readAsUser() if users may read their own"
            + " entries: "
        : "searched anonymously, as there is no serviceAccount(...): ";
  }

  private static LdapDirectoryException failure(
      Stage stage, LDAPConnection connection, LDAPException e) {
    return failure(stage, connection, e, "");
  }

  private static LdapDirectoryException failure(
      Stage stage, LDAPConnection connection, LDAPException e, String hint) {
    return new LdapDirectoryException(
        stage, connection.getHostPort(), e.getResultCode().intValue(), hint + ResultText.of(e), e);
  }
}
