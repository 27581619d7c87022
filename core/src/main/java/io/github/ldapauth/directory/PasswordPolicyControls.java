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
 * Reads the response controls in which a directory with a password policy says more than by the
 * result code of a bind: that of draft-behera-ldap-password-policy-10, section 6.2, and the two of
 * draft-vchu-ldap-pwd-policy-00, which 389 Directory Server sends besides. One that cannot be
 * decoded says nothing.
 */
final class PasswordPolicyControls {

  /** Asks for the first of them; directories that do not know it pass over it. */
  static final Control REQUEST = new DraftBeheraLDAPPasswordPolicy10RequestControl();

  private final LDAPResult answer;
  private final Optional<DraftBeheraLDAPPasswordPolicy10ResponseControl> policy;

  PasswordPolicyControls(LDAPResult answer) {
    this.answer = answer;
    this.policy = decode(DraftBeheraLDAPPasswordPolicy10ResponseControl::get);
  }

  @FunctionalInterface
  private interface Decoder<C> {
    @Nullable C decode(LDAPResult answer) throws LDAPException;
  }

  private <C> Optional<C> decode(Decoder<C> decoder) {
    try {
      return Optional.ofNullable(decoder.decode(answer));
    } catch (LDAPException | RuntimeException e) { // the SDK decodes what a server made up
      return Optional.empty();
    }
  }

  /** Returns whether the password policy answered, if only to say that all is well. */
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
      // 389 Directory Server calls a disabled account locked too, and answers 53 to it alone.
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

  /** With a success, "expired" means that the password must be changed, unless it is grace. */
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

  /** Returns what the directory warns of if the user may sign in; empty if nothing. */
  Optional<PasswordWarning> warning() {
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
