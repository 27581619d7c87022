// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.listener.InMemoryRequestHandler;
import com.unboundid.ldap.listener.LDAPListenerClientConnection;
import com.unboundid.ldap.listener.LDAPListenerRequestHandler;
import com.unboundid.ldap.protocol.AddRequestProtocolOp;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.BindResponseProtocolOp;
import com.unboundid.ldap.protocol.CompareRequestProtocolOp;
import com.unboundid.ldap.protocol.DeleteRequestProtocolOp;
import com.unboundid.ldap.protocol.ExtendedRequestProtocolOp;
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
import com.unboundid.ldap.sdk.SearchScope;
import io.github.ldapauth.testkit.Operation.Type;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Serves one connection: the SDK's in-memory server does the work, as the emulation has it. */
final class EmulatingHandler extends LDAPListenerRequestHandler {

  private static final int NO_SUCH_ATTRIBUTE = 16;
  private static final int INVALID_ATTRIBUTE_SYNTAX = 21;
  private static final String PASSWORD_POLICY = "1.3.6.1.4.1.42.2.27.8.5.1";

  private final InMemoryRequestHandler worker;
  private final Entries entries;
  private final Emulation emulation;
  private final LenientBinds leniency;
  private final @Nullable LDAPListenerClientConnection connection;
  private final SearchResultTransformer view;
  private @Nullable Restriction restriction;

  EmulatingHandler(
      InMemoryRequestHandler worker,
      Entries entries,
      Emulation emulation,
      LenientBinds leniency,
      @Nullable LDAPListenerClientConnection connection) {
    this.worker = worker;
    this.entries = entries;
    this.emulation = emulation;
    this.leniency = leniency;
    this.connection = connection;
    this.view = new SearchResultTransformer(entries, emulation);
  }

  @Override
  public EmulatingHandler newInstance(LDAPListenerClientConnection opened) throws LDAPException {
    EmulatingHandler handler =
        new EmulatingHandler(worker.newInstance(opened), entries, emulation, leniency, opened);
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
    if (leniency.accepts(request)) {
      worker.setAuthenticatedDN(DN.NULL_DN);
      return Answers.of(id, Type.BIND, 0, null, List.of());
    }
    if (isUnauthenticated(request)) {
      worker.setAuthenticatedDN(DN.NULL_DN);
      return refuse(id, Type.BIND, emulation.unauthenticatedBind());
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
    BindAnswer answer = judge(dn, plainAnswer(plain), isPolicyRequested(controls));
    if (answer.resultCode() != 0) {
      worker.setAuthenticatedDN(emulation.keepsIdentityAfterFailedBind() ? before : DN.NULL_DN);
    }
    restriction = answer.afterwards();
    return Answers.of(id, Type.BIND, answer.resultCode(), answer.text(), answer.controls());
  }

  /** One at a time, so that wrong passwords are counted right. */
  private BindAnswer judge(String dn, BindAnswer plain, boolean policyRequested) {
    synchronized (emulation) {
      return emulation.bind(
          new BindAttempt(entries.at(dn).orElse(null), plain, policyRequested), entries);
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

  private static BindAnswer plainAnswer(LDAPMessage message) {
    BindResponseProtocolOp response = message.getBindResponseProtocolOp();
    String text = response.getDiagnosticMessage();
    return new BindAnswer(
        response.getResultCode(), text == null ? "" : text, message.getControls(), null);
  }

  @Override
  public LDAPMessage processSearchRequest(
      int id, SearchRequestProtocolOp request, List<Control> controls) {
    boolean rootDse = request.getBaseDN().isEmpty() && request.getScope().equals(SearchScope.BASE);
    return unlessRestricted(
        id,
        Type.SEARCH,
        rootDse,
        () -> {
          boolean anonymous = worker.getAuthenticatedDN().isNullDN();
          Optional<Refusal> refusal = emulation.refuseSearch(request, anonymous);
          if (refusal.isPresent()) {
            return refuse(id, Type.SEARCH, refusal.get());
          }
          LDAPMessage answer = worker.processSearchRequest(id, view.begin(request), controls);
          if (Answers.resultCode(answer) == 0) {
            emulation
                .references(request)
                .forEach(url -> Answers.sendReference(connection, id, url));
          }
          return answer;
        });
  }

  @Override
  public LDAPMessage processCompareRequest(
      int id, CompareRequestProtocolOp request, List<Control> controls) {
    return unlessRestricted(
        id,
        Type.COMPARE,
        false,
        () ->
            emulation.hides(request.getAttributeName())
                ? Answers.of(id, Type.COMPARE, NO_SUCH_ATTRIBUTE, null, List.of())
                : view.compare(request)
                    .map(code -> Answers.of(id, Type.COMPARE, code, null, List.of()))
                    .orElseGet(() -> worker.processCompareRequest(id, request, controls)));
  }

  @Override
  public LDAPMessage processExtendedRequest(
      int id, ExtendedRequestProtocolOp request, List<Control> controls) {
    return PasswordChange.in(request, worker.getAuthenticatedDN())
        .map(
            change ->
                changePassword(
                    id,
                    Type.EXTENDED,
                    change,
                    () ->
                        emulation
                            .refusePasswordChange(change, entries)
                            .map(refusal -> refuse(id, Type.EXTENDED, refusal))
                            .orElseGet(() -> worker.processExtendedRequest(id, request, controls))))
        .orElseGet(
            () ->
                unlessRestricted(
                    id,
                    Type.EXTENDED,
                    true,
                    () -> worker.processExtendedRequest(id, request, controls)));
  }

  @Override
  public LDAPMessage processAddRequest(
      int id, AddRequestProtocolOp request, List<Control> controls) {
    Entry entry = new Entry(request.getDN(), request.getAttributes());
    emulation.complete(entry);
    AddRequestProtocolOp complete =
        new AddRequestProtocolOp(entry.getDN(), List.copyOf(entry.getAttributes()));
    return unlessRestricted(
        id,
        Type.ADD,
        false,
        () ->
            unlessMistaken(
                id,
                Type.ADD,
                entry.getAttributes(),
                () -> worker.processAddRequest(id, complete, controls)));
  }

  @Override
  public LDAPMessage processDeleteRequest(
      int id, DeleteRequestProtocolOp request, List<Control> controls) {
    return unlessRestricted(
        id, Type.DELETE, false, () -> worker.processDeleteRequest(id, request, controls));
  }

  @Override
  public LDAPMessage processModifyRequest(
      int id, ModifyRequestProtocolOp request, List<Control> controls) {
    List<Attribute> changed =
        request.getModifications().stream().map(Modification::getAttribute).toList();
    Supplier<LDAPMessage> work =
        () ->
            unlessMistaken(
                id, Type.MODIFY, changed, () -> worker.processModifyRequest(id, request, controls));
    return PasswordChange.in(request)
        .map(change -> changePassword(id, Type.MODIFY, change, work))
        .orElseGet(() -> unlessRestricted(id, Type.MODIFY, false, work));
  }

  @Override
  public LDAPMessage processModifyDNRequest(
      int id, ModifyDNRequestProtocolOp request, List<Control> controls) {
    return unlessRestricted(
        id, Type.MODIFY_DN, false, () -> worker.processModifyDNRequest(id, request, controls));
  }

  private LDAPMessage changePassword(
      int id, Type type, PasswordChange change, Supplier<LDAPMessage> work) {
    boolean own = change.isOf(worker.getAuthenticatedDN());
    LDAPMessage answer =
        own && change.alone() ? work.get() : unlessRestricted(id, type, false, work);
    if (Answers.resultCode(answer) == 0) {
      synchronized (emulation) {
        entries
            .at(change.dn())
            .ifPresent(person -> emulation.passwordChanged(entries.live(person.getDN())));
      }
      if (own && restriction != null && !restriction.strict()) {
        restriction = null;
      }
    }
    return answer;
  }

  /**
   * Does the work, or refuses it until the password is changed.
   *
   * @param harmless whether only a strict restriction is about it
   */
  private LDAPMessage unlessRestricted(
      int id, Type type, boolean harmless, Supplier<LDAPMessage> work) {
    return restriction == null || (harmless && !restriction.strict())
        ? work.get()
        : refuse(id, type, restriction.refusal());
  }

  /** Does the work, or refuses values that this kind of server does not take. */
  private LDAPMessage unlessMistaken(
      int id, Type type, Collection<Attribute> attributes, Supplier<LDAPMessage> work) {
    return emulation
        .mistake(attributes)
        .map(mistake -> refuse(id, type, new Refusal(INVALID_ATTRIBUTE_SYNTAX, mistake)))
        .orElseGet(work);
  }

  private static LDAPMessage refuse(int id, Type type, Refusal refusal) {
    return Answers.of(id, type, refusal.resultCode(), refusal.text(), refusal.controls());
  }
}
