// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import static com.unboundid.ldap.protocol.LDAPMessage.PROTOCOL_OP_TYPE_BIND_RESPONSE;
import static com.unboundid.ldap.protocol.LDAPMessage.PROTOCOL_OP_TYPE_COMPARE_RESPONSE;

import com.unboundid.ldap.listener.InMemoryRequestHandler;
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
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import io.github.ldapauth.testkit.server.Account.Subject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Serves one connection: the SDK's in-memory server does the work, and the emulation adapts it. */
final class EmulatingHandler extends LDAPListenerRequestHandler {

  private static final String EXTERNAL = "EXTERNAL";

  private final InMemoryRequestHandler worker;
  private final Service service;
  private final Entries entries;
  private final Emulation emulation;
  private final Requester requester;
  private final Searches searches;
  private final Changes changes;
  private final ReadControls reads;
  private final ExtendedOperations extendedOperations;
  private final RequestControls requestControls;

  EmulatingHandler(
      InMemoryRequestHandler worker,
      Service service,
      @Nullable LDAPListenerClientConnection connection) {
    this.worker = worker;
    this.service = service;
    this.entries = service.entries();
    this.emulation = service.emulation();
    this.requester = new Requester(worker, connection);
    this.searches = new Searches(worker, service, requester, connection);
    this.changes = new Changes(worker, service, requester);
    this.reads = new ReadControls(service, requester);
    this.requestControls =
        new RequestControls(emulation, new ProxiedAuthorization(service, requester));
    this.extendedOperations =
        new ExtendedOperations(worker, service, connection, requester, changes);
  }

  @Override
  public EmulatingHandler newInstance(LDAPListenerClientConnection opened) throws LDAPException {
    EmulatingHandler handler = new EmulatingHandler(worker.newInstance(opened), service, opened);
    opened.addSearchEntryTransformer(handler.searches.view());
    return handler;
  }

  @Override
  public void closeInstance() {
    worker.closeInstance();
  }

  @Override
  public LDAPMessage processBindRequest(
      int id, BindRequestProtocolOp request, List<Control> controls) {
    return requestControls.heed(
        id,
        RequestType.BIND,
        controls,
        taken -> bind(id, request, taken, RequestControls.askForPolicy(controls)));
  }

  private LDAPMessage bind(
      int id, BindRequestProtocolOp request, List<Control> controls, boolean policyRequested) {
    requester.restrictTo(null);
    Optional<Answer> refusal = emulation.refuseVersion(request.getVersion());
    if (refusal.isPresent()) {
      return refusal.get().toMessage(id, PROTOCOL_OP_TYPE_BIND_RESPONSE);
    }
    if (service.bindRules().acceptUnseen(request)) {
      requester.becomes(DN.NULL_DN);
      return Answer.success().toMessage(id, PROTOCOL_OP_TYPE_BIND_RESPONSE);
    }
    if (isUnauthenticated(request)) {
      requester.becomes(DN.NULL_DN);
      return emulation.unauthenticatedBind().toMessage(id, PROTOCOL_OP_TYPE_BIND_RESPONSE);
    }
    if (EXTERNAL.equals(request.getSASLMechanism())) {
      return bindByCertificate(request.getSASLCredentials() != null)
          .toMessage(id, PROTOCOL_OP_TYPE_BIND_RESPONSE);
    }
    if (!isSimpleWithPassword(request)) {
      return worker.processBindRequest(id, request, controls);
    }
    DN before = requester.dn();
    Answer answer =
        service.bindRules().tlsRequired() && !requester.client().encrypted()
            ? emulation.passwordWithoutTls()
            : bindByPassword(id, request, controls);
    if (!answer.isSuccess()) {
      requester.becomes(emulation.keepsIdentityAfterFailedBind() ? before : DN.NULL_DN);
    }
    return emulation
        .policyAnswer(answer, policyRequested)
        .toMessage(id, PROTOCOL_OP_TYPE_BIND_RESPONSE);
  }

  private Answer bindByPassword(int id, BindRequestProtocolOp request, List<Control> controls) {
    String dn = emulation.dnOf(request.getBindDN(), entries);
    LDAPMessage plain =
        worker.processBindRequest(
            id, new BindRequestProtocolOp(dn, request.getSimplePassword().stringValue()), controls);
    return judge(dn, Answer.in(plain, plain.getBindResponseProtocolOp()));
  }

  /** Binds as the entry that the certificate of the client names. */
  private Answer bindByCertificate(boolean withCredentials) {
    Optional<DN> subject = requester.certificateSubject();
    Optional<DN> user = subject.flatMap(entries::at).map(Entries::dnOf);
    Optional<Answer> refusal = emulation.refuseExternal(subject.isPresent(), withCredentials);
    requester.becomes(user.filter(any -> refusal.isEmpty()).orElse(DN.NULL_DN));
    return refusal.orElse(user.isPresent() ? Answer.success() : Answer.invalidCredentials());
  }

  /** One at a time, so that wrong passwords are counted right. */
  private Answer judge(String dn, Answer plain) {
    synchronized (emulation) {
      ReadOnlyEntry user = entries.at(dn).orElse(null);
      // Only an administrator can bind without an entry.
      Answer answer =
          user == null && plain.isSuccess() ? plain : emulation.bind(user, plain, entries);
      if (user != null && answer.isSuccess()) {
        requester.restrictTo(emulation.account(entries.edit(dn)).restriction().orElse(null));
      }
      return answer;
    }
  }

  private static boolean isUnauthenticated(BindRequestProtocolOp request) {
    return request.getSimplePassword() != null
        && request.getSimplePassword().getValueLength() == 0
        && !request.getBindDN().isEmpty();
  }

  private static boolean isSimpleWithPassword(BindRequestProtocolOp request) {
    return request.getSimplePassword() != null && request.getSimplePassword().getValueLength() > 0;
  }

  @Override
  public LDAPMessage processSearchRequest(
      int id, SearchRequestProtocolOp request, List<Control> controls) {
    return requestControls.heed(
        id, RequestType.SEARCH, controls, taken -> searches.search(id, request, taken));
  }

  @Override
  public LDAPMessage processCompareRequest(
      int id, CompareRequestProtocolOp request, List<Control> controls) {
    return requestControls.heed(
        id,
        RequestType.COMPARE,
        controls,
        taken ->
            requester.unlessRestricted(
                id,
                PROTOCOL_OP_TYPE_COMPARE_RESPONSE,
                Subject.ENTRIES,
                () -> searches.compare(id, request, taken)));
  }

  @Override
  public LDAPMessage processExtendedRequest(
      int id, ExtendedRequestProtocolOp request, List<Control> controls) {
    return requestControls.heed(
        id,
        RequestType.EXTENDED,
        controls,
        taken ->
            extendedOperations.process(id, request, taken, RequestControls.askForPolicy(controls)));
  }

  @Override
  public LDAPMessage processAddRequest(
      int id, AddRequestProtocolOp request, List<Control> controls) {
    return requestControls.heed(
        id,
        RequestType.ADD,
        controls,
        taken -> reads.heed(request.getDN(), taken, rest -> changes.add(id, request, rest)));
  }

  @Override
  public LDAPMessage processDeleteRequest(
      int id, DeleteRequestProtocolOp request, List<Control> controls) {
    return requestControls.heed(
        id,
        RequestType.DELETE,
        controls,
        taken -> reads.heed(request.getDN(), taken, rest -> changes.delete(id, request, rest)));
  }

  @Override
  public LDAPMessage processModifyRequest(
      int id, ModifyRequestProtocolOp request, List<Control> controls) {
    return requestControls.heed(
        id,
        RequestType.MODIFY,
        controls,
        taken ->
            reads.heed(
                request.getDN(),
                taken,
                rest -> changes.modify(id, request, rest, RequestControls.askForPolicy(controls))));
  }

  @Override
  public LDAPMessage processModifyDNRequest(
      int id, ModifyDNRequestProtocolOp request, List<Control> controls) {
    return requestControls.heed(
        id,
        RequestType.RENAME,
        controls,
        taken -> reads.heed(request.getDN(), taken, rest -> changes.rename(id, request, rest)));
  }
}
