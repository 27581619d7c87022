// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.ldap.sdk.ResultCode;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Judges binds as Active Directory does: always 49, with the reason in the text. */
final class ActiveDirectoryBinds {

  private static final String TEXT =
      "80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data %s, v1db1\0";
  private static final int DAYS_PER_WEEK = 7;
  private static final int HOURS_PER_DAY = 24;

  private final PasswordPolicy policy;
  private final InstantSource clock;

  ActiveDirectoryBinds(PasswordPolicy policy, InstantSource clock) {
    this.policy = policy;
    this.clock = clock;
  }

  /** Holds what is known of an account, by the directory's clock. */
  ActiveDirectoryAccount account(Editable person) {
    return new ActiveDirectoryAccount(person, policy, clock.instant());
  }

  BindAnswer judge(BindAttempt attempt, Entries entries) {
    ReadOnlyEntry person = attempt.person();
    if (person == null || !person.hasAttribute("userAccountControl")) {
      return refused("52e");
    }
    ActiveDirectoryAccount account = account(entries.live(person.getDN()));
    if (account.isLocked() && !account.isDisabled()) {
      return refused("775");
    }
    if (!attempt.passwordIsRight()) {
      account.countFailure();
      return refused("52e");
    }
    Optional<BindAnswer> refusal =
        state(account).or(() -> place(person)).map(ActiveDirectoryBinds::refused);
    if (refusal.isEmpty()) {
      account.forgetFailures();
    }
    return refusal.orElseGet(BindAnswer::success);
  }

  private static BindAnswer refused(String code) {
    return BindAnswer.refused(ResultCode.INVALID_CREDENTIALS_INT_VALUE, TEXT.formatted(code));
  }

  private static Optional<String> state(ActiveDirectoryAccount account) {
    if (account.isDisabled()) {
      return Optional.of("533");
    }
    if (account.hasEnded()) {
      return Optional.of("701");
    }
    if (account.mustChangePassword()) {
      return Optional.of("773");
    }
    return account.isPasswordExpired() ? Optional.of("532") : Optional.empty();
  }

  /** Tells whether a person may sign in here and now. */
  private Optional<String> place(ReadOnlyEntry person) {
    if (!mayNow(person.getAttributeValueBytes("logonHours"), clock.instant())) {
      return Optional.of("530");
    }
    String computers = person.getAttributeValue("userWorkstations");
    boolean mayHere =
        computers == null
            || Stream.of(computers.split(",", -1))
                .anyMatch(ActiveDirectoryDomain.SERVER::equalsIgnoreCase);
    return mayHere ? Optional.empty() : Optional.of("531");
  }

  /** Reads one bit for each hour of the week, from Sunday 0:00 UTC (MS-SAMR, section 2.2.6.5). */
  private static boolean mayNow(byte @Nullable [] hours, Instant now) {
    if (hours == null || hours.length * Byte.SIZE < DAYS_PER_WEEK * HOURS_PER_DAY) {
      return true;
    }
    OffsetDateTime time = now.atOffset(ZoneOffset.UTC);
    int hour = time.getDayOfWeek().getValue() % DAYS_PER_WEEK * HOURS_PER_DAY + time.getHour();
    return (hours[hour / Byte.SIZE] >> hour % Byte.SIZE & 1) == 1;
  }
}
