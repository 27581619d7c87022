// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.Control;
import java.util.List;

/**
 * Holds how the directory says no.
 *
 * @param resultCode the result code (RFC 4511, appendix A)
 * @param text the diagnostic message; empty for none
 * @param controls the response controls
 */
record Refusal(int resultCode, String text, List<Control> controls) {

  Refusal(int resultCode, String text) {
    this(resultCode, text, List.of());
  }
}
