// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.directory.PasswordPolicyResponse.PolicyError;
import java.util.Map;
import java.util.Optional;

/**
 * The directory's answer to a change of a password.
 *
 * @param isOldPasswordWrong whether the password is unchanged because the old one is wrong
 * @param refusal why the directory refuses the new one; empty if it does not
 * @param detail the answer in one line: the result code (RFC 4511, appendix A) and the directory's
 *     diagnostic message; fit for a log
 */
public record PasswordChangeAnswer(
    boolean isOldPasswordWrong, Optional<NewPasswordRefusal> refusal, String detail) {

  /** The error of Windows for a wrong password (ERROR_INVALID_PASSWORD). */
  private static final String INVALID_PASSWORD = "00000056";

  /** The error of Windows for a password that breaks a rule (ERROR_PASSWORD_RESTRICTION). */
  private static final String PASSWORD_RESTRICTION = "0000052D";

  /** The texts of Samba, which follow the code that Active Directory sends alone. */
  private static final Map<String, NewPasswordRefusal> SAMBA =
      Map.of(
          "too short", NewPasswordRefusal.TOO_SHORT,
          "complexity", NewPasswordRefusal.TOO_WEAK,
          "already used", NewPasswordRefusal.USED_BEFORE,
          "too young", NewPasswordRefusal.CHANGED_TOO_RECENTLY);

  /** Reads an answer; empty if it does not tell why the password is unchanged. */
  static Optional<PasswordChangeAnswer> read(LdapResult answer) {
    if (answer.isSuccess() || isOldPasswordWrong(answer)) {
      return Optional.of(
          new PasswordChangeAnswer(!answer.isSuccess(), Optional.empty(), detail(answer)));
    }
    return new PasswordPolicyControls(answer)
        .error()
        .flatMap(PasswordChangeAnswer::meaning)
        .or(() -> byCode(answer))
        .map(refusal -> new PasswordChangeAnswer(false, Optional.of(refusal), detail(answer)));
  }

  /** Also after an accepted bind: Samba accepts the last password for an hour after a change. */
  private static boolean isOldPasswordWrong(LdapResult answer) {
    return answer.code() == ResultCode.INVALID_CREDENTIALS_INT_VALUE
        || (answer.code() == ResultCode.CONSTRAINT_VIOLATION_INT_VALUE
            && answer.diagnosticMessage().startsWith(INVALID_PASSWORD));
  }

  private static Optional<NewPasswordRefusal> meaning(PolicyError error) {
    return switch (error) {
      case PASSWORD_TOO_SHORT -> Optional.of(NewPasswordRefusal.TOO_SHORT);
      case INSUFFICIENT_PASSWORD_QUALITY -> Optional.of(NewPasswordRefusal.TOO_WEAK);
      case PASSWORD_IN_HISTORY -> Optional.of(NewPasswordRefusal.USED_BEFORE);
      case PASSWORD_TOO_YOUNG -> Optional.of(NewPasswordRefusal.CHANGED_TOO_RECENTLY);
      case PASSWORD_MOD_NOT_ALLOWED -> Optional.of(NewPasswordRefusal.NOT_ALLOWED);
      // The other errors are about a bind.
      default -> Optional.empty();
    };
  }

  private static Optional<NewPasswordRefusal> byCode(LdapResult answer) {
    return switch (answer.code()) {
      case ResultCode.CONSTRAINT_VIOLATION_INT_VALUE -> Optional.of(byText(answer));
      case ResultCode.INSUFFICIENT_ACCESS_RIGHTS_INT_VALUE ->
          Optional.of(NewPasswordRefusal.NOT_ALLOWED);
      // Active Directory may answer so for a rule, a read-only directory for any change.
      case ResultCode.UNWILLING_TO_PERFORM_INT_VALUE ->
          Optional.of(
              answer.diagnosticMessage().startsWith(PASSWORD_RESTRICTION)
                  ? byText(answer)
                  : NewPasswordRefusal.NOT_ALLOWED);
      default -> Optional.empty();
    };
  }

  private static NewPasswordRefusal byText(LdapResult answer) {
    String text = answer.diagnosticMessage();
    return SAMBA.entrySet().stream()
        .filter(known -> text.contains(known.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(NewPasswordRefusal.AGAINST_POLICY);
  }

  private static String detail(LdapResult answer) {
    String text = LogText.of(answer.diagnosticMessage());
    return answer.code() + (text.isEmpty() ? "" : ": " + text);
  }
}
