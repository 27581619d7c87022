// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.directory.AccountStatus.PasswordProof;
import io.github.ldapauth.directory.AccountStatus.Problem;
import io.github.ldapauth.directory.PasswordCheck.Verdict;
import java.util.Optional;

/**
 * The answer to a bind as a user: its result code, the controls of a password policy, and the
 * reason in the diagnostic message.
 */
final class BindResponse {

  private final LdapResult answer;
  private final PasswordPolicyControls policy;

  private BindResponse(LdapResult answer, Runnable malformed) {
    this.answer = answer;
    this.policy = new PasswordPolicyControls(answer, malformed);
  }

  /**
   * Reads an answer; empty if it says nothing about the user. A success always does.
   *
   * @param malformed runs if a control of the password policy cannot be decoded
   */
  static Optional<PasswordCheck> read(LdapResult answer, Runnable malformed) {
    return new BindResponse(answer, malformed).check();
  }

  private Optional<PasswordCheck> check() {
    return switch (answer.code()) {
      case ResultCode.SUCCESS_INT_VALUE -> byPolicy().or(() -> Optional.of(accepted()));
      case ResultCode.INVALID_CREDENTIALS_INT_VALUE ->
          byPolicy().or(() -> byText(Verdict.INVALID_CREDENTIALS, PasswordProof.WRONG));
      case ResultCode.NO_SUCH_OBJECT_INT_VALUE, ResultCode.INVALID_DN_SYNTAX_INT_VALUE ->
          Optional.of(rejected(Verdict.NO_SUCH_ENTRY, AccountStatus.UNKNOWN, "", false));
      // 389 Directory Server answers 19 for a locked and 53 for a disabled account.
      case ResultCode.CONSTRAINT_VIOLATION_INT_VALUE,
          ResultCode.INAPPROPRIATE_AUTHENTICATION_INT_VALUE,
          ResultCode.INSUFFICIENT_ACCESS_RIGHTS_INT_VALUE,
          ResultCode.UNWILLING_TO_PERFORM_INT_VALUE ->
          byPolicy().or(() -> byText(Verdict.REFUSED, PasswordProof.UNKNOWN));
      default -> Optional.empty();
    };
  }

  private Optional<PasswordCheck> byPolicy() {
    Problem problem = policy.problem().orElse(null);
    if (problem == null) {
      return Optional.empty();
    }
    return Optional.of(
        rejected(
            Verdict.REFUSED,
            policy.warnings(AccountStatus.of(Optional.of(problem), proofWith(problem))),
            (answer.isSuccess() ? ", but" : ", as") + " the password policy rejects the user",
            true));
  }

  /** A policy judges the age of a password after the password itself. */
  private PasswordProof proofWith(Problem problem) {
    boolean isRight =
        switch (answer.code()) {
          case ResultCode.SUCCESS_INT_VALUE -> true;
          case ResultCode.INVALID_CREDENTIALS_INT_VALUE -> problem == Problem.PASSWORD_EXPIRED;
          default -> false;
        };
    return isRight ? PasswordProof.RIGHT : PasswordProof.UNKNOWN;
  }

  /** Reads the text; without a known reason, the result code decides. */
  private Optional<PasswordCheck> byText(Verdict otherwise, PasswordProof proof) {
    BindReason reason = BindReason.in(answer.code(), answer.diagnosticMessage()).orElse(null);
    if (reason == null) {
      return Optional.of(rejected(otherwise, AccountStatus.of(Optional.empty(), proof), "", false));
    }
    return reason.verdict().map(verdict -> rejected(verdict, reason.status(), ", " + reason, true));
  }

  private PasswordCheck accepted() {
    AccountStatus status = policy.warnings(AccountStatus.of(Optional.empty(), PasswordProof.RIGHT));
    return new PasswordCheck(Verdict.ACCEPTED, detail(""), status, policy.isPresent());
  }

  private PasswordCheck rejected(
      Verdict verdict, AccountStatus status, String why, boolean isReasonKnown) {
    return new PasswordCheck(verdict, detail(why), status, isReasonKnown);
  }

  private String detail(String why) {
    String text = ResultText.ofServer(answer.diagnosticMessage());
    return answer.code() + why + (text.isEmpty() ? "" : ": " + text);
  }
}
