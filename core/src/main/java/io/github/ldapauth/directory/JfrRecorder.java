// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import jdk.jfr.FlightRecorder;

/** Java Flight Recorder. Java may lack its module, {@code jdk.jfr}. */
public final class JfrRecorder {

  private static final boolean IS_THERE = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private JfrRecorder() {}

  /**
   * Returns whether it was started. Load no event before: that would take a third of the time of
   * the first sign-in.
   */
  public static boolean isStarted() {
    return IS_THERE && FlightRecorder.isInitialized();
  }
}
