// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import io.github.ldapauth.directory.Exchange.ClientStop;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a search on one connection. One that may find more than a page is made page by page (RFC
 * 2696), as some servers return no more than so many entries at once: Active Directory 1,000. A
 * server that does not know pages, or forbids them, returns everything at once.
 */
final class PagedSearch {

  private static final int PAGE = 500;

  private final Stage stage;
  private final LdapSearch search;
  private final FoundEntries found;

  PagedSearch(Stage stage, LdapSearch search) {
    this.stage = stage;
    this.search = search;
    this.found = new FoundEntries(search);
  }

  /**
   * Returns what the directory returned.
   *
   * @param timeout says before each request how many milliseconds it may take
   * @throws LDAPException if the answer is not complete, unless more entries match than the search
   *     accepts
   */
  LdapSearch.Result send(LDAPConnection connection, LongSupplier timeout) throws LDAPException {
    try {
      Optional<ASN1OctetString> next = nextOf(first(connection, timeout));
      while (next.isPresent()) {
        next = nextOf(ask(connection, timeout, page(next.get())));
      }
      return found.result(stage, connection.getHostPort(), false);
    } catch (ClientStop e) {
      // The server may send entries without end.
      connection.close();
      return found.result(stage, connection.getHostPort(), true);
    } catch (LDAPException e) {
      if (e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED) && !found.isEmpty()) {
        return found.result(stage, connection.getHostPort(), true);
      }
      throw e;
    }
  }

  private SearchResult first(LDAPConnection connection, LongSupplier timeout) throws LDAPException {
    if (search.sizeLimit() <= PAGE) {
      return ask(connection, timeout);
    }
    try {
      return ask(connection, timeout, page(null));
    } catch (LDAPException e) {
      // So OpenLDAP answers where its limits forbid pages, or pages of that size.
      if (e.getResultCode().equals(ResultCode.ADMIN_LIMIT_EXCEEDED)) {
        found.clear();
        return ask(connection, timeout);
      }
      throw e;
    }
  }

  private SearchResult ask(LDAPConnection connection, LongSupplier timeout, Control... controls)
      throws LDAPException {
    long millis = timeout.getAsLong();
    return Exchange.make(
        stage, connection, search::toString, () -> connection.search(request(millis, controls)));
  }

  private static Control page(@Nullable ASN1OctetString cookie) {
    return new SimplePagedResultsControl(PAGE, cookie, false);
  }

  private static Optional<ASN1OctetString> nextOf(SearchResult page) throws LDAPException {
    return Optional.ofNullable(SimplePagedResultsControl.get(page))
        .filter(SimplePagedResultsControl::moreResultsToReturn)
        .map(SimplePagedResultsControl::getCookie);
  }

  private SearchRequest request(long millis, Control... controls) throws LDAPException {
    SearchRequest request =
        new SearchRequest(
            found,
            search.base().toString(),
            scope(),
            DereferencePolicy.NEVER,
            search.sizeLimit(),
            0,
            false,
            search.filter().toString(),
            search.attributes().toArray(String[]::new));
    request.setFollowReferrals(false);
    request.setControls(controls);
    request.setResponseTimeoutMillis(millis);
    return request;
  }

  private com.unboundid.ldap.sdk.SearchScope scope() {
    return switch (search.scope()) {
      case BASE -> com.unboundid.ldap.sdk.SearchScope.BASE;
      case ONE_LEVEL -> com.unboundid.ldap.sdk.SearchScope.ONE;
      case SUBTREE -> com.unboundid.ldap.sdk.SearchScope.SUB;
    };
  }
}
