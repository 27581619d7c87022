// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.testkit.server.Answer;
import io.github.ldapauth.testkit.server.Client;
import io.github.ldapauth.testkit.server.Entries;
import io.github.ldapauth.testkit.server.NewPasswords;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How 389 Directory Server refuses changes of a password. */
final class Directory389Passwords {

  private Directory389Passwords() {}

  /** Returns why the password modify operation (RFC 3062) is refused; empty if it is not. */
  static Optional<Answer> refuse(
      String identity, @Nullable String oldPassword, Client client, Entries entries) {
    if (!client.encrypted()) {
      return Optional.of(
          new Answer(
              ResultCode.CONFIDENTIALITY_REQUIRED_INT_VALUE,
              "Operation requires a secure connection.\n"));
    }
    Optional<ReadOnlyEntry> user = entries.at(identity);
    if (!identity.isEmpty() && user.isEmpty()) {
      return Optional.of(
          new Answer(ResultCode.NO_SUCH_OBJECT_INT_VALUE, "No such Entry exists.\n"));
    }
    return oldPassword != null
            && user.filter(entry -> !entries.hasPassword(entry, oldPassword)).isPresent()
        ? Optional.of(
            new Answer(ResultCode.INVALID_CREDENTIALS_INT_VALUE, "Invalid oldPasswd value."))
        : Optional.empty();
  }

  /** The current password gets no error in the response control. */
  static Answer refuse(NewPasswords.Flaw flaw, NewPasswords rules, boolean byOperation) {
    String text =
        flaw == NewPasswords.Flaw.TOO_SHORT
            ? "invalid password syntax - password must be at least "
                + rules.minLength()
                + " characters long"
            : "password in history";
    Control[] controls =
        switch (flaw) {
          case TOO_SHORT -> new Control[] {PolicyResponse.insufficientPasswordQuality()};
          case IN_USE -> new Control[0];
          case USED_BEFORE -> new Control[] {PolicyResponse.passwordInHistory()};
        };
    return new Answer(
        ResultCode.CONSTRAINT_VIOLATION_INT_VALUE,
        byOperation ? "Failed to update password\n" : text,
        controls);
  }
}
