// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.controls.PasswordExpiredControl;
import com.unboundid.ldap.sdk.controls.PasswordExpiringControl;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ErrorType;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10RequestControl;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ResponseControl;
import io.github.ldapauth.directory.PasswordCheck.Verdict;
import io.github.ldapauth.directory.PasswordWarning.ExpiresIn;
import io.github.ldapauth.directory.PasswordWarning.GraceLoginsLeft;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The response controls of a password policy in the answer to a bind: the one of
 * draft-behera-ldap-password-policy-10, section 6.2, and the two of draft-vchu-ldap-pwd-policy-00,
 * which 389 Directory Server also sends. Controls that cannot be decoded are ignored.
 */
final class PasswordPolicyControls {

  /** The request for the first of them. Directories that do not know it ignore it. */
  static final Control REQUEST = new DraftBeheraLDAPPasswordPolicy10RequestControl();

  private final LDAPResult answer;
  private final Optional<DraftBeheraLDAPPasswordPolicy10ResponseControl> policy;

  PasswordPolicyControls(LDAPResult answer) {
    this.answer = answer;
    this.policy =
        isWithoutControls()
            ? Optional.empty()
            : decode(DraftBeheraLDAPPasswordPolicy10ResponseControl::get);
  }

  @FunctionalInterface
  private interface Decoder<C> {
    @Nullable C decode(LDAPResult answer) throws LDAPException;
  }

  private <C> Optional<C> decode(Decoder<C> decoder) {
    try {
      return Optional.ofNullable(decoder.decode(answer));
    } catch (LDAPException | RuntimeException e) { // from a malformed control
      return Optional.empty();
    }
  }

  /** Returns whether the answer has no controls at all, and so neither verdict nor warning. */
  boolean isWithoutControls() {
    return !answer.hasResponseControl();
  }

  /** Returns whether the answer contains the first control, even an empty one. */
  boolean isPresent() {
    return policy.isPresent();
  }

  /**
   * Returns why the user may not sign in, even if the bind succeeded; empty if there is no reason.
   */
  Optional<Verdict> verdict() {
    return policy
        .map(DraftBeheraLDAPPasswordPolicy10ResponseControl::getErrorType)
        .flatMap(this::meaning)
        .or(this::expiry);
  }

  private Optional<Verdict> meaning(DraftBeheraLDAPPasswordPolicy10ErrorType error) {
    return switch (error) {
      // 389 Directory Server reports disabled accounts as locked, but with result code 53.
      case ACCOUNT_LOCKED ->
          Optional.of(
              is(ResultCode.UNWILLING_TO_PERFORM)
                  ? Verdict.ACCOUNT_DISABLED
                  : Verdict.ACCOUNT_LOCKED);
      case PASSWORD_EXPIRED -> Optional.of(Verdict.PASSWORD_EXPIRED);
      case CHANGE_AFTER_RESET -> Optional.of(Verdict.MUST_CHANGE_PASSWORD);
      // The other errors are about a new password.
      default -> Optional.empty();
    };
  }

  /**
   * With result code 0 and no grace logins, "expired" means that the user must change the password.
   */
  private Optional<Verdict> expiry() {
    if (!answer.hasResponseControl(PasswordExpiredControl.PASSWORD_EXPIRED_OID)
        || warning().filter(GraceLoginsLeft.class::isInstance).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        is(ResultCode.SUCCESS) ? Verdict.MUST_CHANGE_PASSWORD : Verdict.PASSWORD_EXPIRED);
  }

  private boolean is(ResultCode code) {
    return answer.getResultCode().equals(code);
  }

  /** Returns the directory's warning to a user that may sign in; empty if there is none. */
  Optional<PasswordWarning> warning() {
    if (isWithoutControls()) {
      return Optional.empty();
    }
    return policy
        .filter(control -> control.getWarningType() != null && control.getWarningValue() >= 0)
        .map(PasswordPolicyControls::warning)
        .or(
            () ->
                decode(PasswordExpiringControl::get)
                    .map(PasswordExpiringControl::getSecondsUntilExpiration)
                    .filter(seconds -> seconds >= 0)
                    .map(PasswordPolicyControls::expiresIn));
  }

  private static PasswordWarning warning(DraftBeheraLDAPPasswordPolicy10ResponseControl control) {
    int value = control.getWarningValue();
    return switch (control.getWarningType()) {
      case TIME_BEFORE_EXPIRATION -> expiresIn(value);
      case GRACE_LOGINS_REMAINING -> new GraceLoginsLeft(value);
    };
  }

  private static PasswordWarning expiresIn(int seconds) {
    return new ExpiresIn(Duration.ofSeconds(seconds));
  }
}
