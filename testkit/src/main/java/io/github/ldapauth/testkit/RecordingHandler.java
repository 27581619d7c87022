// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.listener.LDAPListenerClientConnection;
import com.unboundid.ldap.listener.LDAPListenerRequestHandler;
import com.unboundid.ldap.protocol.AddRequestProtocolOp;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.CompareRequestProtocolOp;
import com.unboundid.ldap.protocol.DeleteRequestProtocolOp;
import com.unboundid.ldap.protocol.ExtendedRequestProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ModifyDNRequestProtocolOp;
import com.unboundid.ldap.protocol.ModifyRequestProtocolOp;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.protocol.UnbindRequestProtocolOp;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import io.github.ldapauth.testkit.Operation.Type;
import io.github.ldapauth.testkit.server.Answer;
import io.github.ldapauth.testkit.server.Filters;
import io.github.ldapauth.testkit.server.SearchRequests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Records the requests of one connection, and plays scripted faults on them. */
final class RecordingHandler extends LDAPListenerRequestHandler {

  private final LDAPListenerRequestHandler worker;
  private final Recorder recorder;
  private final Faults faults;
  private final RequestDelays delays;
  private final @Nullable LDAPListenerClientConnection connection;

  /** The SDK numbers the connections of each port, and of each start, from 0 again. */
  private final long number;

  RecordingHandler(
      LDAPListenerRequestHandler worker,
      Recorder recorder,
      Faults faults,
      RequestDelays delays,
      @Nullable LDAPListenerClientConnection connection) {
    this.worker = worker;
    this.recorder = recorder;
    this.faults = faults;
    this.delays = delays;
    this.connection = connection;
    this.number = connection == null ? -1 : recorder.nextConnection();
  }

  @Override
  public RecordingHandler newInstance(LDAPListenerClientConnection opened) throws LDAPException {
    RecordingHandler handler =
        new RecordingHandler(worker.newInstance(opened), recorder, faults, delays, opened);
    handler.recordNow(Type.CONNECT);
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
        new Request(id, Type.BIND, request.getBindDN()),
        most -> worker.processBindRequest(id, request, controls));
  }

  @Override
  public @Nullable LDAPMessage processSearchRequest(
      int id, SearchRequestProtocolOp request, List<Control> controls) {
    return process(
        new Request(
            id, Type.SEARCH, request.getBaseDN(), request.getFilter(), request.getAttributes()),
        most -> worker.processSearchRequest(id, limited(request, most), controls));
  }

  private static SearchRequestProtocolOp limited(SearchRequestProtocolOp request, int most) {
    int asked = request.getSizeLimit();
    return most == 0 || (asked > 0 && asked <= most)
        ? request
        : SearchRequests.withSizeLimit(request, most);
  }

  @Override
  public @Nullable LDAPMessage processCompareRequest(
      int id, CompareRequestProtocolOp request, List<Control> controls) {
    return process(
        new Request(id, Type.COMPARE, request.getDN(), null, List.of(request.getAttributeName())),
        most -> worker.processCompareRequest(id, request, controls));
  }

  @Override
  public @Nullable LDAPMessage processExtendedRequest(
      int id, ExtendedRequestProtocolOp request, List<Control> controls) {
    return process(
        new Request(id, Type.EXTENDED, request.getOID()),
        most -> worker.processExtendedRequest(id, request, controls));
  }

  @Override
  public @Nullable LDAPMessage processAddRequest(
      int id, AddRequestProtocolOp request, List<Control> controls) {
    return process(
        new Request(id, Type.ADD, request.getDN()),
        most -> worker.processAddRequest(id, request, controls));
  }

  @Override
  public @Nullable LDAPMessage processDeleteRequest(
      int id, DeleteRequestProtocolOp request, List<Control> controls) {
    return process(
        new Request(id, Type.DELETE, request.getDN()),
        most -> worker.processDeleteRequest(id, request, controls));
  }

  @Override
  public @Nullable LDAPMessage processModifyRequest(
      int id, ModifyRequestProtocolOp request, List<Control> controls) {
    return process(
        new Request(id, Type.MODIFY, request.getDN()),
        most -> worker.processModifyRequest(id, request, controls));
  }

  @Override
  public @Nullable LDAPMessage processModifyDNRequest(
      int id, ModifyDNRequestProtocolOp request, List<Control> controls) {
    return process(
        new Request(id, Type.MODIFY_DN, request.getDN()),
        most -> worker.processModifyDNRequest(id, request, controls));
  }

  @Override
  public void processUnbindRequest(
      int id, UnbindRequestProtocolOp request, List<Control> controls) {
    recordNow(Type.UNBIND);
    worker.processUnbindRequest(id, request, controls);
  }

  private record Request(
      int id, Type type, String dn, @Nullable Filter filter, List<String> attributes) {

    Request(int id, Type type, String dn) {
      this(id, type, dn, null, List.of());
    }

    String text(UnaryOperator<Filter> shown) {
      return filter == null ? "" : shown.apply(filter).toString();
    }
  }

  /**
   * Lets the worker answer, or plays a fault.
   *
   * @param work takes how many entries a search may return, 0 for any number
   */
  private @Nullable LDAPMessage process(Request request, IntFunction<LDAPMessage> work) {
    LDAPListenerClientConnection client = Objects.requireNonNull(connection);
    long arrived = recorder.now();
    RequestDelays.Period period = delays.current();
    Optional<FaultEffect> fault =
        faults.take(request.type(), request.dn(), request.text(filter -> filter));
    LDAPMessage answer;
    try {
      answer =
          fault.isEmpty()
              ? work.apply(0)
              : new FaultPlayer(request.id(), request.type(), client, period, work)
                  .play(fault.get());
    } catch (RequestDelays.Ended e) {
      close(client);
      return null;
    }
    recorder.record(
        arrived,
        number,
        request.type(),
        request.dn(),
        request.text(Filters::withoutPasswords),
        request.attributes(),
        answer == null ? -1 : Answer.resultCode(answer));
    if (fault.isPresent() && fault.get().ending().closes()) {
      close(client);
    }
    return answer;
  }

  private static void close(LDAPListenerClientConnection client) {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void recordNow(Type type) {
    recorder.record(recorder.now(), number, type, "", "", List.of(), -1);
  }
}
