// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import com.unboundid.util.StaticUtils;
import io.github.ldapauth.testkit.server.EditableEntry;
import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** Formats and parses times (RFC 4517, section 3.3.13). */
final class GeneralizedTime {

  private static final DateTimeFormatter SECONDS = formatter("uuuuMMddHHmmss'Z'");
  private static final DateTimeFormatter MICROSECONDS = formatter("uuuuMMddHHmmss.SSSSSS'Z'");

  private GeneralizedTime() {}

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC);
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

  private static Instant read(String attribute, String value) {
    try {
      return StaticUtils.decodeGeneralizedTime(value).toInstant();
    } catch (ParseException e) {
      throw new IllegalArgumentException(attribute + ": " + value + " is not a time", e);
    }
  }
}
