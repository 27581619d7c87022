// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * What the measurements ran on.
 *
 * @param load the load average of the last minute; negative if unknown
 */
record Machine(String jdk, int processors, double load) {

  static Machine now() {
    return new Machine(
        Runtime.version().toString(),
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  /** Returns whether other programs disturb the measurement. */
  boolean isBusy() {
    return load > 0.25 * processors;
  }

  String title() {
    return String.format(
        Locale.ROOT,
        "JDK %s, %d processors, load average at the start %.2f%s",
        jdk,
        processors,
        load,
        isBusy() ? " (BUSY: compare ratios only, and with care)" : "");
  }
}
