// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.controls.PasswordExpiredControl;
import com.unboundid.ldap.sdk.controls.PasswordExpiringControl;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ErrorType;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ResponseControl;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10WarningType;
import io.github.ldapauth.directory.AccountStatus.Problem;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The response controls of a password policy in the answer to a bind or a change: the one of
 * draft-behera-ldap-password-policy-10, section 6.2, and the two of draft-vchu-ldap-pwd-policy-00,
 * which 389 Directory Server also sends. Controls that cannot be decoded are ignored.
 */
final class PasswordPolicyControls {

  private final LdapResult answer;
  private final Runnable malformed;
  private final Optional<DraftBeheraLDAPPasswordPolicy10ResponseControl> policy;

  PasswordPolicyControls(LdapResult answer) {
    this(answer, () -> {});
  }

  /**
   * @param malformed runs if a control cannot be decoded
   */
  PasswordPolicyControls(LdapResult answer, Runnable malformed) {
    this.answer = answer;
    this.malformed = malformed;
    this.policy =
        isWithoutControls()
            ? Optional.empty()
            : decode(
                DraftBeheraLDAPPasswordPolicy10ResponseControl.PASSWORD_POLICY_RESPONSE_OID,
                DraftBeheraLDAPPasswordPolicy10ResponseControl::new);
  }

  @FunctionalInterface
  private interface Decoder<C> {
    C decode(String oid, boolean isCritical, @Nullable ASN1OctetString value) throws LDAPException;
  }

  private <C> Optional<C> decode(String oid, Decoder<C> decoder) {
    Control control = answer.control(oid);
    if (control == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(decoder.decode(oid, control.isCritical(), control.getValue()));
    } catch (LDAPException | RuntimeException e) {
      malformed.run();
      return Optional.empty();
    }
  }

  /** Returns whether the answer has no controls at all, and so neither problem nor warning. */
  boolean isWithoutControls() {
    return answer.controls().isEmpty();
  }

  /** Returns whether the answer contains the first control, even an empty one. */
  boolean isPresent() {
    return policy.isPresent();
  }

  /**
   * Returns why the user may not sign in, even if the bind succeeded; empty if there is no reason.
   */
  Optional<Problem> problem() {
    return error().flatMap(this::meaning).or(this::expiry);
  }

  /** Returns the error in the first control. */
  Optional<DraftBeheraLDAPPasswordPolicy10ErrorType> error() {
    return policy.map(DraftBeheraLDAPPasswordPolicy10ResponseControl::getErrorType);
  }

  private Optional<Problem> meaning(DraftBeheraLDAPPasswordPolicy10ErrorType error) {
    return switch (error) {
      // 389 Directory Server reports disabled accounts as locked, but with result code 53.
      case ACCOUNT_LOCKED ->
          Optional.of(
              answer.code() == ResultCode.UNWILLING_TO_PERFORM_INT_VALUE
                  ? Problem.DISABLED
                  : Problem.LOCKED);
      case PASSWORD_EXPIRED -> Optional.of(Problem.PASSWORD_EXPIRED);
      case CHANGE_AFTER_RESET -> Optional.of(Problem.MUST_CHANGE_PASSWORD);
      // The other errors are about a new password.
      default -> Optional.empty();
    };
  }

  /**
   * With result code 0 and no grace logins, "expired" means that the user must change the password.
   */
  private Optional<Problem> expiry() {
    if (answer.control(PasswordExpiredControl.PASSWORD_EXPIRED_OID) == null
        || warning().filter(PasswordPolicyControls::isGraceLogin).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        answer.isSuccess() ? Problem.MUST_CHANGE_PASSWORD : Problem.PASSWORD_EXPIRED);
  }

  private Optional<DraftBeheraLDAPPasswordPolicy10ResponseControl> warning() {
    return policy.filter(
        control -> control.getWarningType() != null && control.getWarningValue() >= 0);
  }

  private static boolean isGraceLogin(DraftBeheraLDAPPasswordPolicy10ResponseControl control) {
    return control.getWarningType()
        == DraftBeheraLDAPPasswordPolicy10WarningType.GRACE_LOGINS_REMAINING;
  }

  /** Adds the directory's warnings to the state of the account. */
  AccountStatus warnings(AccountStatus status) {
    if (isWithoutControls()) {
      return status;
    }
    return warning()
        .map(
            control ->
                isGraceLogin(control)
                    ? status.withGraceLoginsLeft(control.getWarningValue())
                    : expiresIn(status, control.getWarningValue()))
        .or(
            () ->
                decode(PasswordExpiringControl.PASSWORD_EXPIRING_OID, PasswordExpiringControl::new)
                    .map(PasswordExpiringControl::getSecondsUntilExpiration)
                    .filter(seconds -> seconds >= 0)
                    .map(seconds -> expiresIn(status, seconds)))
        .orElse(status);
  }

  private static AccountStatus expiresIn(AccountStatus status, int seconds) {
    return status.withPasswordExpiresIn(Duration.ofSeconds(seconds));
  }
}
