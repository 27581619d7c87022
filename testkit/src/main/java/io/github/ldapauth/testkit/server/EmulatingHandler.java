// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import static com.unboundid.ldap.protocol.LDAPMessage.PROTOCOL_OP_TYPE_ADD_RESPONSE;
import static com.unboundid.ldap.protocol.LDAPMessage.PROTOCOL_OP_TYPE_BIND_RESPONSE;
import static com.unboundid.ldap.protocol.LDAPMessage.PROTOCOL_OP_TYPE_COMPARE_RESPONSE;
import static com.unboundid.ldap.protocol.LDAPMessage.PROTOCOL_OP_TYPE_DELETE_RESPONSE;
import static com.unboundid.ldap.protocol.LDAPMessage.PROTOCOL_OP_TYPE_EXTENDED_RESPONSE;
import static com.unboundid.ldap.protocol.LDAPMessage.PROTOCOL_OP_TYPE_MODIFY_DN_RESPONSE;
import static com.unboundid.ldap.protocol.LDAPMessage.PROTOCOL_OP_TYPE_MODIFY_RESPONSE;
import static com.unboundid.ldap.protocol.LDAPMessage.PROTOCOL_OP_TYPE_SEARCH_RESULT_DONE;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.listener.InMemoryRequestHandler;
import com.unboundid.ldap.listener.LDAPListenerClientConnection;
import com.unboundid.ldap.listener.LDAPListenerRequestHandler;
import com.unboundid.ldap.protocol.AddRequestProtocolOp;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.CompareRequestProtocolOp;
import com.unboundid.ldap.protocol.DeleteRequestProtocolOp;
import com.unboundid.ldap.protocol.ExtendedRequestProtocolOp;
import com.unboundid.ldap.protocol.ExtendedResponseProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ModifyDNRequestProtocolOp;
import com.unboundid.ldap.protocol.ModifyRequestProtocolOp;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.ldap.sdk.unboundidds.controls.IgnoreNoUserModificationRequestControl;
import io.github.ldapauth.testkit.server.Account.Restriction;
import io.github.ldapauth.testkit.server.Emulation.Client;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Serves one connection: the SDK's in-memory server does the work, and the emulation adapts it. */
final class EmulatingHandler extends LDAPListenerRequestHandler {

  private static final int NO_SUCH_ATTRIBUTE = 16;
  private static final int INVALID_ATTRIBUTE_SYNTAX = 21;
  private static final int OPERATIONS_ERROR = 1;
  private static final int PROTOCOL_ERROR = 2;
  private static final int NO_SUCH_OPERATION = 119;
  private static final String PASSWORD_POLICY = "1.3.6.1.4.1.42.2.27.8.5.1";

  private final InMemoryRequestHandler worker;
  private final Service service;
  private final Entries entries;
  private final Emulation emulation;
  private final @Nullable LDAPListenerClientConnection connection;
  private final SearchResultTransformer view;
  private @Nullable Restriction restriction;

  EmulatingHandler(
      InMemoryRequestHandler worker,
      Service service,
      @Nullable LDAPListenerClientConnection connection) {
    this.worker = worker;
    this.service = service;
    this.entries = service.entries();
    this.emulation = service.emulation();
    this.connection = connection;
    this.view = new SearchResultTransformer(service.entries(), service.emulation());
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
    restriction = null;
    if (service.lenientBinds().accept(request)) {
      worker.setAuthenticatedDN(DN.NULL_DN);
      return Answer.success().toMessage(id, PROTOCOL_OP_TYPE_BIND_RESPONSE);
    }
    if (isUnauthenticated(request)) {
      worker.setAuthenticatedDN(DN.NULL_DN);
      return emulation.unauthenticatedBind().toMessage(id, PROTOCOL_OP_TYPE_BIND_RESPONSE);
    }
    if (!isSimpleWithPassword(request)) {
      return worker.processBindRequest(id, request, controls);
    }
    DN before = worker.getAuthenticatedDN();
    String dn = emulation.dnOf(request.getBindDN(), entries);
    LDAPMessage plain =
        worker.processBindRequest(
            id,
            new BindRequestProtocolOp(dn, request.getSimplePassword().stringValue()),
            withoutPolicy(controls));
    Answer answer = judge(dn, Answer.in(plain, plain.getBindResponseProtocolOp()));
    if (!answer.isSuccess()) {
      worker.setAuthenticatedDN(emulation.keepsIdentityAfterFailedBind() ? before : DN.NULL_DN);
    }
    return (isPolicyRequested(controls) ? answer : answer.without(PASSWORD_POLICY))
        .toMessage(id, PROTOCOL_OP_TYPE_BIND_RESPONSE);
  }

  /** One at a time, so that wrong passwords are counted right. */
  private Answer judge(String dn, Answer plain) {
    synchronized (emulation) {
      ReadOnlyEntry user = entries.at(dn).orElse(null);
      // Only an administrator can bind without an entry.
      Answer answer =
          user == null && plain.isSuccess() ? plain : emulation.bind(user, plain, entries);
      if (user != null && answer.isSuccess()) {
        restriction = emulation.account(entries.edit(dn)).restriction().orElse(null);
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
    boolean rootDse = request.getBaseDN().isEmpty() && request.getScope().equals(SearchScope.BASE);
    return unlessRestricted(
        id,
        PROTOCOL_OP_TYPE_SEARCH_RESULT_DONE,
        rootDse,
        () -> {
          Optional<Answer> refusal = refuseSearch(request, rootDse);
          if (refusal.isPresent()) {
            return refusal.get().toMessage(id, PROTOCOL_OP_TYPE_SEARCH_RESULT_DONE);
          }
          LDAPMessage answer = worker.processSearchRequest(id, view.begin(request), controls);
          if (Answer.resultCode(answer) == 0) {
            emulation.references(request).forEach(url -> Answer.sendReference(connection, id, url));
          }
          return answer;
        });
  }

  private Optional<Answer> refuseSearch(SearchRequestProtocolOp request, boolean rootDse) {
    return mustBindFirst() && !rootDse
        ? Optional.of(emulation.anonymousSearch())
        : emulation.refuseSearch(request, isAnonymous());
  }

  private boolean mustBindFirst() {
    return service.bindRequiredToSearch() && isAnonymous();
  }

  private boolean isAnonymous() {
    return worker.getAuthenticatedDN().isNullDN();
  }

  @Override
  public LDAPMessage processCompareRequest(
      int id, CompareRequestProtocolOp request, List<Control> controls) {
    return unlessRestricted(
        id, PROTOCOL_OP_TYPE_COMPARE_RESPONSE, false, () -> compare(id, request, controls));
  }

  private LDAPMessage compare(int id, CompareRequestProtocolOp request, List<Control> controls) {
    if (mustBindFirst()) {
      return emulation.anonymousSearch().toMessage(id, PROTOCOL_OP_TYPE_COMPARE_RESPONSE);
    }
    Optional<Integer> code =
        emulation.hides(request.getAttributeName())
            ? Optional.of(NO_SUCH_ATTRIBUTE)
            : view.compare(request);
    return code.map(each -> new Answer(each, "").toMessage(id, PROTOCOL_OP_TYPE_COMPARE_RESPONSE))
        .orElseGet(() -> worker.processCompareRequest(id, request, controls));
  }

  @Override
  public LDAPMessage processExtendedRequest(
      int id, ExtendedRequestProtocolOp request, List<Control> controls) {
    String oid = request.getOID();
    if (oid.equals(StartTLSExtendedRequest.STARTTLS_REQUEST_OID)
        && service.tls() != null
        && connection != null) {
      return client().encrypted()
          ? new Answer(OPERATIONS_ERROR, "TLS already started")
              .toMessage(id, PROTOCOL_OP_TYPE_EXTENDED_RESPONSE)
          : startTls(id, connection, service.tls());
    }
    if (!emulation.extendedOperations().contains(oid)) {
      return new Answer(PROTOCOL_ERROR, emulation.unknownExtendedOperation(oid))
          .toMessage(id, PROTOCOL_OP_TYPE_EXTENDED_RESPONSE);
    }
    return switch (oid) {
      case Emulation.WHO_AM_I ->
          unlessRestricted(id, PROTOCOL_OP_TYPE_EXTENDED_RESPONSE, true, () -> whoAmI(id));
      case Emulation.CANCEL ->
          // Requests are done one after the other, so that none is left to cancel.
          new Answer(NO_SUCH_OPERATION, "message ID not found")
              .toMessage(id, PROTOCOL_OP_TYPE_EXTENDED_RESPONSE);
      default -> process(id, request, controls);
    };
  }

  private LDAPMessage whoAmI(int id) {
    DN dn = worker.getAuthenticatedDN();
    String name = dn.isNullDN() ? "" : emulation.authorizationId(dn);
    return new LDAPMessage(
        id,
        new ExtendedResponseProtocolOp(0, null, null, List.of(), null, new ASN1OctetString(name)));
  }

  /** Sends the answer in clear text; the SDK does not send the returned one again. */
  private static LDAPMessage startTls(
      int id, LDAPListenerClientConnection connection, SSLSocketFactory sockets) {
    try {
      OutputStream clearText = connection.convertToTLS(sockets);
      LDAPMessage answer = Answer.success().toMessage(id, PROTOCOL_OP_TYPE_EXTENDED_RESPONSE);
      clearText.write(answer.encode().encode());
      clearText.flush();
      return answer;
    } catch (LDAPException | IOException e) {
      throw new IllegalStateException("the client closed the connection", e);
    }
  }

  private LDAPMessage process(int id, ExtendedRequestProtocolOp request, List<Control> controls) {
    ExtendedRequestProtocolOp hashing =
        emulation
            .passwordModifyScheme()
            .map(scheme -> PasswordChange.hashing(request, scheme))
            .orElse(request);
    Supplier<LDAPMessage> work = () -> worker.processExtendedRequest(id, hashing, controls);
    return PasswordChange.in(request, worker.getAuthenticatedDN())
        .map(
            change ->
                changePassword(
                    id,
                    PROTOCOL_OP_TYPE_EXTENDED_RESPONSE,
                    change,
                    () ->
                        emulation
                            .refusePasswordChange(change.identity(), entries)
                            .map(no -> no.toMessage(id, PROTOCOL_OP_TYPE_EXTENDED_RESPONSE))
                            .orElseGet(work)))
        .orElseGet(() -> unlessRestricted(id, PROTOCOL_OP_TYPE_EXTENDED_RESPONSE, true, work));
  }

  @Override
  public LDAPMessage processAddRequest(
      int id, AddRequestProtocolOp request, List<Control> controls) {
    Entry entry = new Entry(request.getDN(), request.getAttributes());
    try {
      emulation.checkAdded(entry, client());
      emulation.complete(entry);
      OperationalAttributes.complete(entry, worker.getAuthenticatedDN());
    } catch (LDAPException e) {
      return Answer.refusal(e).toMessage(id, PROTOCOL_OP_TYPE_ADD_RESPONSE);
    }
    AddRequestProtocolOp complete =
        new AddRequestProtocolOp(entry.getDN(), List.copyOf(entry.getAttributes()));
    List<Control> all = new ArrayList<>(controls);
    if (!OperationalAttributes.areIn(request.getAttributes())) {
      all.add(new IgnoreNoUserModificationRequestControl());
    }
    return change(
        id,
        PROTOCOL_OP_TYPE_ADD_RESPONSE,
        () ->
            unlessMistaken(
                id,
                PROTOCOL_OP_TYPE_ADD_RESPONSE,
                entry.getAttributes(),
                () -> worker.processAddRequest(id, complete, all)));
  }

  @Override
  public LDAPMessage processDeleteRequest(
      int id, DeleteRequestProtocolOp request, List<Control> controls) {
    return change(
        id,
        PROTOCOL_OP_TYPE_DELETE_RESPONSE,
        () -> worker.processDeleteRequest(id, request, controls));
  }

  @Override
  public LDAPMessage processModifyRequest(
      int id, ModifyRequestProtocolOp request, List<Control> controls) {
    try {
      List<Modification> translated =
          emulation.translate(request.getDN(), request.getModifications(), client(), entries);
      return modify(id, new ModifyRequestProtocolOp(request.getDN(), translated), controls);
    } catch (LDAPException e) {
      return Answer.refusal(e).toMessage(id, PROTOCOL_OP_TYPE_MODIFY_RESPONSE);
    }
  }

  private Client client() {
    return new Client(
        worker.getAuthenticatedDN(),
        connection != null && connection.getSocket() instanceof SSLSocket);
  }

  private LDAPMessage modify(int id, ModifyRequestProtocolOp request, List<Control> controls) {
    List<Attribute> changed =
        request.getModifications().stream().map(Modification::getAttribute).toList();
    Supplier<LDAPMessage> work =
        () ->
            unlessMistaken(
                id,
                PROTOCOL_OP_TYPE_MODIFY_RESPONSE,
                changed,
                () -> modifyAndRecord(id, request, controls));
    return PasswordChange.in(request)
        .map(change -> changePassword(id, PROTOCOL_OP_TYPE_MODIFY_RESPONSE, change, work))
        .orElseGet(() -> change(id, PROTOCOL_OP_TYPE_MODIFY_RESPONSE, work));
  }

  private LDAPMessage modifyAndRecord(
      int id, ModifyRequestProtocolOp request, List<Control> controls) {
    LDAPMessage answer = worker.processModifyRequest(id, request, controls);
    if (Answer.resultCode(answer) == 0) {
      entries.changedBy(worker.getAuthenticatedDN(), request.getDN());
    }
    return answer;
  }

  @Override
  public LDAPMessage processModifyDNRequest(
      int id, ModifyDNRequestProtocolOp request, List<Control> controls) {
    return change(
        id,
        PROTOCOL_OP_TYPE_MODIFY_DN_RESPONSE,
        () -> {
          LDAPMessage answer = worker.processModifyDNRequest(id, request, controls);
          if (Answer.resultCode(answer) == 0) {
            entries.renamed(newDn(request), worker.getAuthenticatedDN());
          }
          return answer;
        });
  }

  private static String newDn(ModifyDNRequestProtocolOp request) {
    String parent = request.getNewSuperiorDN();
    if (parent == null) {
      parent = Entries.parse(request.getDN()).map(DN::getParentString).orElse(null);
    }
    return parent == null ? request.getNewRDN() : request.getNewRDN() + "," + parent;
  }

  private LDAPMessage changePassword(
      int id, byte type, PasswordChange change, Supplier<LDAPMessage> work) {
    boolean own = change.isOf(worker.getAuthenticatedDN());
    LDAPMessage answer = own && change.alone() ? apply(work) : change(id, type, work);
    if (Answer.resultCode(answer) == 0) {
      synchronized (emulation) {
        entries
            .at(change.dn())
            .ifPresent(user -> emulation.account(entries.edit(user.getDN())).renew());
      }
      if (own && restriction != null && !restriction.strict()) {
        restriction = null;
      }
    }
    return answer;
  }

  /** Makes a change, unless the password must be changed first. */
  private LDAPMessage change(int id, byte type, Supplier<LDAPMessage> work) {
    return unlessRestricted(id, type, false, () -> apply(work));
  }

  private LDAPMessage apply(Supplier<LDAPMessage> work) {
    try {
      return work.get();
    } finally {
      entries.changed();
    }
  }

  /**
   * Does the work, or refuses it until the password is changed.
   *
   * @param harmless whether only a strict restriction is about it
   */
  private LDAPMessage unlessRestricted(
      int id, byte type, boolean harmless, Supplier<LDAPMessage> work) {
    return restriction == null || (harmless && !restriction.strict())
        ? work.get()
        : restriction.refusal().toMessage(id, type);
  }

  /** Does the work, or refuses values that this kind of server does not take. */
  private LDAPMessage unlessMistaken(
      int id, byte type, Collection<Attribute> attributes, Supplier<LDAPMessage> work) {
    return emulation
        .mistake(attributes)
        .map(mistake -> new Answer(INVALID_ATTRIBUTE_SYNTAX, mistake).toMessage(id, type))
        .orElseGet(work);
  }
}
