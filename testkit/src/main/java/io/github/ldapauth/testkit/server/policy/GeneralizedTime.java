// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import io.github.ldapauth.testkit.server.EditableEntry;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Formats and parses times (RFC 4517, section 3.3.13). */
final class GeneralizedTime {

  private static final DateTimeFormatter SECONDS = formatter("uuuuMMddHHmmss'Z'");
  private static final DateTimeFormatter MICROSECONDS = formatter("uuuuMMddHHmmss.SSSSSS'Z'");

  private static final DateTimeFormatter DIGITS =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);
  private static final Pattern FORM =
      Pattern.compile(
          "(?<minute>\\d{12})((?<second>\\d{2})([.,](?<fraction>\\d{1,9}))?)?"
              + "(?<zone>Z|[+-]\\d{2}(\\d{2})?)");

  private GeneralizedTime() {}

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }

  /** Formats a time to the second. */
  static String of(Instant time) {
    return SECONDS.format(time);
  }

  /** Formats a time to the microsecond. */
  static String precisely(Instant time) {
    return MICROSECONDS.format(time);
  }

  /** Returns the time in an attribute; empty if there is none. */
  static Optional<Instant> in(EditableEntry entry, String attribute) {
    List<String> values = entry.values(attribute);
    return values.isEmpty() ? Optional.empty() : Optional.of(read(attribute, values.get(0)));
  }

  /** Adds a time to an attribute, or the next free one, and returns the number of times. */
  static int addTo(EditableEntry entry, String attribute, Instant time) {
    List<String> times = new ArrayList<>(entry.values(attribute));
    Instant free = time;
    while (times.contains(precisely(free))) {
      free = free.plus(1, ChronoUnit.MICROS);
    }
    times.add(precisely(free));
    entry.set(attribute, times.toArray(String[]::new));
    return times.size();
  }

  /** The SDK's parser depends on the calendar and the digits of the machine's locale. */
  private static Instant parse(String value) {
    Matcher form = FORM.matcher(value);
    if (!form.matches()) {
      throw new DateTimeException(value);
    }
    String zone = form.group("zone");
    return LocalDateTime.parse(
            form.group("minute") + Objects.requireNonNullElse(form.group("second"), "00"), DIGITS)
        .plusNanos(nanos(form.group("fraction")))
        .toInstant(ZoneOffset.of(zone));
  }

  private static long nanos(@Nullable String fraction) {
    return fraction == null ? 0 : Long.parseLong((fraction + "00000000").substring(0, 9));
  }

  private static Instant read(String attribute, String value) {
    try {
      return parse(value);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(attribute + ": " + value + " is not a time", e);
    }
  }
}
