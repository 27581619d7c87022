// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.activedirectory;

import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.testkit.server.Answer;
import io.github.ldapauth.testkit.server.EditableEntry;
import io.github.ldapauth.testkit.server.Entries;
import io.github.ldapauth.testkit.server.PolicyRules;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The answers of Active Directory to binds: always 49, with the reason in the text. */
final class ActiveDirectoryBinds {

  private static final String TEXT =
      "80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data %s, v1db1\0";

  /** The text of Active Directory; that of Samba is shorter. */
  static final Answer WITHOUT_TLS =
      new Answer(
          ResultCode.STRONG_AUTH_REQUIRED_INT_VALUE,
          "00002028: LdapErr: DSID-0C090259, comment: The server requires binds to turn on"
              + " integrity checking if SSL\\TLS are not already active on the connection, data 0,"
              + " v1db1\0");

  private static final int DAYS_PER_WEEK = 7;
  private static final int HOURS_PER_DAY = 24;

  private final PolicyRules policy;
  private final InstantSource clock;

  ActiveDirectoryBinds(PolicyRules policy, InstantSource clock) {
    this.policy = policy;
    this.clock = clock;
  }

  ActiveDirectoryAccount account(EditableEntry user) {
    return new ActiveDirectoryAccount(user, policy, clock.instant());
  }

  Answer judge(@Nullable ReadOnlyEntry user, boolean passwordIsRight, Entries entries) {
    if (user == null || !user.hasAttribute("userAccountControl")) {
      return refused("52e");
    }
    ActiveDirectoryAccount account = account(entries.edit(user.getDN()));
    if (account.isLocked() && !account.isDisabled()) {
      return refused("775");
    }
    if (!passwordIsRight) {
      account.countFailure();
      return refused("52e");
    }
    Optional<Answer> refusal =
        state(account).or(() -> place(user)).map(ActiveDirectoryBinds::refused);
    if (refusal.isEmpty()) {
      account.clearFailures();
    }
    return refusal.orElseGet(Answer::success);
  }

  private static Answer refused(String code) {
    return new Answer(ResultCode.INVALID_CREDENTIALS_INT_VALUE, TEXT.formatted(code));
  }

  private static Optional<String> state(ActiveDirectoryAccount account) {
    if (account.isDisabled()) {
      return Optional.of("533");
    }
    if (account.isExpired()) {
      return Optional.of("701");
    }
    if (account.mustChangePassword()) {
      return Optional.of("773");
    }
    return account.isPasswordExpired() ? Optional.of("532") : Optional.empty();
  }

  /**
   * Returns why a user may not sign in at this time or on this server; empty if there is no reason.
   */
  private Optional<String> place(ReadOnlyEntry user) {
    if (!mayNow(user.getAttributeValueBytes("logonHours"), clock.instant())) {
      return Optional.of("530");
    }
    String computers = user.getAttributeValue("userWorkstations");
    boolean mayHere =
        computers == null
            || Stream.of(computers.split(",", -1))
                .anyMatch(ActiveDirectoryDomain.SERVER::equalsIgnoreCase);
    return mayHere ? Optional.empty() : Optional.of("531");
  }

  /** Checks one bit for each hour of the week, from Sunday 0:00 UTC (MS-SAMR, section 2.2.6.5). */
  private static boolean mayNow(byte @Nullable [] hours, Instant now) {
    if (hours == null || hours.length * Byte.SIZE < DAYS_PER_WEEK * HOURS_PER_DAY) {
      return true;
    }
    OffsetDateTime time = now.atOffset(ZoneOffset.UTC);
    int hour = time.getDayOfWeek().getValue() % DAYS_PER_WEEK * HOURS_PER_DAY + time.getHour();
    return (hours[hour / Byte.SIZE] >> hour % Byte.SIZE & 1) == 1;
  }
}
