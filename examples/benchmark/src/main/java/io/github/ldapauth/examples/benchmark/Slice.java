// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

/**
 * The sign-ins of one contestant's turn.
 *
 * @param bytes allocated by all threads
 * @param cpuNanos used by the contestant's process, without slapd
 */
record Slice(long logins, long nanos, long bytes, long cpuNanos) {

  double perSecond() {
    return logins * 1e9 / nanos;
  }

  double kibPerLogin() {
    return bytes / 1024.0 / logins;
  }

  double cpuMicrosPerLogin() {
    return cpuNanos / 1e3 / logins;
  }

  String toLine() {
    return logins + " " + nanos + " " + bytes + " " + cpuNanos;
  }

  static Slice fromLine(String line) {
    String[] numbers = line.split(" ", -1);
    return new Slice(
        Long.parseLong(numbers[0]),
        Long.parseLong(numbers[1]),
        Long.parseLong(numbers[2]),
        Long.parseLong(numbers[3]));
  }
}
