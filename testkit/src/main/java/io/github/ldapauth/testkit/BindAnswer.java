// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.Control;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds the answer to a bind.
 *
 * @param resultCode the result code (RFC 4511, appendix A)
 * @param text the diagnostic message; empty for none
 * @param controls the response controls
 * @param afterwards what alone may follow on the connection, or null for everything
 */
record BindAnswer(
    int resultCode, String text, List<Control> controls, @Nullable Restriction afterwards) {

  private static final int INVALID_CREDENTIALS = 49;

  static BindAnswer success(Control... controls) {
    return new BindAnswer(0, "", List.of(controls), null);
  }

  static BindAnswer refused(int resultCode, String text, Control... controls) {
    return new BindAnswer(resultCode, text, List.of(controls), null);
  }

  static BindAnswer invalidCredentials(Control... controls) {
    return refused(INVALID_CREDENTIALS, "", controls);
  }

  /** Leaves out what only those get who ask for it. */
  BindAnswer withoutPolicyResponse() {
    List<Control> unasked =
        controls.stream().filter(control -> !PolicyResponse.isOne(control)).toList();
    return new BindAnswer(resultCode, text, unasked, afterwards);
  }

  BindAnswer then(Restriction restriction) {
    return new BindAnswer(resultCode, text, controls, restriction);
  }
}
