// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.ReadOnlyEntry;
import org.jspecify.annotations.Nullable;

/**
 * Holds a simple bind with a name and a password.
 *
 * @param person the entry that the name is of, or null if there is none
 * @param plain what the SDK's in-memory server would answer
 * @param policyRequested whether the request has the password policy control
 *     (draft-behera-ldap-password-policy, section 6.1)
 */
record BindAttempt(@Nullable ReadOnlyEntry person, BindAnswer plain, boolean policyRequested) {

  boolean passwordIsRight() {
    return plain.resultCode() == 0;
  }
}
