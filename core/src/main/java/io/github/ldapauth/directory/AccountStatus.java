// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.HOURS;
import static java.time.temporal.ChronoUnit.MINUTES;
import static java.time.temporal.ChronoUnit.SECONDS;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The state of a user's account, as far as the directory shows it: in its answer to the bind, and
 * in the user's entry.
 *
 * @param problem why the user may not sign in; empty if no reason is known
 * @param password whether the password was proven right
 * @param lockedUntil when a lock ends; empty if there is none, if it has no end, or if its end is
 *     unknown
 * @param passwordExpiresIn the time until the password expires; empty unless the directory warns
 * @param graceLoginsLeft how many more times the directory accepts the password, which has expired;
 *     0 if this was the last time; empty if it has not expired
 */
public record AccountStatus(
    Optional<Problem> problem,
    PasswordProof password,
    Optional<Instant> lockedUntil,
    Optional<Duration> passwordExpiresIn,
    OptionalInt graceLoginsLeft) {

  /** The state of an account of which nothing is known. */
  public static final AccountStatus UNKNOWN =
      new AccountStatus(
          Optional.empty(),
          PasswordProof.UNKNOWN,
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty());

  /** A reason why the user of an account may not sign in. */
  public enum Problem {
    /** An administrator disabled the account. */
    DISABLED,
    /** The account has expired, or is not valid yet. */
    EXPIRED,
    /** The account is locked, as after too many wrong passwords. */
    LOCKED,
    /** The account was not used for too long. */
    IDLE,
    /** The password has expired. */
    PASSWORD_EXPIRED,
    /** The user must change the password first, as an administrator set it. */
    MUST_CHANGE_PASSWORD,
    /** The user may sign in at other times. */
    NOT_AT_THIS_HOUR,
    /** The user may sign in from, or at, other computers. */
    NOT_FROM_HERE;

    String words() {
      String words = name().toLowerCase(Locale.ROOT).replace('_', ' ');
      return switch (this) {
        case DISABLED, EXPIRED, LOCKED, IDLE -> "account " + words;
        default -> words;
      };
    }
  }

  /** Whether the directory proved that a password is right. */
  public enum PasswordProof {
    /** The password is right, even if the user may not sign in. */
    RIGHT,
    /**
     * The directory answers that the password is wrong. A directory that hides locks answers so for
     * a right one too.
     */
    WRONG,
    /** The password was not checked, or the answer does not depend on it. */
    UNKNOWN
  }

  /** Returns a state with a problem, or without one. */
  static AccountStatus of(Optional<Problem> problem, PasswordProof password) {
    return new AccountStatus(
        problem, password, Optional.empty(), Optional.empty(), OptionalInt.empty());
  }

  AccountStatus withLockedUntil(Optional<Instant> end) {
    return new AccountStatus(problem, password, end, passwordExpiresIn, graceLoginsLeft);
  }

  AccountStatus withPasswordExpiresIn(Duration time) {
    return new AccountStatus(problem, password, lockedUntil, Optional.of(time), graceLoginsLeft);
  }

  AccountStatus withGraceLoginsLeft(int logins) {
    return new AccountStatus(
        problem, password, lockedUntil, passwordExpiresIn, OptionalInt.of(logins));
  }

  /**
   * Returns a warning to a user who may sign in, in words, such as {@code password expires in 3
   * days} or {@code 2 grace logins left}; empty if there is none.
   */
  public Optional<String> warning() {
    if (graceLoginsLeft.isPresent()) {
      return Optional.of(counted(graceLoginsLeft.getAsInt(), "grace login") + " left");
    }
    return passwordExpiresIn.isEmpty()
        ? Optional.empty()
        : Optional.of("password expires in " + words(passwordExpiresIn.get()));
  }

  private static String words(Duration time) {
    ChronoUnit unit =
        Stream.of(DAYS, HOURS, MINUTES)
            .filter(each -> time.compareTo(each.getDuration()) >= 0)
            .findFirst()
            .orElse(SECONDS);
    String plural = unit.toString().toLowerCase(Locale.ROOT);
    return counted(time.dividedBy(unit.getDuration()), plural.substring(0, plural.length() - 1));
  }

  private static String counted(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** Returns the problem in words, or else the warning. */
  @Override
  public String toString() {
    return problem
        .map(Problem::words)
        .map(words -> words + lockedUntil.map(end -> " until " + end).orElse(""))
        .or(this::warning)
        .orElse("no problem known");
  }
}
