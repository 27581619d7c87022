// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.directory.AccountStatus.Problem;
import io.github.ldapauth.directory.PasswordPolicyResponse.PolicyError;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The response controls of a password policy in the answer to a bind or a change: the one of
 * draft-behera-ldap-password-policy-10, section 6.2, and the two of draft-vchu-ldap-pwd-policy-00,
 * which 389 Directory Server also sends. Controls that cannot be decoded are ignored.
 */
final class PasswordPolicyControls {

  private static final String EXPIRED = "2.16.840.1.113730.3.4.4";
  private static final String EXPIRING = "2.16.840.1.113730.3.4.5";

  private final LdapResult answer;
  private final Runnable malformed;
  private final @Nullable PasswordPolicyResponse policy;

  PasswordPolicyControls(LdapResult answer) {
    this(answer, () -> {});
  }

  /**
   * @param malformed runs if a control cannot be decoded
   */
  PasswordPolicyControls(LdapResult answer, Runnable malformed) {
    this.answer = answer;
    this.malformed = malformed;
    this.policy = readPolicy();
  }

  private @Nullable PasswordPolicyResponse readPolicy() {
    ResponseControl control = answer.control(LdapRequest.PASSWORD_POLICY);
    if (control == null) {
      return null;
    }
    try {
      return PasswordPolicyResponse.read(valueOf(control));
    } catch (ProtocolException e) {
      malformed.run();
      return null;
    }
  }

  private static byte[] valueOf(ResponseControl control) throws ProtocolException {
    if (control.value() == null) {
      throw new ProtocolException("the control lacks its value");
    }
    return control.value().getValue();
  }

  /** Returns whether the answer contains the first control, even an empty one. */
  boolean isPresent() {
    return policy != null;
  }

  /**
   * Returns why the user may not sign in, even if the bind succeeded; empty if there is no reason.
   */
  Optional<Problem> problem() {
    Optional<PolicyError> error = error();
    Optional<Problem> problem = error.isEmpty() ? Optional.empty() : meaning(error.get());
    return problem.isPresent() ? problem : expiry();
  }

  /** Returns the error in the first control. */
  Optional<PolicyError> error() {
    return policy == null ? Optional.empty() : policy.error();
  }

  private Optional<Problem> meaning(PolicyError error) {
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
    if (answer.control(EXPIRED) == null || graceLogins().isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        answer.isSuccess() ? Problem.MUST_CHANGE_PASSWORD : Problem.PASSWORD_EXPIRED);
  }

  private OptionalInt graceLogins() {
    return policy == null ? OptionalInt.empty() : policy.graceLogins();
  }

  /** Adds the directory's warnings to the state of the account. */
  AccountStatus warnings(AccountStatus status) {
    if (graceLogins().isPresent()) {
      return status.withGraceLoginsLeft(graceLogins().getAsInt());
    }
    OptionalInt seconds = secondsLeft();
    return seconds.isPresent()
        ? status.withPasswordExpiresIn(Duration.ofSeconds(seconds.getAsInt()))
        : status;
  }

  private OptionalInt secondsLeft() {
    if (policy != null && policy.secondsLeft().isPresent()) {
      return policy.secondsLeft();
    }
    ResponseControl control = answer.control(EXPIRING);
    if (control == null) {
      return OptionalInt.empty();
    }
    try {
      int seconds = Integer.parseInt(new String(valueOf(control), StandardCharsets.US_ASCII));
      return seconds < 0 ? OptionalInt.empty() : OptionalInt.of(seconds);
    } catch (ProtocolException | NumberFormatException e) {
      malformed.run();
      return OptionalInt.empty();
    }
  }
}
