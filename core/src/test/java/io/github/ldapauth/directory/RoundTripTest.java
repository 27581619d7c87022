// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The measured round trip, which decides whether a second thread is worth it. */
class RoundTripTest {

  private final RoundTrip roundTrip = new RoundTrip();

  private void took(int requests, Duration each) {
    for (int i = 0; i < requests; i++) {
      roundTrip.took(each.toNanos());
    }
  }

  @Test
  void fewRequestsDecideNothing() {
    took(31, Duration.ofMillis(20));
    assertThat(roundTrip.isLong()).isFalse();
    took(1, Duration.ofMillis(20));
    assertThat(roundTrip.isLong()).isTrue();
  }

  @Test
  void millisecondIsLong() {
    took(32, Duration.ofMillis(1));
    assertThat(roundTrip.isLong()).isTrue();
    took(64, Duration.ofMillis(1).minusNanos(1));
    assertThat(roundTrip.isLong()).isFalse();
  }

  @Test
  void slowRequestsAreNoLongRoundTrips() {
    took(1, Duration.ofNanos(200_000));
    took(60, Duration.ofMillis(300));
    assertThat(roundTrip.isLong()).isFalse();
  }

  @Test
  void farServerIsNoticedAfterANearOne() {
    took(40, Duration.ofNanos(200_000));
    took(64, Duration.ofMillis(20));
    assertThat(roundTrip.isLong()).isTrue();
  }
}
