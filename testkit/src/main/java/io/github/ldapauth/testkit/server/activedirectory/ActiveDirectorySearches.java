// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.activedirectory;

import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import io.github.ldapauth.testkit.server.Answer;
import io.github.ldapauth.testkit.server.SortedSearches;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which searches Active Directory refuses, how the others end, and what they do not show. */
final class ActiveDirectorySearches {

  static final int MOST_VALUES = 1500;
  static final String UNAUTHENTICATED = "00002020: Operation unavailable without authentication";
  static final Answer ANONYMOUS =
      new Answer(ResultCode.OPERATIONS_ERROR_INT_VALUE, UNAUTHENTICATED);

  /** Sort by an unknown attribute too: all entries are equal. */
  static final SortedSearches SORTED =
      new SortedSearches() {
        @Override
        protected Optional<Answer> refuse(String attribute, boolean known, boolean ordered) {
          return Optional.empty();
        }
      };

  private static final Answer NOT_BASE =
      new Answer(
          ResultCode.OPERATIONS_ERROR_INT_VALUE,
          "00002020: operational_search_post_process failed for attribute 'tokenGroups' - "
              + "Cannot provide tokenGroups attribute, this is not a BASE search");

  private static final Answer NO_BASE = new Answer(ResultCode.NO_SUCH_OBJECT_INT_VALUE, "");

  static final String FORMER_PASSWORDS = "ntPwdHistory";

  /** The passwords, and what only the SDK's server knows. */
  private static final Set<String> HIDDEN = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  static {
    HIDDEN.addAll(
        List.of(
            "userPassword",
            UnicodePassword.NAME,
            FORMER_PASSWORDS,
            "entryUUID",
            "entryDN",
            "creatorsName",
            "modifiersName"));
  }

  private final ActiveDirectoryDomain domain;

  ActiveDirectorySearches(ActiveDirectoryDomain domain) {
    this.domain = domain;
  }

  static boolean hide(String attribute) {
    return HIDDEN.contains(attribute);
  }

  /** Returns how a search is refused; empty if it is not. */
  static Optional<Answer> refuse(SearchRequestProtocolOp request, boolean anonymous) {
    boolean base = request.getScope().equals(SearchScope.BASE);
    if (anonymous && !(base && request.getBaseDN().isEmpty())) {
      return Optional.of(ANONYMOUS);
    }
    boolean groups =
        request.getAttributes().stream().anyMatch(TokenGroups.ATTRIBUTE.name()::equalsIgnoreCase);
    if (groups && !base) {
      return Optional.of(NOT_BASE);
    }
    return request.getBaseDN().isEmpty() && !base ? Optional.of(NO_BASE) : Optional.empty();
  }

  /** Returns the reference to the configuration that ends a search from the base. */
  List<String> references(SearchRequestProtocolOp request) {
    if (request.getScope().equals(SearchScope.BASE) || !domain.isBase(request.getBaseDN())) {
      return List.of();
    }
    String url = "ldap://" + domain.dnsName() + "/" + domain.configuration();
    return List.of(request.getScope().equals(SearchScope.ONE) ? url + "??base" : url);
  }
}
