// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.springboot;

import io.github.ldapauth.SignInEvent;
import io.github.ldapauth.SignInListener;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/**
 * The timer {@code ldap.sign.in}: how many sign-ins, with which outcome, and how long they took.
 */
@Component
record SignInMetrics(MeterRegistry meters) implements SignInListener {

  @Override
  public void onOutcome(SignInEvent event) {
    meters.timer("ldap.sign.in", "outcome", outcome(event)).record(event.attempt().duration());
  }

  private static String outcome(SignInEvent event) {
    if (event instanceof SignInEvent.Rejected no) {
      return no.reason().name();
    }
    if (event instanceof SignInEvent.Failed failed) {
      return failed.stage().map(stage -> "failed: " + stage).orElse("failed");
    }
    return "accepted";
  }
}
