// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A record of DNS that names a server (RFC 2782).
 *
 * @param priority lower ones are tried first
 * @param weight how often the server comes first among those of its priority
 */
record SrvRecord(int priority, int weight, ServerAddress target) {

  private static final Pattern TEXT = Pattern.compile("(\\d{1,5}) (\\d{1,5}) (\\d{1,5}) (\\S+)");
  private static final int MAX = 0xFFFF;

  /** Returns whether the text says that there is no server. */
  static boolean isNone(String text) {
    return text.endsWith(" .");
  }

  /**
   * Parses a record: priority, weight, port and host.
   *
   * @throws IllegalArgumentException if it names no server
   */
  static SrvRecord parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a priority, weight, port and host");
    }
    String host = parts.group(4).toLowerCase(Locale.ROOT);
    if (HostNames.isAddress(host)) {
      throw new IllegalArgumentException("not a host name");
    }
    int port = number(parts.group(3));
    if (port == 0) {
      throw new IllegalArgumentException("has port 0");
    }
    return new SrvRecord(
        number(parts.group(1)),
        number(parts.group(2)),
        new ServerAddress(HostNames.check(host), port));
  }

  private static int number(String text) {
    int number = Integer.parseInt(text);
    if (number > MAX) {
      throw new IllegalArgumentException(number + " is more than " + MAX);
    }
    return number;
  }

  /**
   * Draws an order: by priority, and by chance among equal priorities. A server with twice the
   * weight comes first twice as often; one with weight 0 rarely.
   *
   * @param random returns a number from 0 to its argument, that included
   */
  static List<SrvRecord> draw(Collection<SrvRecord> records, IntUnaryOperator random) {
    List<SrvRecord> left = new ArrayList<>(records);
    // RFC 2782 has those of weight 0 come first, so that a draw of 0 selects one of them.
    left.sort(
        Comparator.comparingInt(SrvRecord::priority)
            .thenComparing(one -> one.weight() > 0)
            .thenComparing(one -> one.target().toString()));
    List<SrvRecord> result = new ArrayList<>();
    while (!left.isEmpty()) {
      int priority = left.get(0).priority();
      List<SrvRecord> equal = left.stream().filter(one -> one.priority() == priority).toList();
      SrvRecord next = select(equal, random);
      left.remove(next);
      result.add(next);
    }
    return result;
  }

  private static SrvRecord select(List<SrvRecord> equal, IntUnaryOperator random) {
    int total = equal.stream().mapToInt(SrvRecord::weight).sum();
    if (total == 0) {
      return equal.get(random.applyAsInt(equal.size() - 1));
    }
    int drawn = random.applyAsInt(total);
    int sum = 0;
    for (SrvRecord one : equal) {
      sum += one.weight();
      if (sum >= drawn) {
        return one;
      }
    }
    return equal.get(equal.size() - 1);
  }
}
