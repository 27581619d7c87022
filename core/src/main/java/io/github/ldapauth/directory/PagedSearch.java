// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a search on one connection. One that may find more than a page is made page by page (RFC
 * 2696), as some servers return no more than so many entries at once: Active Directory 1,000. A
 * server that does not know pages returns everything at once.
 */
final class PagedSearch {

  private static final int PAGE = 500;

  private final LdapSearch search;

  PagedSearch(LdapSearch search) {
    this.search = search;
  }

  /**
   * Returns all entries.
   *
   * @param timeout says before each request how many milliseconds it may take
   * @throws LDAPException if they are not all, for whatever reason
   */
  List<LdapEntry> send(LDAPConnection connection, LongSupplier timeout) throws LDAPException {
    List<LdapEntry> found = new ArrayList<>();
    SearchRequest request = request();
    ASN1OctetString next = null;
    do {
      if (search.sizeLimit() > PAGE) {
        request.setControls(new SimplePagedResultsControl(PAGE, next, false));
      }
      request.setResponseTimeoutMillis(timeout.getAsLong());
      SearchResult page = connection.search(request);
      page.getSearchEntries().stream()
          .map(e -> new LdapEntry(Dn.parse(e.getDN()), LdapAttributes.of(e.getAttributes())))
          .forEach(found::add);
      next = nextOf(page);
    } while (next != null && found.size() <= search.sizeLimit());
    if (next != null) {
      throw new LDAPException(
          ResultCode.SIZE_LIMIT_EXCEEDED, "more than " + search.sizeLimit() + " entries");
    }
    return found;
  }

  private static @Nullable ASN1OctetString nextOf(SearchResult page) throws LDAPException {
    SimplePagedResultsControl answer = SimplePagedResultsControl.get(page);
    return answer != null && answer.moreResultsToReturn() ? answer.getCookie() : null;
  }

  private SearchRequest request() {
    SearchRequest request =
        new SearchRequest(
            search.base().toString(),
            scope(),
            DereferencePolicy.NEVER,
            search.sizeLimit(),
            0,
            false,
            search.filter().sdk(),
            search.attributes().toArray(String[]::new));
    request.setFollowReferrals(false);
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
