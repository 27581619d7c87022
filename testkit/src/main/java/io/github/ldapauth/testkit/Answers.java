// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.listener.LDAPListenerClientConnection;
import com.unboundid.ldap.protocol.AddResponseProtocolOp;
import com.unboundid.ldap.protocol.BindResponseProtocolOp;
import com.unboundid.ldap.protocol.CompareResponseProtocolOp;
import com.unboundid.ldap.protocol.DeleteResponseProtocolOp;
import com.unboundid.ldap.protocol.ExtendedResponseProtocolOp;
import com.unboundid.ldap.protocol.GenericResponseProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ModifyDNResponseProtocolOp;
import com.unboundid.ldap.protocol.ModifyResponseProtocolOp;
import com.unboundid.ldap.protocol.ProtocolOp;
import com.unboundid.ldap.protocol.SearchResultDoneProtocolOp;
import com.unboundid.ldap.protocol.SearchResultReferenceProtocolOp;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import io.github.ldapauth.testkit.Operation.Type;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the answers that the SDK's in-memory server would not give. */
final class Answers {

  private Answers() {}

  /** Makes the answer that a fault asks for; {@code worked} is what the work came to, if any. */
  static LDAPMessage scripted(int id, Type type, FaultEffect effect, @Nullable LDAPMessage worked) {
    if (effect.resultCode() < 0 && worked != null) {
      List<Control> controls =
          Stream.concat(worked.getControls().stream(), effect.controls().stream()).toList();
      return new LDAPMessage(id, worked.getProtocolOp(), controls);
    }
    boolean referral = effect.ending() == FaultEffect.Ending.REFERRAL;
    String text = referral || effect.text().isEmpty() ? null : effect.text();
    List<String> referrals = referral ? List.of(effect.text()) : List.of();
    return new LDAPMessage(
        id, response(type, effect.resultCode(), text, referrals), effect.controls());
  }

  /** Makes an answer of a kind of request. */
  static LDAPMessage of(
      int id, Type type, int resultCode, @Nullable String text, List<Control> controls) {
    return new LDAPMessage(id, response(type, resultCode, text, List.of()), controls);
  }

  private static ProtocolOp response(
      Type type, int code, @Nullable String text, List<String> referrals) {
    return switch (type) {
      case BIND -> new BindResponseProtocolOp(code, null, text, referrals, null);
      case SEARCH -> new SearchResultDoneProtocolOp(code, null, text, referrals);
      case COMPARE -> new CompareResponseProtocolOp(code, null, text, referrals);
      case EXTENDED -> new ExtendedResponseProtocolOp(code, null, text, referrals, null, null);
      case ADD -> new AddResponseProtocolOp(code, null, text, referrals);
      case DELETE -> new DeleteResponseProtocolOp(code, null, text, referrals);
      case MODIFY -> new ModifyResponseProtocolOp(code, null, text, referrals);
      case MODIFY_DN -> new ModifyDNResponseProtocolOp(code, null, text, referrals);
      case CONNECT, UNBIND -> throw new IllegalArgumentException("nothing is answered to " + type);
    };
  }

  static int resultCode(LDAPMessage answer) {
    ProtocolOp response = answer.getProtocolOp();
    if (response instanceof BindResponseProtocolOp bind) {
      return bind.getResultCode();
    }
    if (response instanceof ExtendedResponseProtocolOp extended) {
      return extended.getResultCode();
    }
    return response instanceof GenericResponseProtocolOp other ? other.getResultCode() : -1;
  }

  /** Sends a continuation reference; there is no connection in a handler that makes others. */
  static void sendReference(@Nullable LDAPListenerClientConnection client, int id, String url) {
    try {
      if (client != null) {
        client.sendSearchResultReference(id, new SearchResultReferenceProtocolOp(List.of(url)));
      }
    } catch (LDAPException e) {
      throw new IllegalStateException("the client has gone", e);
    }
  }
}
