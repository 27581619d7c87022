// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import io.github.ldapauth.directory.AccountStatus.PasswordProof;
import io.github.ldapauth.directory.AccountStatus.Problem;
import io.github.ldapauth.entry.AttributeReader;
import io.github.ldapauth.entry.LdapAttributes;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The values of one entry that show the state of its account, and the worst problem found in them.
 * A malformed value is like an absent one.
 */
final class AccountValues {

  /** The time of a lock by a password policy (draft-behera-ldap-password-policy-10, 5.3.3). */
  static final String LOCKED_SINCE = "pwdAccountLockedTime";

  /** A lock that only an administrator ends. */
  private static final Instant FOR_GOOD = Instant.parse("0000-01-01T00:00:00Z");

  private final LdapAttributes entry;
  private final Instant now;
  private final Predicate<Problem> counts;
  private final Consumer<String> malformed;
  private AccountStatus worst = AccountStatus.UNKNOWN;

  /**
   * @param counts whether to take notice of a problem
   * @param malformed gets a message without the value
   */
  AccountValues(
      LdapAttributes entry, Instant now, Predicate<Problem> counts, Consumer<String> malformed) {
    this.entry = entry;
    this.now = now;
    this.counts = counts;
    this.malformed = malformed;
  }

  AccountStatus worst() {
    return worst;
  }

  boolean has(String name) {
    return !entry.all(name).isEmpty();
  }

  boolean isTrue(String name) {
    return holds(name, "TRUE");
  }

  boolean holds(String name, String value) {
    return entry.all(name).stream().anyMatch(value::equalsIgnoreCase);
  }

  List<Instant> times(String name) {
    return read(AttributeReader.INSTANT.list(), name).orElse(List.of());
  }

  Optional<Long> number(String name) {
    return read(AttributeReader.NUMBER, name);
  }

  Optional<Instant> time(String name) {
    return read(AttributeReader.INSTANT, name);
  }

  Optional<Instant> fileTime(String name) {
    return read(AttributeReader.FILE_TIME, name);
  }

  private <T> Optional<T> read(AttributeReader<T> reader, String name) {
    if (!has(name)) {
      return Optional.empty();
    }
    try {
      return reader.read(entry, name);
    } catch (IllegalArgumentException e) {
      malformed.accept(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** Returns since when the account is locked, if the lock may end by itself. */
  Optional<Instant> lockedForATimeSince() {
    return time(LOCKED_SINCE).filter(since -> !since.equals(FOR_GOOD));
  }

  /** Returns whether a time has come. */
  boolean isOver(Instant time) {
    return !time.isAfter(now);
  }

  /** Returns whether so much time has passed since then; no if that is beyond all calendars. */
  boolean isOver(Instant since, Duration time) {
    try {
      return isOver(since.plus(time));
    } catch (DateTimeException | ArithmeticException e) {
      return false;
    }
  }

  /** Returns whether a time has come, counted since 1970; no if it is beyond all calendars. */
  boolean isOver(long units, ChronoUnit unit) {
    try {
      return isOver(Instant.EPOCH.plus(units, unit));
    } catch (DateTimeException | ArithmeticException e) {
      return false;
    }
  }

  void foundIf(boolean isFound, Problem problem) {
    if (isFound) {
      found(problem, Optional.empty());
    }
  }

  void disabledIfTrue(String name) {
    foundIf(isTrue(name), Problem.DISABLED);
  }

  /** Finds an expired account if the time has come. */
  void expiredAt(Instant end) {
    foundIf(isOver(end), Problem.EXPIRED);
  }

  void lockedUntil(Instant end) {
    found(Problem.LOCKED, Optional.of(end));
  }

  private void found(Problem problem, Optional<Instant> lockedUntil) {
    if (counts.test(problem)
        && worst.problem().filter(other -> other.compareTo(problem) <= 0).isEmpty()) {
      worst =
          AccountStatus.of(Optional.of(problem), PasswordProof.UNKNOWN)
              .withLockedUntil(lockedUntil);
    }
  }
}
