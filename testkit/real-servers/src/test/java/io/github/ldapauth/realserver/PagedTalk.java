// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Paged searches (RFC 2696) on one connection.
 *
 * @param base the base of all searches
 * @param answers takes what the server answers, without the bytes of cookies
 */
record PagedTalk(LDAPConnection connection, String base, List<String> answers) {

  /** Asks for the first page, and returns the cookie. */
  @Nullable ASN1OctetString first(String filter, int size, int limit) {
    return next(filter, size, limit, null);
  }

  /** Asks for the page after a cookie, and returns the next cookie; null for none. */
  @Nullable ASN1OctetString next(
      String filter, int size, int limit, @Nullable ASN1OctetString cookie) {
    try {
      SearchResult result = search(filter, size, limit, cookie);
      SimplePagedResultsControl control = SimplePagedResultsControl.get(result);
      answers.add(
          "page of %d, limit %d: %d %s, %d entries, %s"
              .formatted(
                  size,
                  limit,
                  result.getResultCode().intValue(),
                  result.getDiagnosticMessage(),
                  result.getEntryCount(),
                  describe(control)));
      return control == null || !control.moreResultsToReturn() ? null : control.getCookie();
    } catch (LDAPException e) {
      throw new IllegalStateException(e);
    }
  }

  private SearchResult search(String filter, int size, int limit, @Nullable ASN1OctetString cookie)
      throws LDAPException {
    SearchRequest request = new SearchRequest(base, SearchScope.SUB, filter, "1.1");
    request.setSizeLimit(limit);
    request.addControl(new SimplePagedResultsControl(size, cookie, true));
    try {
      return connection.search(request);
    } catch (LDAPSearchException e) {
      return e.getSearchResult();
    }
  }

  private static String describe(@Nullable SimplePagedResultsControl control) {
    return control == null
        ? "no control"
        : "size " + control.getSize() + (control.moreResultsToReturn() ? ", more" : ", the last");
  }

  /** Reads all pages. */
  void all(String filter, int size, int limit) {
    ASN1OctetString cookie = first(filter, size, limit);
    while (cookie != null) {
      cookie = next(filter, size, limit, cookie);
    }
  }
}
