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
  private static final String PASSWORD_POLICY = "1.3.6.1.4.1.42.2.27.8.5.1";

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
            id,
            new BindRequestProtocolOp(dn, request.getSimplePassword().stringValue()),
            withoutPolicy(controls));
    Answer answer = judge(dn, Answer.in(plain, plain.getBindResponseProtocolOp()));
    if (!answer.isSuccess()) {
      requester.becomes(emulation.keepsIdentityAfterFailedBind() ? before : DN.NULL_DN);
    }
    return (isPolicyRequested(controls) ? answer : answer.without(PASSWORD_POLICY))
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

  private static boolean isPolicyRequested(List<Control> controls) {
    return controls.stream().anyMatch(control -> control.getOID().equals(PASSWORD_POLICY));
  }

  /** The SDK's server does not know this control, and refuses it if it is critical. */
  private static List<Control> withoutPolicy(List<Control> controls) {
    return controls.stream().filter(control -> !control.getOID().equals(PASSWORD_POLICY)).toList();
  }

  @Override
  public LDAPMessage processSearchRequest(
      int id, SearchRequestProtocolOp request, List<Control> controls) {
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
            service.itself().find(request).ifPresent(entry -> view.send(connection, id, entry));
            return Answer.success().toMessage(id, PROTOCOL_OP_TYPE_SEARCH_RESULT_DONE);
          }
          LDAPMessage answer =
              pages.search(
                  id,
                  service.access().restrict(requester.dn(), request, entries),
                  controls,
                  (page, others) -> worker.processSearchRequest(id, view.begin(page), others));
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
                service.access().hidesBase(requester.dn(), request)
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
    return requester.unlessRestricted(
        id, PROTOCOL_OP_TYPE_COMPARE_RESPONSE, false, () -> compare(id, request, controls));
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
    return extendedOperations.process(id, request, controls);
  }

  @Override
  public LDAPMessage processAddRequest(
      int id, AddRequestProtocolOp request, List<Control> controls) {
    return changes.add(id, request, controls);
  }

  @Override
  public LDAPMessage processDeleteRequest(
      int id, DeleteRequestProtocolOp request, List<Control> controls) {
    return changes.delete(id, request, controls);
  }

  @Override
  public LDAPMessage processModifyRequest(
      int id, ModifyRequestProtocolOp request, List<Control> controls) {
    return changes.modify(id, request, controls);
  }

  @Override
  public LDAPMessage processModifyDNRequest(
      int id, ModifyDNRequestProtocolOp request, List<Control> controls) {
    return changes.rename(id, request, controls);
  }
}
