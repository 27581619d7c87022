// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.testkit.server.Answer;
import io.github.ldapauth.testkit.server.Entries;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How OpenDJ refuses changes of a password. */
final class OpenDjPasswords {

  private OpenDjPasswords() {}

  /** Returns why the password modify operation (RFC 3062) is refused; empty if it is not. */
  static Optional<Answer> refuse(String identity, @Nullable String oldPassword, Entries entries) {
    Optional<ReadOnlyEntry> user = entries.at(identity);
    if (user.isEmpty()) {
      return Optional.of(
          new Answer(
              ResultCode.PROTOCOL_ERROR_INT_VALUE,
              "The password modify extended request cannot be processed because it contained an"
                  + " invalid userIdentity field. The provided userIdentity string was \""
                  + identity
                  + '"'));
    }
    return oldPassword != null && !entries.hasPassword(user.get(), oldPassword)
        ? Optional.of(Answer.invalidCredentials())
        : Optional.empty();
  }

  static Answer tooShort(int minLength, boolean byOperation) {
    return new Answer(
        ResultCode.CONSTRAINT_VIOLATION_INT_VALUE,
        (byOperation
                ? "The provided new password failed the validation checks defined in the server"
                : "The provided password value was rejected by a password validator")
            + ": The provided password is shorter than the minimum required length of "
            + minLength
            + " characters",
        PolicyResponse.insufficientPasswordQuality());
  }

  /** The operation gets no error in the response control. */
  static Answer inHistory(boolean byOperation) {
    return byOperation
        ? new Answer(
            ResultCode.CONSTRAINT_VIOLATION_INT_VALUE,
            "The provided new password was already contained in the password history")
        : new Answer(
            ResultCode.CONSTRAINT_VIOLATION_INT_VALUE,
            "The provided new password was found in the password history for the user",
            PolicyResponse.passwordInHistory());
  }
}
