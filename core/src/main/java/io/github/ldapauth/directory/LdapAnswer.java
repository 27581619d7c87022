// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request (RFC 4511, section 4.1.9). It has the number of the result code only, as
 * the SDK loads all its texts for the first {@link ResultCode}.
 *
 * @param text the diagnostic message; may be empty
 * @param matched the part of a missing DN that exists; may be empty
 * @param referral the URLs of other servers
 * @param operation the name of an extended operation; may be empty
 * @param value the value of an extended operation; may be empty
 */
record LdapAnswer(
    int code,
    String text,
    String matched,
    List<String> referral,
    String operation,
    String value,
    List<Control> controls) {

  /** Returns the answer that failed. */
  static LdapAnswer of(LDAPException e) {
    return of(e.toLDAPResult());
  }

  static LdapAnswer of(LDAPResult result) {
    String text = result.getDiagnosticMessage();
    return new LdapAnswer(
        result.getResultCode().intValue(),
        text == null ? "" : text,
        "",
        List.of(),
        "",
        "",
        List.of(result.getResponseControls()));
  }

  boolean isSuccess() {
    return code == ResultCode.SUCCESS_INT_VALUE;
  }

  /** Returns a control; null if the answer does not contain it. */
  @Nullable Control control(String oid) {
    for (Control control : controls) {
      if (control.getOID().equals(oid)) {
        return control;
      }
    }
    return null;
  }

  /** Returns this answer as a failure. */
  LDAPException failure() {
    return new LDAPException(
        new LDAPResult(
            -1,
            ResultCode.valueOf(code),
            text.isEmpty() ? null : text,
            matched.isEmpty() ? null : matched,
            referral.toArray(String[]::new),
            controls.toArray(Control[]::new)));
  }
}
