// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.directory.PasswordCheck.Verdict;
import java.util.Optional;

/**
 * The answer to a bind as a user: its result code, the controls of a password policy, and the
 * reason in Active Directory's diagnostic message.
 */
final class BindResponse {

  private final LDAPResult answer;
  private final PasswordPolicyControls policy;

  private BindResponse(LDAPResult answer) {
    this.answer = answer;
    this.policy = new PasswordPolicyControls(answer);
  }

  /** Reads an answer; empty if it says nothing about the user. */
  static Optional<PasswordCheck> read(LDAPResult answer) {
    return new BindResponse(answer).check();
  }

  /**
   * Reads an answer.
   *
   * @throws LDAPException with the answer, if it says nothing about the user
   */
  static PasswordCheck require(LDAPResult answer) throws LDAPException {
    Optional<PasswordCheck> check = read(answer);
    if (check.isEmpty()) {
      throw new LDAPException(answer);
    }
    return check.get();
  }

  private Optional<PasswordCheck> check() {
    return switch (answer.getResultCode().intValue()) {
      case ResultCode.SUCCESS_INT_VALUE -> Optional.of(success());
      case ResultCode.INVALID_CREDENTIALS_INT_VALUE -> byPolicy().or(this::invalidCredentials);
      case ResultCode.NO_SUCH_OBJECT_INT_VALUE, ResultCode.INVALID_DN_SYNTAX_INT_VALUE ->
          Optional.of(rejected(Verdict.NO_SUCH_ENTRY, ""));
      // 389 Directory Server answers 19 for a locked and 53 for a disabled account.
      case ResultCode.CONSTRAINT_VIOLATION_INT_VALUE,
          ResultCode.INAPPROPRIATE_AUTHENTICATION_INT_VALUE,
          ResultCode.INSUFFICIENT_ACCESS_RIGHTS_INT_VALUE,
          ResultCode.UNWILLING_TO_PERFORM_INT_VALUE ->
          byPolicy().or(() -> Optional.of(rejected(Verdict.REFUSED, "")));
      default -> Optional.empty();
    };
  }

  private PasswordCheck success() {
    Optional<PasswordCheck> rejected = byPolicy();
    return rejected.isPresent() ? rejected.get() : accepted();
  }

  private Optional<PasswordCheck> byPolicy() {
    if (policy.isWithoutControls()) {
      return Optional.empty();
    }
    String but = answer.getResultCode().equals(ResultCode.SUCCESS) ? ", but" : ", as";
    return policy.verdict().map(v -> rejected(v, but + " the password policy rejects the user"));
  }

  private Optional<PasswordCheck> invalidCredentials() {
    Optional<ActiveDirectoryReason> reason =
        ActiveDirectoryReason.in(answer.getDiagnosticMessage());
    return reason.isPresent()
        ? reason.get().verdict().map(verdict -> rejected(verdict, ", " + reason.get()))
        : Optional.of(rejected(Verdict.INVALID_CREDENTIALS, ""));
  }

  private PasswordCheck accepted() {
    return new PasswordCheck(Verdict.ACCEPTED, detail(""), policy.warning(), policy.isPresent());
  }

  private PasswordCheck rejected(Verdict verdict, String why) {
    return new PasswordCheck(verdict, detail(why), Optional.empty(), policy.isPresent());
  }

  private String detail(String why) {
    String text = LogText.of(answer.getDiagnosticMessage());
    return answer.getResultCode().intValue() + why + (text.isEmpty() ? "" : ": " + text);
  }
}
