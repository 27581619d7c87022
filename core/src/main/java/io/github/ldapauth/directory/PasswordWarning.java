// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.HOURS;
import static java.time.temporal.ChronoUnit.MINUTES;
import static java.time.temporal.ChronoUnit.SECONDS;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A warning of the directory when it accepts a password: {@link ExpiresIn} or {@link
 * GraceLoginsLeft}. The sign-in succeeds; show the warning to the user.
 */
public sealed interface PasswordWarning {

  /**
   * The password expires soon.
   *
   * @param duration the time until it expires, in seconds; never negative
   */
  record ExpiresIn(Duration duration) implements PasswordWarning {

    /** Returns the warning in words, such as {@code password expires in 3 days}. */
    @Override
    public String toString() {
      ChronoUnit unit =
          Stream.of(DAYS, HOURS, MINUTES)
              .filter(each -> duration.compareTo(each.getDuration()) >= 0)
              .findFirst()
              .orElse(SECONDS);
      return "password expires in " + counted(duration.dividedBy(unit.getDuration()), unit);
    }

    private static String counted(long number, ChronoUnit unit) {
      String plural = unit.toString().toLowerCase(Locale.ROOT);
      return number + " " + (number == 1 ? plural.substring(0, plural.length() - 1) : plural);
    }
  }

  /**
   * The password has expired, and is accepted only a few more times.
   *
   * @param logins how many more times after this sign-in; 0 if this was the last
   */
  record GraceLoginsLeft(int logins) implements PasswordWarning {

    /** Returns the warning in words, such as {@code 2 grace logins left}. */
    @Override
    public String toString() {
      return logins + (logins == 1 ? " grace login left" : " grace logins left");
    }
  }
}
