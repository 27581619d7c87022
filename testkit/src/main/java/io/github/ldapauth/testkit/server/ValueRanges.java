// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Attribute;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts long attributes into ranges of values (MS-ADTS, section 3.1.1.3.1.3.3). */
final class ValueRanges {

  private static final Pattern RANGE =
      Pattern.compile("(?i)(?<name>.*);range=(?<from>\\d{1,9})-(?<to>\\d{1,9}|\\*)");

  private ValueRanges() {}

  /** Returns the name of a requested attribute, without a range. */
  static String nameOf(String requested) {
    Matcher range = RANGE.matcher(requested);
    return range.matches() ? range.group("name") : requested;
  }

  /**
   * Returns the values that one answer holds; past the end there are none.
   *
   * @param most how many values there are at most
   */
  static Attribute cut(Attribute whole, List<String> requested, int most) {
    int from = 0;
    int to = Integer.MAX_VALUE;
    boolean asked = false;
    for (String name : requested) {
      Matcher range = RANGE.matcher(name);
      if (range.matches() && range.group("name").equalsIgnoreCase(whole.getName())) {
        asked = true;
        from = Integer.parseInt(range.group("from"));
        to = range.group("to").equals("*") ? to : Integer.parseInt(range.group("to")) + 1;
      }
    }
    ASN1OctetString[] values = whole.getRawValues();
    if (!asked && values.length <= most) {
      return whole;
    }
    int end = (int) Math.min(Math.min(to, (long) from + most), values.length);
    String last = end == values.length ? "*" : String.valueOf(end - 1);
    return new Attribute(
        whole.getName() + ";range=" + from + "-" + last,
        Arrays.copyOfRange(values, Math.min(from, end), end));
  }
}
