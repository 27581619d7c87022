// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.Control;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a request that a fault was scripted for. Immutable; each method returns a changed
 * copy.
 *
 * @param before how long to wait before the request takes effect
 * @param after how long to wait before it is answered, or before each byte of the answer
 * @param works whether it takes effect
 * @param mostEntries how many entries a search returns at most; 0 for all
 * @param references the URLs of continuation references that a search returns in addition
 * @param controls the controls that the answer carries in addition
 * @param ending how it ends
 * @param resultCode what is answered; -1 for the result of the work
 * @param text the diagnostic message, or the URL of a referral
 * @param held decides when the request goes on, or null
 */
record FaultEffect(
    Duration before,
    Duration after,
    boolean works,
    int mostEntries,
    List<String> references,
    List<Control> controls,
    Ending ending,
    int resultCode,
    String text,
    @Nullable HeldRequest held) {

  enum Ending {
    ANSWER,
    REFERRAL,
    HALF,
    DRIP,
    SILENCE,
    CLOSE;

    boolean closes() {
      return this == CLOSE || this == HALF;
    }

    boolean answers() {
      return this != SILENCE && this != CLOSE;
    }
  }

  /** Does the work and answers, as without a fault. */
  static final FaultEffect WORK = doing(true);

  /** Does no work; it needs another ending than the result of the work. */
  static final FaultEffect NO_WORK = doing(false);

  private static FaultEffect doing(boolean works) {
    Duration none = Duration.ZERO;
    return new FaultEffect(none, none, works, 0, List.of(), List.of(), Ending.ANSWER, -1, "", null);
  }

  FaultEffect answering(int code, String message) {
    return new FaultEffect(
        before, after, works, mostEntries, references, controls, ending, code, message, held);
  }

  FaultEffect referringTo(String url) {
    return answering(10, url).ending(Ending.REFERRAL);
  }

  FaultEffect ending(Ending other) {
    return new FaultEffect(
        before, after, works, mostEntries, references, controls, other, resultCode, text, held);
  }

  FaultEffect returningOnly(int entries) {
    return new FaultEffect(
        before, after, works, entries, references, controls, ending, resultCode, text, held);
  }

  FaultEffect pausing(Duration pause) {
    return new FaultEffect(
        before, pause, works, mostEntries, references, controls, ending, resultCode, text, held);
  }

  FaultEffect heldBy(HeldRequest request) {
    return new FaultEffect(
        before, after, works, mostEntries, references, controls, ending, resultCode, text, request);
  }

  /** Delays the request, and adds to the answer. */
  FaultEffect with(Duration delay, List<String> urls, List<Control> more) {
    return new FaultEffect(
        delay,
        after,
        works,
        mostEntries,
        List.copyOf(urls),
        List.copyOf(more),
        ending,
        resultCode,
        text,
        held);
  }
}
