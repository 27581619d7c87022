// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.listener.LDAPListenerClientConnection;
import com.unboundid.ldap.listener.LDAPListenerRequestHandler;
import com.unboundid.ldap.protocol.AddRequestProtocolOp;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.BindResponseProtocolOp;
import com.unboundid.ldap.protocol.CompareRequestProtocolOp;
import com.unboundid.ldap.protocol.DeleteRequestProtocolOp;
import com.unboundid.ldap.protocol.ExtendedRequestProtocolOp;
import com.unboundid.ldap.protocol.ExtendedResponseProtocolOp;
import com.unboundid.ldap.protocol.GenericResponseProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ModifyDNRequestProtocolOp;
import com.unboundid.ldap.protocol.ModifyRequestProtocolOp;
import com.unboundid.ldap.protocol.ProtocolOp;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.protocol.SearchResultDoneProtocolOp;
import com.unboundid.ldap.protocol.UnbindRequestProtocolOp;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Records the requests of one connection and applies scripted faults; the SDK does the work. */
final class RequestHandler extends LDAPListenerRequestHandler {

  private final LDAPListenerRequestHandler worker;
  private final Operations operations;
  private final Faults faults;
  private final Leniency leniency;
  private final @Nullable LDAPListenerClientConnection connection;

  RequestHandler(
      LDAPListenerRequestHandler worker,
      Operations operations,
      Faults faults,
      Leniency leniency,
      @Nullable LDAPListenerClientConnection connection) {
    this.worker = worker;
    this.operations = operations;
    this.faults = faults;
    this.leniency = leniency;
    this.connection = connection;
  }

  @Override
  public RequestHandler newInstance(LDAPListenerClientConnection opened) throws LDAPException {
    RequestHandler handler =
        new RequestHandler(worker.newInstance(opened), operations, faults, leniency, opened);
    handler.record(Operation.Type.CONNECT, "", "", List.of(), -1);
    return handler;
  }

  @Override
  public void closeInstance() {
    worker.closeInstance();
  }

  @Override
  public @Nullable LDAPMessage processBindRequest(
      int id, BindRequestProtocolOp request, List<Control> controls) {
    return process(
        id,
        Operation.Type.BIND,
        request.getBindDN(),
        "",
        List.of(),
        () ->
            leniency.accepts(request)
                ? new LDAPMessage(id, new BindResponseProtocolOp(0, null, null, null, null))
                : worker.processBindRequest(id, request, controls));
  }

  @Override
  public @Nullable LDAPMessage processSearchRequest(
      int id, SearchRequestProtocolOp request, List<Control> controls) {
    return process(
        id,
        Operation.Type.SEARCH,
        request.getBaseDN(),
        request.getFilter().toString(),
        request.getAttributes(),
        () -> worker.processSearchRequest(id, request, controls));
  }

  @Override
  public @Nullable LDAPMessage processCompareRequest(
      int id, CompareRequestProtocolOp request, List<Control> controls) {
    return process(
        id,
        Operation.Type.COMPARE,
        request.getDN(),
        "",
        List.of(request.getAttributeName()),
        () -> worker.processCompareRequest(id, request, controls));
  }

  @Override
  public @Nullable LDAPMessage processExtendedRequest(
      int id, ExtendedRequestProtocolOp request, List<Control> controls) {
    return process(
        id,
        Operation.Type.EXTENDED,
        request.getOID(),
        "",
        List.of(),
        () -> worker.processExtendedRequest(id, request, controls));
  }

  @Override
  public @Nullable LDAPMessage processAddRequest(
      int id, AddRequestProtocolOp request, List<Control> controls) {
    return change(id, request.getDN(), () -> worker.processAddRequest(id, request, controls));
  }

  @Override
  public @Nullable LDAPMessage processDeleteRequest(
      int id, DeleteRequestProtocolOp request, List<Control> controls) {
    return change(id, request.getDN(), () -> worker.processDeleteRequest(id, request, controls));
  }

  @Override
  public @Nullable LDAPMessage processModifyRequest(
      int id, ModifyRequestProtocolOp request, List<Control> controls) {
    return change(id, request.getDN(), () -> worker.processModifyRequest(id, request, controls));
  }

  @Override
  public @Nullable LDAPMessage processModifyDNRequest(
      int id, ModifyDNRequestProtocolOp request, List<Control> controls) {
    return change(id, request.getDN(), () -> worker.processModifyDNRequest(id, request, controls));
  }

  @Override
  public void processUnbindRequest(
      int id, UnbindRequestProtocolOp request, List<Control> controls) {
    record(Operation.Type.UNBIND, "", "", List.of(), -1);
    worker.processUnbindRequest(id, request, controls);
  }

  private @Nullable LDAPMessage change(int id, String dn, Supplier<LDAPMessage> work) {
    return process(id, Operation.Type.CHANGE, dn, "", List.of(), work);
  }

  private @Nullable LDAPMessage process(
      int id,
      Operation.Type type,
      String dn,
      String filter,
      List<String> attributes,
      Supplier<LDAPMessage> work) {
    Optional<Fault> fault = faults.take(type, type == Operation.Type.SEARCH ? filter : dn);
    LDAPMessage answer = null;
    if (fault.isEmpty() || fault.get().works()) {
      answer = work.get();
    }
    if (fault.isPresent()) {
      answer = answer(id, type, fault.get());
    }
    record(type, dn, filter, attributes, answer == null ? -1 : resultCode(answer));
    if (fault.isPresent() && fault.get().ending() == Fault.Ending.CLOSE) {
      close();
    }
    return answer;
  }

  private void close() {
    if (connection != null) {
      try {
        connection.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static @Nullable LDAPMessage answer(int id, Operation.Type type, Fault fault) {
    int code = fault.resultCode();
    List<String> referrals =
        fault.ending() == Fault.Ending.REFERRAL ? List.of(fault.text()) : List.of();
    String text = referrals.isEmpty() ? fault.text() : null;
    if (code < 0) {
      return null;
    }
    ProtocolOp response =
        switch (type) {
          case BIND -> new BindResponseProtocolOp(code, null, text, referrals, null);
          case SEARCH -> new SearchResultDoneProtocolOp(code, null, text, referrals);
          case EXTENDED -> new ExtendedResponseProtocolOp(code, null, text, referrals, null, null);
          default -> throw new IllegalStateException("no fault can be scripted for " + type);
        };
    return new LDAPMessage(id, response);
  }

  private static int resultCode(LDAPMessage message) {
    ProtocolOp answer = message.getProtocolOp();
    if (answer instanceof BindResponseProtocolOp bind) {
      return bind.getResultCode();
    }
    if (answer instanceof ExtendedResponseProtocolOp extended) {
      return extended.getResultCode();
    }
    return answer instanceof GenericResponseProtocolOp other ? other.getResultCode() : -1;
  }

  private void record(
      Operation.Type type, String dn, String filter, List<String> attributes, int resultCode) {
    long number = connection == null ? -1 : connection.getConnectionID();
    operations.add(new Operation(number, type, dn, filter, List.copyOf(attributes), resultCode));
  }
}
