// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import static com.unboundid.ldap.protocol.LDAPMessage.PROTOCOL_OP_TYPE_BIND_RESPONSE;
import static com.unboundid.ldap.protocol.LDAPMessage.PROTOCOL_OP_TYPE_COMPARE_RESPONSE;
import static com.unboundid.ldap.protocol.LDAPMessage.PROTOCOL_OP_TYPE_SEARCH_RESULT_DONE;

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
import com.unboundid.ldap.sdk.ResultCode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Serves one connection: the SDK's in-memory server does the work, and the emulation adapts it. */
final class EmulatingHandler extends LDAPListenerRequestHandler {

  private static final int SIZE_LIMIT = 4;
  private static final int NO_SUCH_ATTRIBUTE = 16;
  private static final String EXTERNAL = "EXTERNAL";

  private final InMemoryRequestHandler worker;
  private final Service service;
  private final Entries entries;
  private final Emulation emulation;
  private final @Nullable LDAPListenerClientConnection connection;
  private final SearchResultTransformer view;
  private final PagedSearches pages;
  private final Requester requester;
  private final Changes changes;
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
    this.connection = connection;
    this.view = new SearchResultTransformer(service.entries(), service.emulation(), this::isHidden);
    this.pages = emulation.pagedSearches();
    this.requester = new Requester(worker, connection);
    this.changes = new Changes(worker, service, requester);
    this.requestControls =
        new RequestControls(emulation, new ProxiedAuthorization(service, requester));
    this.extendedOperations =
        new ExtendedOperations(worker, service, connection, requester, changes);
  }

  @Override
  public EmulatingHandler newInstance(LDAPListenerClientConnection opened) throws LDAPException {
    EmulatingHandler handler = new EmulatingHandler(worker.newInstance(opened), service, opened);
    opened.addSearchEntryTransformer(handler.view);
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
        taken ->
            bind(
                id,
                request,
                taken,
                RequestControls.has(controls, RequestControls.PASSWORD_POLICY)));
  }

  private LDAPMessage bind(
      int id, BindRequestProtocolOp request, List<Control> controls, boolean policyRequested) {
    requester.restrictTo(null);
    Optional<Answer> refusal = emulation.refuseVersion(request.getVersion());
    if (refusal.isPresent()) {
      return refusal.get().toMessage(id, PROTOCOL_OP_TYPE_BIND_RESPONSE);
    }
    if (service.lenientBinds().accept(request)) {
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
    String dn = emulation.dnOf(request.getBindDN(), entries);
    LDAPMessage plain =
        worker.processBindRequest(
            id, new BindRequestProtocolOp(dn, request.getSimplePassword().stringValue()), controls);
    Answer answer = judge(dn, Answer.in(plain, plain.getBindResponseProtocolOp()));
    if (!answer.isSuccess()) {
      requester.becomes(emulation.keepsIdentityAfterFailedBind() ? before : DN.NULL_DN);
    }
    return (policyRequested ? answer : answer.without(RequestControls.PASSWORD_POLICY))
        .toMessage(id, PROTOCOL_OP_TYPE_BIND_RESPONSE);
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
        id, RequestType.SEARCH, controls, taken -> search(id, request, taken));
  }

  private LDAPMessage search(int id, SearchRequestProtocolOp request, List<Control> controls) {
    boolean rootDse = ServerEntries.isOfRootDse(request);
    return requester.unlessRestricted(
        id,
        PROTOCOL_OP_TYPE_SEARCH_RESULT_DONE,
        rootDse,
        () -> {
          Optional<Answer> refusal = refuseSearch(request, rootDse);
          if (refusal.isPresent()) {
            return refusal.get().toMessage(id, PROTOCOL_OP_TYPE_SEARCH_RESULT_DONE);
          }
          if (service.itself().areMissedBy(request)) {
            return new Answer(ResultCode.NO_SUCH_OBJECT_INT_VALUE, "")
                .toMessage(id, PROTOCOL_OP_TYPE_SEARCH_RESULT_DONE);
          }
          if (service.itself().areReadBy(request)) {
            service
                .itself()
                .find(request, requester.dn(), entries)
                .ifPresent(entry -> view.send(connection, id, entry));
            return Answer.success().toMessage(id, PROTOCOL_OP_TYPE_SEARCH_RESULT_DONE);
          }
          LDAPMessage answer =
              emulation
                  .sortedSearches()
                  .search(
                      id,
                      controls,
                      entries,
                      emulation.extensibleFilters(),
                      sorting ->
                          pages.search(
                              id,
                              service.access().restrict(requester.dn(), request, entries),
                              sorting,
                              (page, others) ->
                                  worker.processSearchRequest(id, view.begin(page), others)));
          if (Answer.resultCode(answer) == 0) {
            emulation.references(request).forEach(url -> Answer.sendReference(connection, id, url));
          }
          return Answer.resultCode(answer) == SIZE_LIMIT ? tooMany(id) : answer;
        });
  }

  /** Servers send no text. */
  private static LDAPMessage tooMany(int id) {
    return new Answer(SIZE_LIMIT, "").toMessage(id, PROTOCOL_OP_TYPE_SEARCH_RESULT_DONE);
  }

  private Optional<Answer> refuseSearch(SearchRequestProtocolOp request, boolean rootDse) {
    if (mustBindFirst() && !rootDse) {
      return Optional.of(emulation.anonymousSearch());
    }
    return emulation
        .refuseSearch(request, requester.isAnonymous())
        .or(
            () ->
                !service.itself().areReadBy(request)
                        && service.access().hidesBase(requester.dn(), request)
                    ? emulation.unreadableBase()
                    : Optional.empty());
  }

  private boolean isHidden(String attribute) {
    return emulation.hides(attribute) || service.access().hides(requester.dn(), attribute);
  }

  private boolean mustBindFirst() {
    return service.bindRequiredToSearch() && requester.isAnonymous();
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
                id, PROTOCOL_OP_TYPE_COMPARE_RESPONSE, false, () -> compare(id, request, taken)));
  }

  private LDAPMessage compare(int id, CompareRequestProtocolOp request, List<Control> controls) {
    String attribute = entries.schema().nameOf(request.getAttributeName());
    if (mustBindFirst()) {
      return emulation.anonymousSearch().toMessage(id, PROTOCOL_OP_TYPE_COMPARE_RESPONSE);
    }
    boolean readable =
        Entries.parse(request.getDN())
            .filter(dn -> !service.access().mayRead(requester.dn(), dn))
            .isEmpty();
    if (!readable || service.access().hides(requester.dn(), attribute)) {
      return emulation.unreadable(readable).toMessage(id, PROTOCOL_OP_TYPE_COMPARE_RESPONSE);
    }
    Optional<Answer> answer =
        isHidden(attribute)
            ? Optional.of(new Answer(NO_SUCH_ATTRIBUTE, ""))
            : view.compare(request);
    return answer
        .map(each -> each.toMessage(id, PROTOCOL_OP_TYPE_COMPARE_RESPONSE))
        .orElseGet(() -> worker.processCompareRequest(id, request, controls));
  }

  @Override
  public LDAPMessage processExtendedRequest(
      int id, ExtendedRequestProtocolOp request, List<Control> controls) {
    return requestControls.heed(
        id,
        RequestType.EXTENDED,
        controls,
        taken -> extendedOperations.process(id, request, taken));
  }

  @Override
  public LDAPMessage processAddRequest(
      int id, AddRequestProtocolOp request, List<Control> controls) {
    return requestControls.heed(
        id, RequestType.ADD, controls, taken -> changes.add(id, request, taken));
  }

  @Override
  public LDAPMessage processDeleteRequest(
      int id, DeleteRequestProtocolOp request, List<Control> controls) {
    return requestControls.heed(
        id, RequestType.DELETE, controls, taken -> changes.delete(id, request, taken));
  }

  @Override
  public LDAPMessage processModifyRequest(
      int id, ModifyRequestProtocolOp request, List<Control> controls) {
    return requestControls.heed(
        id, RequestType.MODIFY, controls, taken -> changes.modify(id, request, taken));
  }

  @Override
  public LDAPMessage processModifyDNRequest(
      int id, ModifyDNRequestProtocolOp request, List<Control> controls) {
    return requestControls.heed(
        id, RequestType.RENAME, controls, taken -> changes.rename(id, request, taken));
  }
}
