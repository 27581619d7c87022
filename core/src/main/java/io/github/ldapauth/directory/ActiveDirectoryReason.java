// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import io.github.ldapauth.directory.PasswordCheck.Verdict;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A reason of Active Directory to reject a bind. The result code is always 49; the diagnostic
 * message contains the reason as a Windows error code: {@code … error, data 533, v1db1}. A reason
 * without a verdict is about the server, not about the user.
 */
enum ActiveDirectoryReason {
  /** No controller of the user's domain answers. */
  NO_LOGON_SERVERS("51f", null),
  NO_SUCH_USER("525", Verdict.NO_SUCH_ENTRY),
  ACCOUNT_RESTRICTION("52f", Verdict.REFUSED),
  NOT_AT_THIS_HOUR("530", Verdict.REFUSED),
  NOT_FROM_THIS_WORKSTATION("531", Verdict.REFUSED),
  PASSWORD_EXPIRED("532", Verdict.PASSWORD_EXPIRED),
  ACCOUNT_DISABLED("533", Verdict.ACCOUNT_DISABLED),
  /** The server ran out of a resource. */
  TOO_MANY_CONTEXT_IDS("568", null),
  /** The server may not request this kind of sign-in. */
  LOGON_TYPE_NOT_GRANTED("569", null),
  /** The trust between two domains is broken. */
  NO_TRUST_ACCOUNT("6fb", null),
  TRUSTED_DOMAIN_FAILURE("6fc", null),
  TRUSTED_RELATIONSHIP_FAILURE("6fd", null),
  ACCOUNT_EXPIRED("701", Verdict.ACCOUNT_EXPIRED),
  MUST_CHANGE_PASSWORD("773", Verdict.MUST_CHANGE_PASSWORD),
  ACCOUNT_LOCKED("775", Verdict.ACCOUNT_LOCKED);

  private static final Pattern CODE = Pattern.compile("(?i)\\bdata ([0-9a-f]{3,4})\\b");

  private final String code;
  private final @Nullable Verdict verdict;

  ActiveDirectoryReason(String code, @Nullable Verdict verdict) {
    this.code = code;
    this.verdict = verdict;
  }

  /** Finds the reason in a diagnostic message; empty if there is none, or an unknown one. */
  static Optional<ActiveDirectoryReason> in(@Nullable String diagnostic) {
    Matcher found = CODE.matcher(diagnostic == null ? "" : diagnostic);
    return found.find()
        ? Stream.of(values())
            .filter(reason -> reason.code.equalsIgnoreCase(found.group(1)))
            .findFirst()
        : Optional.empty();
  }

  /** Returns the verdict about the user; empty if there is none. */
  Optional<Verdict> verdict() {
    return Optional.ofNullable(verdict);
  }

  /** Returns the reason in words. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
