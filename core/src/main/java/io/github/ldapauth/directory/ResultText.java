// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import org.jspecify.annotations.Nullable;

/** The text of a failed request, in one line. */
final class ResultText {

  private ResultText() {}

  static String of(LDAPException e) {
    String message = ofServer(innermost(e));
    String name =
        e.getResultCode().getName()
            + " ("
            + e.getResultCode().intValue()
            + ")"
            + referral(e)
            + matched(e);
    return message.isEmpty() || message.equals(e.getResultCode().getName())
        ? name + busy(e)
        : name + ": " + message + busy(e);
  }

  /** Returns the first line. ApacheDS sends a whole stack trace. */
  static String ofServer(@Nullable String message) {
    if (message == null) {
      return "";
    }
    String text = message.strip();
    int end = 0;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    return LogText.of(text.substring(0, end).strip());
  }

  private static String busy(LDAPException e) {
    return e.getResultCode().equals(ResultCode.BUSY)
        ? "; if a load balancer answers, set maxConnections(...) to half the number of its"
            + " connections"
        : "";
  }

  private static String referral(LDAPException e) {
    String[] urls = e.getReferralURLs();
    return urls.length == 0 ? "" : " to " + LogText.of(urls[0]) + ", which is not followed";
  }

  /** Returns the part of a missing DN that exists (RFC 4511, section 4.1.9). */
  private static String matched(LDAPException e) {
    String dn = e.getMatchedDN();
    return dn == null || dn.isEmpty() || !e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)
        ? ""
        : ", but there is \"" + LogText.of(dn) + "\"";
  }

  /** Returns the innermost message, as those around it say less. */
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
