// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Shows the time, and how much later a test wants it to be. */
final class MovableClock implements InstantSource {

  private volatile Duration ahead = Duration.ZERO;

  synchronized void advance(Duration duration) {
    ahead = ahead.plus(duration);
  }

  void reset() {
    ahead = Duration.ZERO;
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead);
  }
}
