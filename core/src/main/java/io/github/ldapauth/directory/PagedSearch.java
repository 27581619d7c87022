// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.directory.Exchange.ClientStop;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.LdapFilter;
import java.util.Set;
import java.util.function.LongSupplier;
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
  private final Trace trace;
  private final FoundEntries found;

  /** The incomplete answers that are a result, if they contain an entry. */
  enum CutShort {
    NONE,
    BY_OWN_LIMIT,
    BY_ANY_LIMIT
  }

  PagedSearch(Stage stage, LdapSearch search, CutShort accepted, Trace trace) {
    this.stage = stage;
    this.search = search;
    this.accepted = accepted;
    this.trace = trace;
    this.found = new FoundEntries(search);
  }

  LdapSearch search() {
    return search;
  }

  /** Returns the same for another search. */
  PagedSearch to(LdapSearch other) {
    return new PagedSearch(stage, other, accepted, trace);
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
   * @param timeout returns, before each request, how many milliseconds it may take
   * @param answered runs before each page, after the answer to the request before it
   * @throws LDAPException if the answer is incomplete, and may not be cut short
   */
  LdapSearch.Result send(Connection connection, LongSupplier timeout, Runnable answered)
      throws LDAPException {
    found.clear();
    try {
      sendAtOnceOrByPages(new Line(connection, timeout, answered));
      return found.result(stage, connection, false);
    } catch (ClientStop e) {
      connection.close(); // the server may send entries without end
      requireAccepted(new LDAPException(e.code(), "more entries match than are accepted"));
    } catch (LDAPException e) {
      requireAccepted(e);
    }
    return found.result(stage, connection, true);
  }

  /** A connection, how long a request on it may take, and what to run between two. */
  private record Line(Connection connection, LongSupplier timeout, Runnable answered) {}

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

  private void sendAtOnceOrByPages(Line line) throws LDAPException {
    try {
      ask(line, null);
    } catch (LDAPException e) {
      boolean mayHaveMore = search.sizeLimit() > PAGE && found.size() < search.sizeLimit();
      if (!mayHaveMore || !CUT_SHORT.contains(e.getResultCode().intValue())) {
        throw e;
      }
      Set<String> before = found.dns();
      found.clear();
      sendByPages(line, e);
      if (!found.dns().containsAll(before)) {
        throw e;
      }
    }
  }

  private void sendByPages(Line line, LDAPException cutShort) throws LDAPException {
    line.answered().run();
    try {
      ASN1OctetString cookie = PageControl.cookie(ask(line, PageControl.of(PAGE, null)));
      while (cookie != null) {
        line.answered().run();
        cookie = PageControl.cookie(ask(line, PageControl.of(PAGE, cookie)));
      }
    } catch (LDAPException e) {
      if (NO_PAGES.contains(e.getResultCode().intValue())) {
        cutShort.addSuppressed(e);
        throw cutShort;
      }
      throw e;
    }
  }

  private LdapResult ask(Line line, @Nullable Control page) throws LDAPException {
    LdapRequest request = LdapRequest.search(search::toString, search, page, found);
    long timeout = line.timeout().getAsLong();
    return Exchange.require(stage, line.connection(), timeout, trace, request);
  }
}
