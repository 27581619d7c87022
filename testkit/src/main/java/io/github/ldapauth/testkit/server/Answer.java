// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer to a request.
 *
 * @param resultCode the result code (RFC 4511, appendix A)
 * @param text the diagnostic message; empty for none
 * @param referrals the URLs of a referral
 * @param controls the response controls
 */
public record Answer(int resultCode, String text, List<String> referrals, List<Control> controls) {

  private static final int INVALID_CREDENTIALS = 49;

  public Answer(int resultCode, String text, Control... controls) {
    this(resultCode, text, List.of(), List.of(controls));
  }

  public static Answer success(Control... controls) {
    return new Answer(0, "", controls);
  }

  public static Answer invalidCredentials(Control... controls) {
    return new Answer(INVALID_CREDENTIALS, "", controls);
  }

  /** Returns the answer that a message carries. */
  static Answer in(LDAPMessage message, BindResponseProtocolOp response) {
    String text = response.getDiagnosticMessage();
    return new Answer(
        response.getResultCode(), text == null ? "" : text, List.of(), message.getControls());
  }

  /** Returns the answer that refuses a request. */
  static Answer refusal(LDAPException e) {
    return new Answer(e.getResultCode().intValue(), String.valueOf(e.getMessage()));
  }

  public boolean isSuccess() {
    return resultCode == 0;
  }

  /** Returns this answer without the controls of one type. */
  public Answer without(String oid) {
    List<Control> others =
        controls.stream().filter(control -> !control.getOID().equals(oid)).toList();
    return new Answer(resultCode, text, referrals, others);
  }

  /**
   * Returns the message that carries this answer.
   *
   * @param responseType such as {@link LDAPMessage#PROTOCOL_OP_TYPE_BIND_RESPONSE}
   */
  public LDAPMessage toMessage(int id, byte responseType) {
    return new LDAPMessage(id, response(responseType, text.isEmpty() ? null : text), controls);
  }

  private ProtocolOp response(byte type, @Nullable String message) {
    return switch (type) {
      case LDAPMessage.PROTOCOL_OP_TYPE_BIND_RESPONSE ->
          new BindResponseProtocolOp(resultCode, null, message, referrals, null);
      case LDAPMessage.PROTOCOL_OP_TYPE_SEARCH_RESULT_DONE ->
          new SearchResultDoneProtocolOp(resultCode, null, message, referrals);
      case LDAPMessage.PROTOCOL_OP_TYPE_COMPARE_RESPONSE ->
          new CompareResponseProtocolOp(resultCode, null, message, referrals);
      case LDAPMessage.PROTOCOL_OP_TYPE_EXTENDED_RESPONSE ->
          new ExtendedResponseProtocolOp(resultCode, null, message, referrals, null, null);
      case LDAPMessage.PROTOCOL_OP_TYPE_ADD_RESPONSE ->
          new AddResponseProtocolOp(resultCode, null, message, referrals);
      case LDAPMessage.PROTOCOL_OP_TYPE_DELETE_RESPONSE ->
          new DeleteResponseProtocolOp(resultCode, null, message, referrals);
      case LDAPMessage.PROTOCOL_OP_TYPE_MODIFY_RESPONSE ->
          new ModifyResponseProtocolOp(resultCode, null, message, referrals);
      case LDAPMessage.PROTOCOL_OP_TYPE_MODIFY_DN_RESPONSE ->
          new ModifyDNResponseProtocolOp(resultCode, null, message, referrals);
      default -> throw new IllegalArgumentException("no response has the type " + type);
    };
  }

  /** Returns the result code in a message. */
  public static int resultCode(LDAPMessage message) {
    ProtocolOp response = message.getProtocolOp();
    if (response instanceof BindResponseProtocolOp bind) {
      return bind.getResultCode();
    }
    if (response instanceof ExtendedResponseProtocolOp extended) {
      return extended.getResultCode();
    }
    return response instanceof GenericResponseProtocolOp other ? other.getResultCode() : -1;
  }

  /** Sends a continuation reference, unless the handler serves no connection. */
  public static void sendReference(
      @Nullable LDAPListenerClientConnection client, int id, String url) {
    try {
      if (client != null) {
        client.sendSearchResultReference(id, new SearchResultReferenceProtocolOp(List.of(url)));
      }
    } catch (LDAPException e) {
      throw new IllegalStateException("the client closed the connection", e);
    }
  }
}
