// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.controls.PasswordExpiredControl;
import com.unboundid.ldap.sdk.controls.PasswordExpiringControl;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ErrorType;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ResponseControl;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10WarningType;
import org.jspecify.annotations.Nullable;

/** The response controls of draft-behera-ldap-password-policy-10, section 6.2, and others. */
final class PolicyResponse {

  private PolicyResponse() {}

  static Control empty() {
    return of(null, 0, null);
  }

  static Control passwordExpired() {
    return of(null, 0, DraftBeheraLDAPPasswordPolicy10ErrorType.PASSWORD_EXPIRED);
  }

  static Control accountLocked() {
    return of(null, 0, DraftBeheraLDAPPasswordPolicy10ErrorType.ACCOUNT_LOCKED);
  }

  static Control passwordTooShort() {
    return of(null, 0, DraftBeheraLDAPPasswordPolicy10ErrorType.PASSWORD_TOO_SHORT);
  }

  static Control insufficientPasswordQuality() {
    return of(null, 0, DraftBeheraLDAPPasswordPolicy10ErrorType.INSUFFICIENT_PASSWORD_QUALITY);
  }

  static Control passwordInHistory() {
    return of(null, 0, DraftBeheraLDAPPasswordPolicy10ErrorType.PASSWORD_IN_HISTORY);
  }

  static Control changeAfterReset() {
    return of(null, 0, DraftBeheraLDAPPasswordPolicy10ErrorType.CHANGE_AFTER_RESET);
  }

  /** The same from 389 Directory Server, which adds how many seconds are left. */
  static Control changeAfterResetAtOnce() {
    return of(
        DraftBeheraLDAPPasswordPolicy10WarningType.TIME_BEFORE_EXPIRATION,
        0,
        DraftBeheraLDAPPasswordPolicy10ErrorType.CHANGE_AFTER_RESET);
  }

  static Control secondsBeforeExpiration(long seconds) {
    return of(
        DraftBeheraLDAPPasswordPolicy10WarningType.TIME_BEFORE_EXPIRATION,
        Math.toIntExact(seconds),
        null);
  }

  static Control graceLoginsLeft(int logins) {
    return of(DraftBeheraLDAPPasswordPolicy10WarningType.GRACE_LOGINS_REMAINING, logins, null);
  }

  /** The same from OpenDJ, which adds that the password has expired. */
  static Control expiredWithGraceLoginsLeft(int logins) {
    return of(
        DraftBeheraLDAPPasswordPolicy10WarningType.GRACE_LOGINS_REMAINING,
        logins,
        DraftBeheraLDAPPasswordPolicy10ErrorType.PASSWORD_EXPIRED);
  }

  /** The control of draft-vchu-ldap-pwd-policy-00 for an expired password. */
  static Control netscapeExpired() {
    return new Control(
        PasswordExpiredControl.PASSWORD_EXPIRED_OID, false, new ASN1OctetString("0"));
  }

  /** The control of the same draft for a password that will expire. */
  static Control netscapeExpiring(long seconds) {
    return new Control(
        PasswordExpiringControl.PASSWORD_EXPIRING_OID,
        false,
        new ASN1OctetString(String.valueOf(seconds)));
  }

  private static Control of(
      @Nullable DraftBeheraLDAPPasswordPolicy10WarningType warning,
      int value,
      @Nullable DraftBeheraLDAPPasswordPolicy10ErrorType error) {
    return new DraftBeheraLDAPPasswordPolicy10ResponseControl(warning, value, error);
  }
}
