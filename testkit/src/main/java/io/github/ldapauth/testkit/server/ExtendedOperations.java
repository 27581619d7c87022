// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import static com.unboundid.ldap.protocol.LDAPMessage.PROTOCOL_OP_TYPE_EXTENDED_RESPONSE;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.listener.InMemoryRequestHandler;
import com.unboundid.ldap.listener.LDAPListenerClientConnection;
import com.unboundid.ldap.protocol.ExtendedRequestProtocolOp;
import com.unboundid.ldap.protocol.ExtendedResponseProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import io.github.ldapauth.testkit.server.Account.Subject;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** The extended operations (RFC 4511, section 4.12) of one connection. */
final class ExtendedOperations {

  private final InMemoryRequestHandler worker;
  private final Service service;
  private final @Nullable LDAPListenerClientConnection connection;
  private final Requester requester;
  private final Changes changes;

  ExtendedOperations(
      InMemoryRequestHandler worker,
      Service service,
      @Nullable LDAPListenerClientConnection connection,
      Requester requester,
      Changes changes) {
    this.worker = worker;
    this.service = service;
    this.connection = connection;
    this.requester = requester;
    this.changes = changes;
  }

  /** Takes whether the client asks for the response control of the password policy, too. */
  LDAPMessage process(
      int id, ExtendedRequestProtocolOp request, List<Control> controls, boolean policyRequested) {
    String oid = request.getOID();
    if (oid.equals(StartTLSExtendedRequest.STARTTLS_REQUEST_OID)
        && service.tls() != null
        && connection != null) {
      SSLSocketFactory sockets = service.tls().get();
      return requester.unlessRestricted(
          id,
          PROTOCOL_OP_TYPE_EXTENDED_RESPONSE,
          Subject.CONNECTION,
          () -> startTls(id, connection, sockets));
    }
    if (!service.emulation().extendedOperations().contains(oid)) {
      return service
          .emulation()
          .unknownExtendedOperation(oid)
          .toMessage(id, PROTOCOL_OP_TYPE_EXTENDED_RESPONSE);
    }
    return switch (oid) {
      case Emulation.WHO_AM_I -> unlessRestricted(id, () -> whoAmI(id));
      case Emulation.CANCEL ->
          service.emulation().cancel().toMessage(id, PROTOCOL_OP_TYPE_EXTENDED_RESPONSE);
      case Emulation.PASSWORD_MODIFY -> modifyPassword(id, request, controls, policyRequested);
      default -> unlessRestricted(id, () -> worker.processExtendedRequest(id, request, controls));
    };
  }

  private LDAPMessage unlessRestricted(int id, Supplier<LDAPMessage> work) {
    return requester.unlessRestricted(id, PROTOCOL_OP_TYPE_EXTENDED_RESPONSE, Subject.SERVER, work);
  }

  private LDAPMessage whoAmI(int id) {
    DN dn = requester.dn();
    String name = service.emulation().authorizationId(dn);
    return new LDAPMessage(
        id,
        new ExtendedResponseProtocolOp(0, null, null, List.of(), null, new ASN1OctetString(name)));
  }

  private LDAPMessage startTls(
      int id, LDAPListenerClientConnection opened, SSLSocketFactory sockets) {
    Emulation emulation = service.emulation();
    if (requester.client().encrypted()) {
      return emulation.secondStartTls().toMessage(id, PROTOCOL_OP_TYPE_EXTENDED_RESPONSE);
    }
    LDAPMessage answer = emulation.startTls().toMessage(id, PROTOCOL_OP_TYPE_EXTENDED_RESPONSE);
    try {
      // In clear text. The SDK does not send the returned answer again.
      OutputStream clearText = opened.convertToTLS(sockets, true, false);
      clearText.write(answer.encode().encode());
      clearText.flush();
      if (emulation.forgetsUserAtStartTls()) {
        requester.restrictTo(null);
        requester.becomes(DN.NULL_DN);
      }
      return answer;
    } catch (LDAPException | IOException e) {
      throw new IllegalStateException("the client closed the connection", e);
    }
  }

  private LDAPMessage modifyPassword(
      int id, ExtendedRequestProtocolOp request, List<Control> controls, boolean policyRequested) {
    Emulation emulation = service.emulation();
    ExtendedRequestProtocolOp hashing =
        emulation
            .passwordModifyScheme()
            .map(scheme -> PasswordChange.hashing(request, scheme))
            .orElse(request);
    Supplier<LDAPMessage> work = () -> worker.processExtendedRequest(id, hashing, controls);
    return PasswordChange.in(request, requester.dn(), policyRequested)
        .map(
            change ->
                changes.changePassword(
                    id,
                    PROTOCOL_OP_TYPE_EXTENDED_RESPONSE,
                    change,
                    () ->
                        emulation
                            .refusePasswordChange(
                                change.identity(),
                                change.oldPassword(),
                                requester.client(),
                                service.entries())
                            .or(() -> changes.refuse(change))
                            .map(no -> no.toMessage(id, PROTOCOL_OP_TYPE_EXTENDED_RESPONSE))
                            .orElseGet(work)))
        .orElseGet(() -> unlessRestricted(id, work));
  }
}
