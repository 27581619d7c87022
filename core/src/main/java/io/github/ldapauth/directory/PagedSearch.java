// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.directory.Exchange.ClientStop;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.LdapFilter;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A search on one connection. If the server returns fewer entries than match, as Active Directory
 * does beyond 1,000, this searches again page by page (RFC 2696).
 *
 * <p>The first try is without pages: OpenLDAP leaves dynamic groups out of pages, and servers
 * behind a load balancer reject each other's cookies.
 */
final class PagedSearch {

  private static final int PAGE = 500;
  private static final Set<Integer> CUT_SHORT =
      Set.of(ResultCode.SIZE_LIMIT_EXCEEDED_INT_VALUE, ResultCode.ADMIN_LIMIT_EXCEEDED_INT_VALUE);

  /** The answers of servers that do not support pages, forbid them, or do not know the cookie. */
  private static final Set<Integer> NO_PAGES =
      Set.of(
          ResultCode.PROTOCOL_ERROR_INT_VALUE,
          ResultCode.SIZE_LIMIT_EXCEEDED_INT_VALUE,
          ResultCode.ADMIN_LIMIT_EXCEEDED_INT_VALUE,
          ResultCode.UNAVAILABLE_CRITICAL_EXTENSION_INT_VALUE,
          ResultCode.UNWILLING_TO_PERFORM_INT_VALUE);

  private final Stage stage;
  private final LdapSearch search;
  private final CutShort accepted;
  private final Deadline deadline;
  private final Duration responseTimeout;
  private final FoundEntries found;

  /** The incomplete answers that are a result, if they contain an entry. */
  enum CutShort {
    NONE,
    BY_OWN_LIMIT,
    BY_ANY_LIMIT
  }

  /**
   * Prepares a search.
   *
   * @param responseTimeout how long one request may take, before the deadline
   */
  PagedSearch(
      Stage stage,
      LdapSearch search,
      CutShort accepted,
      Deadline deadline,
      Duration responseTimeout) {
    this(stage, search, accepted, deadline, responseTimeout, new FoundEntries(search));
  }

  private PagedSearch(
      Stage stage,
      LdapSearch search,
      CutShort accepted,
      Deadline deadline,
      Duration responseTimeout,
      FoundEntries found) {
    this.stage = stage;
    this.search = search;
    this.accepted = accepted;
    this.deadline = deadline;
    this.responseTimeout = responseTimeout;
    this.found = found;
  }

  LdapSearch search() {
    return search;
  }

  /** Returns the same for a search at a server to which the answer to this one refers. */
  PagedSearch to(LdapSearch other) {
    FoundEntries next = new FoundEntries(other, found.bytesInAll());
    return new PagedSearch(stage, other, accepted, deadline, responseTimeout, next);
  }

  Stage stage() {
    return stage;
  }

  /**
   * Returns what to put before an answer: the base that does not exist, whose limit it is, or else
   * what was searched for.
   */
  String hint(LDAPException e) {
    if (e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED) && !isAtOwnLimit()) {
      return "the directory's own limit, after "
          + (found.size() == 1 ? "1 entry" : found.size() + " entries")
          + "; ask its administrators to raise it for this account: ";
    }
    boolean isRead = search.filter().equals(LdapFilter.ANY_ENTRY);
    if (isRead || e.getResultCode().isClientSideResultCode()) {
      return "";
    }
    return e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)
        ? baseSetting() + " \"" + LogText.of(search.base().toString()) + "\": "
        : search + ": ";
  }

  private String baseSetting() {
    return switch (stage) {
      case FIND_USER -> "UserLookup.search base";
      case READ_GROUPS -> "GroupLookup.search base";
      default -> "search base";
    };
  }

  /**
   * Sends the search, and returns the result.
   *
   * @param answered runs before each page, after the answer to the request before it
   * @throws LDAPException if the answer is incomplete, and may not be cut short
   */
  LdapSearch.Result send(Connection connection, Runnable answered) throws LDAPException {
    found.clear();
    try {
      sendAtOnceOrByPages(connection, answered);
      return found.result(stage, connection, false);
    } catch (ClientStop e) {
      connection.close(); // the server may send entries without end
      requireAccepted(new LDAPException(e.code(), "more entries match than are accepted"));
    } catch (LDAPException e) {
      requireAccepted(e);
    }
    return found.result(stage, connection, true);
  }

  private void requireAccepted(LDAPException e) throws LDAPException {
    if (!e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED) || !isAccepted()) {
      throw e;
    }
  }

  private boolean isAccepted() {
    return switch (accepted) {
      case NONE -> false;
      case BY_OWN_LIMIT -> isAtOwnLimit();
      case BY_ANY_LIMIT -> !found.isEmpty();
    };
  }

  private boolean isAtOwnLimit() {
    return search.sizeLimit() > 0 && found.size() >= search.sizeLimit();
  }

  private void sendAtOnceOrByPages(Connection connection, Runnable answered) throws LDAPException {
    try {
      ask(connection, null);
    } catch (LDAPException e) {
      boolean mayHaveMore = search.sizeLimit() > PAGE && found.size() < search.sizeLimit();
      if (!mayHaveMore || !CUT_SHORT.contains(e.getResultCode().intValue())) {
        throw e;
      }
      Set<String> before = found.dns();
      found.clear();
      sendByPages(connection, answered, e);
      if (!found.dns().containsAll(before)) {
        throw e;
      }
    }
  }

  private void sendByPages(Connection connection, Runnable answered, LDAPException cutShort)
      throws LDAPException {
    answered.run();
    try {
      ASN1OctetString cookie = PageControl.cookie(ask(connection, PageControl.of(PAGE, null)));
      while (cookie != null) {
        answered.run();
        cookie = PageControl.cookie(ask(connection, PageControl.of(PAGE, cookie)));
      }
    } catch (LDAPException e) {
      if (NO_PAGES.contains(e.getResultCode().intValue())) {
        cutShort.addSuppressed(e);
        throw cutShort;
      }
      throw e;
    }
  }

  private LdapResult ask(Connection connection, @Nullable Control page) throws LDAPException {
    LdapRequest request = LdapRequest.search(search::toString, search, page, found);
    long millis = deadline.millisFor(stage, responseTimeout);
    return Exchange.require(stage, connection, millis, deadline.trace(), request);
  }
}
