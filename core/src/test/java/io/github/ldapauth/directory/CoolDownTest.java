// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static io.github.ldapauth.directory.CoolDown.SERVICE;
import static io.github.ldapauth.directory.CoolDown.USER;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CoolDownTest {

  private static final Duration LENGTH = Duration.ofSeconds(30);
  private static final int NO_CONNECTION = 0;

  private final AtomicLong nanos = new AtomicLong();
  private final CoolDown coolDown = new CoolDown(new Clock(nanos::get, () -> 0), LENGTH);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void failedServerIsLeftAloneUntilTheTimeIsOver() {
    assertThat(coolDown.isWell()).isTrue();
    coolDown.failed(NO_CONNECTION, "refused");

    assertThat(coolDown.isWell()).isFalse();
    assertThat(coolDown.reason()).isEqualTo("refused");
    pass(LENGTH.minusNanos(1));
    assertThat(coolDown.takesTrial()).isFalse();
    pass(Duration.ofNanos(1));
    assertThat(coolDown.takesTrial()).isTrue();
  }

  @Test
  void oneThreadTriesTheServerAgain() {
    coolDown.failed(NO_CONNECTION, "refused");
    pass(LENGTH);
    assertThat(coolDown.takesTrial()).isTrue();
    assertThat(coolDown.takesTrial()).isFalse();

    coolDown.works();
    assertThat(coolDown.isWell()).isTrue();
    assertThat(coolDown.takesTrial()).isFalse();
  }

  @Test
  void failedTrialBeginsAnotherCoolDown() {
    coolDown.failed(NO_CONNECTION, "refused");
    pass(LENGTH);
    assertThat(coolDown.takesTrial()).isTrue();
    coolDown.failed(NO_CONNECTION, "still refused");

    pass(LENGTH.minusNanos(1));
    assertThat(coolDown.takesTrial()).isFalse();
    assertThat(coolDown.downSince()).isZero();
    pass(Duration.ofNanos(1));
    assertThat(coolDown.takesTrial()).isTrue();
  }

  /** As if its thread had ended in between. */
  @Test
  void trialWithoutAResultIsRepeatedByAnother() {
    coolDown.failed(NO_CONNECTION, "refused");
    pass(LENGTH);
    assertThat(coolDown.takesTrial()).isTrue();
    pass(LENGTH);
    assertThat(coolDown.takesTrial()).isTrue();
  }

  @Test
  void trialThatWasNotMadeIsLeftToTheNextThread() {
    coolDown.failed(NO_CONNECTION, "refused");
    pass(LENGTH);
    assertThat(coolDown.takesTrial()).isTrue();
    coolDown.endTrial();
    assertThat(coolDown.takesTrial()).isTrue();

    coolDown.failed(NO_CONNECTION, "still refused");
    coolDown.endTrial();
    assertThat(coolDown.takesTrial()).isFalse();
  }

  @Test
  void doubtedServerIsTriedAtOnceByOneThread() {
    assertThat(coolDown.doubted(USER, "no answer")).isFalse();
    assertThat(coolDown.isWell()).isFalse();
    assertThat(coolDown.takesTrial()).isTrue();
    assertThat(coolDown.takesTrial()).isFalse();
  }

  @Test
  void secondDoubtAfterASuccessfulTrialBeginsACoolDown() {
    coolDown.doubted(USER, "no answer");
    coolDown.works();

    assertThat(coolDown.doubted(USER, "no answer")).isTrue();
    assertThat(coolDown.takesTrial()).isFalse();
  }

  @Test
  void answerOfTheSameKindEndsTheDoubt() {
    coolDown.doubted(USER, "no answer");
    coolDown.works();
    coolDown.answered(SERVICE);
    coolDown.answered(USER);

    assertThat(coolDown.doubted(USER, "no answer")).isFalse();
    coolDown.works();
    coolDown.answered(SERVICE);
    assertThat(coolDown.doubted(USER, "no answer")).isTrue();
  }

  /** A server may accept binds while it cannot search. */
  @Test
  void answerOfAnotherKindDoesNotEndTheCoolDown() {
    coolDown.failed(SERVICE, "unavailable");
    assertThat(coolDown.answered(USER)).isFalse();
    assertThat(coolDown.isWell()).isFalse();

    assertThat(coolDown.answered(SERVICE)).isTrue();
    assertThat(coolDown.isWell()).isTrue();
  }
}
