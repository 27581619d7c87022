// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import org.jspecify.annotations.Nullable;

/** The text of a failed request, in one line. */
final class ResultText {

  private ResultText() {}

  static String of(LDAPException e) {
    String message = LogText.of(innermost(e));
    String name =
        e.getResultCode().getName() + " (" + e.getResultCode().intValue() + ")" + referral(e);
    return message.isEmpty() || message.equals(e.getResultCode().getName())
        ? name + busy(e)
        : name + ": " + message + busy(e);
  }

  private static String busy(LDAPException e) {
    return e.getResultCode().equals(ResultCode.BUSY)
        ? "; behind a load balancer, set maxConnections(...) to the number of its connections"
        : "";
  }

  private static String referral(LDAPException e) {
    String[] urls = e.getReferralURLs();
    return urls.length == 0 ? "" : " to " + LogText.of(urls[0]) + ", which is not followed";
  }

  /**
   * Returns the innermost message, as the SDK puts it at the end of long sentences, which may be
   * cut off.
   */
  private static @Nullable String innermost(LDAPException e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof LDAPException || e.getResultCode().equals(ResultCode.USER_CANCELED)
        ? e.getMessage()
        : cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}
