// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.Control;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a request that a fault was scripted for.
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
  }
}
