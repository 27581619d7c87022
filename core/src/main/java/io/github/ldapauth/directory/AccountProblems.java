// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import io.github.ldapauth.directory.AccountStatus.Problem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/** The problems of accounts that each kind of attributes shows. */
final class AccountProblems {

  private static final Set<String> OPERATIONAL =
      Set.of(
          Windows.COMPUTED,
          AccountValues.LOCKED_SINCE,
          "pwdReset",
          "pwdStartTime",
          "pwdEndTime",
          "nsAccountLock",
          "accountUnlockTime",
          "ds-pwp-account-disabled",
          "ds-pwp-account-expiration-time");

  private AccountProblems() {}

  /** Names and flags of MS-ADTS, sections 2.2.16 and 3.1.1.4.5.17. */
  private static final class Windows {
    static final String CONTROL = "userAccountControl";
    static final String COMPUTED = "msDS-User-Account-Control-Computed";
    static final String EXPIRES = "accountExpires";
    static final String PASSWORD_SET = "pwdLastSet";
    static final String LOCKED = "lockoutTime";

    static final long IS_DISABLED = 0x2;
    static final long IS_LOCKED = 0x10;
    static final long IS_PASSWORD_EXPIRED = 0x800000;

    /** The password does not expire, or a smart card takes its place. */
    static final long PASSWORD_LASTS = 0x10000 | 0x40000;
  }

  /** Returns the names of the attributes of a kind. */
  static List<String> names(AccountAttributes kind) {
    return switch (kind) {
      case ACTIVE_DIRECTORY ->
          List.of(
              Windows.CONTROL,
              Windows.COMPUTED,
              Windows.EXPIRES,
              Windows.PASSWORD_SET,
              Windows.LOCKED);
      case PASSWORD_POLICY ->
          List.of(AccountValues.LOCKED_SINCE, "pwdReset", "pwdStartTime", "pwdEndTime");
      case DIRECTORY_389 -> List.of("nsAccountLock", "accountUnlockTime");
      case KERBEROS -> List.of("krbPrincipalExpiration", "krbPasswordExpiration");
      case SHADOW -> List.of("shadowExpire");
      case OPEN_DJ -> List.of("ds-pwp-account-disabled", "ds-pwp-account-expiration-time");
      case E_DIRECTORY -> List.of("loginDisabled");
    };
  }

  /** Returns whether a directory shows the attribute only if it is requested by name. */
  static boolean isOperational(String name) {
    return OPERATIONAL.contains(name);
  }

  /** Finds the problems that the attributes of a kind show. */
  static void find(AccountAttributes kind, AccountValues values) {
    switch (kind) {
      case ACTIVE_DIRECTORY -> findInActiveDirectory(values);
      case PASSWORD_POLICY -> findByPolicy(values);
      case DIRECTORY_389 -> findIn389(values);
      case KERBEROS -> findOfKerberos(values);
      case SHADOW -> findInShadow(values);
      case OPEN_DJ -> {
        values.disabledIfTrue("ds-pwp-account-disabled");
        values.time("ds-pwp-account-expiration-time").ifPresent(values::expiredAt);
      }
      case E_DIRECTORY -> values.disabledIfTrue("loginDisabled");
    }
  }

  private static void findInActiveDirectory(AccountValues values) {
    long control = values.number(Windows.CONTROL).orElse(0L);
    values.foundIf((control & Windows.IS_DISABLED) != 0, Problem.DISABLED);
    values.fileTime(Windows.EXPIRES).ifPresent(values::expiredAt);
    // Only the computed flag tells whether a lock has run out.
    long computed =
        values
            .number(Windows.COMPUTED)
            .or(() -> values.number(Windows.LOCKED).map(time -> time == 0 ? 0 : Windows.IS_LOCKED))
            .orElse(0L);
    values.foundIf((computed & Windows.IS_LOCKED) != 0, Problem.LOCKED);
    boolean mustChange =
        (control & Windows.PASSWORD_LASTS) == 0
            && values.number(Windows.PASSWORD_SET).filter(time -> time == 0).isPresent();
    // A password that must be changed counts as expired too.
    values.foundIf(mustChange, Problem.MUST_CHANGE_PASSWORD);
    values.foundIf(
        !mustChange && (computed & Windows.IS_PASSWORD_EXPIRED) != 0, Problem.PASSWORD_EXPIRED);
  }

  private static void findByPolicy(AccountValues values) {
    values.foundIf(values.has(AccountValues.LOCKED_SINCE), Problem.LOCKED);
    values.foundIf(values.isTrue("pwdReset"), Problem.MUST_CHANGE_PASSWORD);
    values
        .time("pwdStartTime")
        .ifPresent(start -> values.foundIf(!values.isOver(start), Problem.EXPIRED));
    values.time("pwdEndTime").ifPresent(values::expiredAt);
  }

  private static void findIn389(AccountValues values) {
    values.disabledIfTrue("nsAccountLock");
    Instant unlock = values.time("accountUnlockTime").orElse(null);
    if (unlock != null && !values.isOver(unlock)) {
      values.lockedUntil(unlock);
    }
    // A lock that only an administrator ends.
    values.foundIf(Instant.EPOCH.equals(unlock), Problem.LOCKED);
  }

  /** Kerberos takes the beginning of 1970 for never. */
  private static void findOfKerberos(AccountValues values) {
    values
        .time("krbPrincipalExpiration")
        .filter(end -> !end.equals(Instant.EPOCH))
        .ifPresent(values::expiredAt);
    values
        .time("krbPasswordExpiration")
        .filter(end -> !end.equals(Instant.EPOCH))
        .ifPresent(end -> values.foundIf(values.isOver(end), Problem.PASSWORD_EXPIRED));
  }

  private static void findInShadow(AccountValues values) {
    values
        .number("shadowExpire")
        .filter(day -> day >= 0)
        .ifPresent(day -> values.foundIf(values.isOver(day, ChronoUnit.DAYS), Problem.EXPIRED));
  }
}
