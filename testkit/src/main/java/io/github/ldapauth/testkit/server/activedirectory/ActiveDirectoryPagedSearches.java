// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.activedirectory;

import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.testkit.server.PagedSearches;

/** The paged searches of Active Directory, where a cookie holds for the filter it came with. */
final class ActiveDirectoryPagedSearches extends PagedSearches {

  @Override
  protected ResultCode ofAnotherSearch() {
    return ResultCode.UNAVAILABLE_CRITICAL_EXTENSION;
  }

  @Override
  protected int estimate(int all, int before, boolean last) {
    return last ? 0 : all;
  }
}
