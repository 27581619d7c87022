// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A parser of generalized time (RFC 4517, section 3.3.13): {@code YYYYMMDDHH[MM[SS]]}, an optional
 * fraction of the last unit, and {@code Z} or the difference to UTC.
 */
final class GeneralizedTime {

  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{4})(\\d\\d)(\\d\\d)(\\d\\d)(?:(\\d\\d)(\\d\\d)?)?(?:[.,](\\d{1,18}))?"
              + "(Z|[+-]\\d\\d(?:\\d\\d)?)");
  private static final int LEAP_SECOND = 60;

  private GeneralizedTime() {}

  /**
   * Returns the time. A leap second becomes the second after it.
   *
   * @throws IllegalArgumentException if the text is not a generalized time
   * @throws DateTimeException if there is no such day, time of day or difference to UTC
   */
  static Instant parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a generalized time");
    }
    int second = number(parts.group(6));
    int leap = second == LEAP_SECOND ? 1 : 0;
    LocalDateTime local =
        LocalDateTime.of(
            number(parts.group(1)),
            number(parts.group(2)),
            number(parts.group(3)),
            number(parts.group(4)),
            number(parts.group(5)),
            second - leap);
    return local.plusSeconds(leap).plus(fraction(parts)).toInstant(ZoneOffset.of(parts.group(8)));
  }

  private static int number(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  /** Returns the fraction of the last unit that the text gives. */
  private static Duration fraction(Matcher parts) {
    String digits = parts.group(7);
    if (digits == null) {
      return Duration.ZERO;
    }
    ChronoUnit unit =
        parts.group(6) != null
            ? ChronoUnit.SECONDS
            : parts.group(5) != null ? ChronoUnit.MINUTES : ChronoUnit.HOURS;
    BigDecimal whole = BigDecimal.valueOf(unit.getDuration().toNanos());
    return Duration.ofNanos(new BigDecimal("0." + digits).multiply(whole).longValue());
  }
}
