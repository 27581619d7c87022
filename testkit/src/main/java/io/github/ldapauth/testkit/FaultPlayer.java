// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.listener.LDAPListenerClientConnection;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.sdk.Control;
import io.github.ldapauth.testkit.FaultEffect.Ending;
import io.github.ldapauth.testkit.server.Answer;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Plays the effect of a fault on one request.
 *
 * @param period the period in which the request arrived
 * @param work does the work; takes how many entries a search may return, 0 for any number
 */
record FaultPlayer(
    int messageId,
    Operation.Type type,
    LDAPListenerClientConnection connection,
    RequestDelays.Period period,
    IntFunction<LDAPMessage> work) {

  /**
   * Returns the answer; null if there is none, or if it was sent already.
   *
   * @throws RequestDelays.Ended if the directory stops while the request waits
   */
  @Nullable LDAPMessage play(FaultEffect effect) {
    HeldRequest held = effect.held();
    period.pause(effect.before());
    if (held != null && !held.isAfterWork()) {
      period.hold(held);
    }
    LDAPMessage worked = effect.works() ? work.apply(effect.mostEntries()) : null;
    effect.references().forEach(url -> Answer.sendReference(connection, messageId, url));
    if (held != null && held.isAfterWork()) {
      period.hold(held);
    }
    if (effect.ending() != Ending.DRIP) {
      period.pause(effect.after());
    }
    return switch (effect.ending()) {
      case SILENCE, CLOSE -> null;
      case ANSWER, REFERRAL -> answer(effect, worked);
      case HALF, DRIP -> {
        AnswerBytes.send(answer(effect, worked), connection.getSocket(), effect, period);
        yield null;
      }
    };
  }

  private LDAPMessage answer(FaultEffect effect, @Nullable LDAPMessage worked) {
    if (effect.resultCode() < 0 && worked != null) {
      List<Control> controls =
          Stream.concat(worked.getControls().stream(), effect.controls().stream()).toList();
      return new LDAPMessage(messageId, worked.getProtocolOp(), controls);
    }
    boolean referral = effect.ending() == Ending.REFERRAL;
    return new Answer(
            effect.resultCode(),
            referral ? "" : effect.text(),
            referral ? List.of(effect.text()) : List.of(),
            effect.controls())
        .toMessage(messageId, type.responseType());
  }
}
