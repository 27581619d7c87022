// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.ServerSideSortRequestControl;
import com.unboundid.ldap.sdk.controls.ServerSideSortResponseControl;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import com.unboundid.ldap.sdk.controls.SortKey;
import java.util.List;
import java.util.stream.Stream;

/**
 * Searches whose entries the server sorts (RFC 2891), on one connection.
 *
 * @param answers takes what the server answers, in the order in which it sends the entries
 */
record SortTalk(LDAPConnection connection, String base, List<String> answers) {

  /** Sorts by keys such as {@code sn}, {@code -cn} or {@code cn:2.5.13.3}. */
  void sort(String filter, boolean critical, String... keys) {
    search(filter, false, 0, critical, keys);
  }

  /** Asks for a page of two of what is sorted. */
  void firstPage(String filter, String... keys) {
    search(filter, true, 0, true, keys);
  }

  /** Asks for no more entries than that. */
  void first(int sizeLimit, String filter, String... keys) {
    search(filter, false, sizeLimit, true, keys);
  }

  private void search(
      String filter, boolean paged, int sizeLimit, boolean critical, String... keys) {
    try {
      SearchRequest request = new SearchRequest(base, SearchScope.SUB, filter, "1.1");
      request.setSizeLimit(sizeLimit);
      SortKey[] decoded = Stream.of(keys).map(SortTalk::key).toArray(SortKey[]::new);
      request.addControl(new ServerSideSortRequestControl(critical, decoded));
      if (paged) {
        request.addControl(new SimplePagedResultsControl(2));
      }
      answers.add(List.of(keys) + (critical ? " critical: " : ": ") + describe(search(request)));
    } catch (LDAPException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SortKey key(String text) {
    boolean reverse = text.startsWith("-");
    String[] parts = (reverse ? text.substring(1) : text).split(":", -1);
    return new SortKey(parts[0], parts.length > 1 ? parts[1] : null, reverse);
  }

  private SearchResult search(SearchRequest request) throws LDAPException {
    try {
      return connection.search(request);
    } catch (LDAPSearchException e) {
      return e.getSearchResult();
    }
  }

  /** Entries that are not sorted may come in any order. */
  private static String describe(SearchResult result) throws LDAPException {
    ServerSideSortResponseControl control = ServerSideSortResponseControl.get(result);
    Stream<String> dns = result.getSearchEntries().stream().map(Entry::getDN);
    boolean sorted = control != null && control.getResultCode().equals(ResultCode.SUCCESS);
    return "%d %s %s %s"
        .formatted(
            result.getResultCode().intValue(),
            result.getDiagnosticMessage(),
            (sorted ? dns : dns.sorted()).toList(),
            control == null
                ? "no control"
                : control.getResultCode().intValue() + " " + control.getAttributeName());
  }
}
