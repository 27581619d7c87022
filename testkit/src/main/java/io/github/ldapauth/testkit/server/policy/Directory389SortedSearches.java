// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.testkit.server.Answer;
import io.github.ldapauth.testkit.server.SortedSearches;
import java.util.Optional;

/** The sorted searches of 389 Directory Server, which takes no matching rule. */
final class Directory389SortedSearches extends SortedSearches {

  private static final String TEXT = "Sort Response Control";

  @Override
  protected Optional<Answer> refuse(String attribute, boolean known, boolean ordered) {
    return known && ordered
        ? Optional.empty()
        : Optional.of(
            refusal(
                ResultCode.UNWILLING_TO_PERFORM, TEXT, ResultCode.UNWILLING_TO_PERFORM, attribute));
  }

  @Override
  protected Optional<Answer> refuseRule(String rule) {
    return Optional.of(
        refusal(ResultCode.OPERATIONS_ERROR, TEXT, ResultCode.OPERATIONS_ERROR, null));
  }
}
