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
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapAttributes;
import io.github.ldapauth.entry.LdapEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    SearchResult page = first(connection, timeout);
    addTo(found, page);
    Optional<ASN1OctetString> next = nextOf(page);
    while (next.isPresent()) {
      if (found.size() > search.sizeLimit()) {
        throw new LDAPException(
            ResultCode.SIZE_LIMIT_EXCEEDED, "more than " + search.sizeLimit() + " entries");
      }
      page = ask(connection, timeout, page(next.get()));
      addTo(found, page);
      next = nextOf(page);
    }
    return found;
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
        return ask(connection, timeout);
      }
      throw e;
    }
  }

  private SearchResult ask(LDAPConnection connection, LongSupplier timeout, Control... controls)
      throws LDAPException {
    SearchRequest request = request();
    request.setControls(controls);
    request.setResponseTimeoutMillis(timeout.getAsLong());
    return connection.search(request);
  }

  private static Control page(@Nullable ASN1OctetString cookie) {
    return new SimplePagedResultsControl(PAGE, cookie, false);
  }

  private static void addTo(List<LdapEntry> found, SearchResult page) {
    page.getSearchEntries().stream()
        .map(e -> new LdapEntry(Dn.parse(e.getDN()), attributesOf(e)))
        .forEach(found::add);
  }

  private static LdapAttributes attributesOf(SearchResultEntry entry) {
    Map<String, List<byte[]>> values = new HashMap<>();
    entry.getAttributes().forEach(a -> values.put(a.getName(), List.of(a.getValueByteArrays())));
    return LdapAttributes.of(values);
  }

  private static Optional<ASN1OctetString> nextOf(SearchResult page) throws LDAPException {
    return Optional.ofNullable(SimplePagedResultsControl.get(page))
        .filter(SimplePagedResultsControl::moreResultsToReturn)
        .map(SimplePagedResultsControl::getCookie);
  }

  private SearchRequest request() throws LDAPException {
    SearchRequest request =
        new SearchRequest(
            search.base().toString(),
            scope(),
            DereferencePolicy.NEVER,
            search.sizeLimit(),
            0,
            false,
            search.filter().toString(),
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
