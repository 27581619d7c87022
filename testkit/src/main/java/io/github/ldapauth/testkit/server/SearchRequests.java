// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.List;

/** Copies search requests with some parts replaced. */
public final class SearchRequests {

  private SearchRequests() {}

  public static SearchRequestProtocolOp withSizeLimit(
      SearchRequestProtocolOp request, int sizeLimit) {
    return copy(
        request,
        request.getBaseDN(),
        request.getScope(),
        sizeLimit,
        request.getFilter(),
        request.getAttributes());
  }

  static SearchRequestProtocolOp withFilter(SearchRequestProtocolOp request, Filter filter) {
    return with(request, filter, request.getAttributes());
  }

  static SearchRequestProtocolOp with(
      SearchRequestProtocolOp request, Filter filter, List<String> attributes) {
    return copy(
        request,
        request.getBaseDN(),
        request.getScope(),
        request.getSizeLimit(),
        filter,
        attributes);
  }

  static SearchRequestProtocolOp with(
      SearchRequestProtocolOp request, String base, SearchScope scope, Filter filter) {
    return copy(request, base, scope, request.getSizeLimit(), filter, request.getAttributes());
  }

  private static SearchRequestProtocolOp copy(
      SearchRequestProtocolOp request,
      String base,
      SearchScope scope,
      int sizeLimit,
      Filter filter,
      List<String> attributes) {
    return new SearchRequestProtocolOp(
        base,
        scope,
        request.getDerefPolicy(),
        sizeLimit,
        request.getTimeLimit(),
        request.typesOnly(),
        filter,
        attributes);
  }
}
