// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import static com.unboundid.ldap.protocol.LDAPMessage.PROTOCOL_OP_TYPE_ADD_RESPONSE;
import static com.unboundid.ldap.protocol.LDAPMessage.PROTOCOL_OP_TYPE_DELETE_RESPONSE;
import static com.unboundid.ldap.protocol.LDAPMessage.PROTOCOL_OP_TYPE_MODIFY_DN_RESPONSE;
import static com.unboundid.ldap.protocol.LDAPMessage.PROTOCOL_OP_TYPE_MODIFY_RESPONSE;

import com.unboundid.ldap.listener.InMemoryRequestHandler;
import com.unboundid.ldap.protocol.AddRequestProtocolOp;
import com.unboundid.ldap.protocol.DeleteRequestProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ModifyDNRequestProtocolOp;
import com.unboundid.ldap.protocol.ModifyRequestProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import io.github.ldapauth.testkit.server.Account.Subject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The changes of entries and passwords that the client of one connection requests. */
final class Changes {

  private static final int INVALID_ATTRIBUTE_SYNTAX = 21;

  private final InMemoryRequestHandler worker;
  private final Entries entries;
  private final Emulation emulation;
  private final AccessRules access;
  private final Requester requester;

  Changes(InMemoryRequestHandler worker, Service service, Requester requester) {
    this.worker = worker;
    this.entries = service.entries();
    this.emulation = service.emulation();
    this.access = service.access();
    this.requester = requester;
  }

  LDAPMessage add(int id, AddRequestProtocolOp request, List<Control> controls) {
    Entry entry =
        entries
            .schema()
            .named(
                new Entry(request.getDN(), request.getAttributes()),
                emulation.addsSuperiorClasses());
    try {
      emulation.checkAdded(entry, requester.client());
      emulation.complete(entry);
      OperationalAttributes.complete(entry, requester.dn(), emulation.schemaDn());
      entries.check().check(entry);
      entry.getAttributes().forEach(each -> entries.schema().have(each.getName()));
    } catch (LDAPException e) {
      return Answer.refusal(e).toMessage(id, PROTOCOL_OP_TYPE_ADD_RESPONSE);
    }
    AddRequestProtocolOp complete =
        new AddRequestProtocolOp(entry.getDN(), List.copyOf(entry.getAttributes()));
    return change(
        id,
        PROTOCOL_OP_TYPE_ADD_RESPONSE,
        () ->
            unlessMistaken(
                id,
                PROTOCOL_OP_TYPE_ADD_RESPONSE,
                entry.getAttributes(),
                () -> worker.processAddRequest(id, complete, controls)));
  }

  LDAPMessage delete(int id, DeleteRequestProtocolOp request, List<Control> controls) {
    return change(
        id,
        PROTOCOL_OP_TYPE_DELETE_RESPONSE,
        () -> worker.processDeleteRequest(id, request, controls));
  }

  /** Takes whether the client asks for the response control of the password policy, too. */
  LDAPMessage modify(
      int id, ModifyRequestProtocolOp request, List<Control> controls, boolean policyRequested) {
    try {
      List<Modification> translated =
          emulation.translate(
              request.getDN(), named(request.getModifications()), requester.client(), entries);
      translated.forEach(each -> entries.schema().have(each.getAttributeName()));
      Optional<Answer> refusal = entries.check().refuse(entries.at(request.getDN()), translated);
      if (refusal.isPresent()) {
        return refusal.get().toMessage(id, PROTOCOL_OP_TYPE_MODIFY_RESPONSE);
      }
      return modifyAsStored(
          id, new ModifyRequestProtocolOp(request.getDN(), translated), controls, policyRequested);
    } catch (LDAPException e) {
      return Answer.refusal(e).toMessage(id, PROTOCOL_OP_TYPE_MODIFY_RESPONSE);
    }
  }

  private List<Modification> named(List<Modification> modifications) {
    return modifications.stream()
        .map(
            each ->
                new Modification(
                    each.getModificationType(),
                    entries.schema().nameOf(each.getAttributeName()),
                    each.getRawValues()))
        .toList();
  }

  private LDAPMessage modifyAsStored(
      int id, ModifyRequestProtocolOp request, List<Control> controls, boolean policyRequested) {
    List<Attribute> changed =
        request.getModifications().stream().map(Modification::getAttribute).toList();
    Supplier<LDAPMessage> work =
        () ->
            unlessMistaken(
                id,
                PROTOCOL_OP_TYPE_MODIFY_RESPONSE,
                changed,
                () -> modifyAndRecord(id, request, controls));
    return PasswordChange.in(request, policyRequested)
        .map(
            change ->
                changePassword(
                    id,
                    PROTOCOL_OP_TYPE_MODIFY_RESPONSE,
                    change,
                    () ->
                        refuse(change)
                            .map(no -> no.toMessage(id, PROTOCOL_OP_TYPE_MODIFY_RESPONSE))
                            .orElseGet(work)))
        .orElseGet(() -> change(id, PROTOCOL_OP_TYPE_MODIFY_RESPONSE, work));
  }

  private LDAPMessage modifyAndRecord(
      int id, ModifyRequestProtocolOp request, List<Control> controls) {
    List<Modification> all = new ArrayList<>(request.getModifications());
    all.addAll(OperationalAttributes.changedBy(requester.dn()));
    return worker.processModifyRequest(
        id, new ModifyRequestProtocolOp(request.getDN(), all), controls);
  }

  LDAPMessage rename(int id, ModifyDNRequestProtocolOp request, List<Control> controls) {
    return change(
        id,
        PROTOCOL_OP_TYPE_MODIFY_DN_RESPONSE,
        () -> {
          LDAPMessage answer = worker.processModifyDNRequest(id, request, controls);
          if (Answer.resultCode(answer) == 0) {
            entries.renamed(newDn(request), requester.dn());
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

  /**
   * Changes a password. Users may change their own alone even if they must do so first.
   *
   * @param type the type of the response
   */
  LDAPMessage changePassword(int id, byte type, PasswordChange change, Supplier<LDAPMessage> work) {
    boolean own = change.isOf(requester.dn());
    List<String> former = former(change);
    LDAPMessage answer = own && change.alone() ? apply(work) : change(id, type, work);
    if (Answer.resultCode(answer) == 0) {
      synchronized (emulation) {
        entries
            .at(change.dn())
            .ifPresent(user -> emulation.renew(entries.edit(user.getDN()), former));
      }
      if (own) {
        requester.hasChangedPassword();
      }
      List<Control> controls = new ArrayList<>(answer.getControls());
      controls.addAll(
          emulation.policyAnswer(emulation.passwordChanged(), change.policyRequested()).controls());
      return new LDAPMessage(id, answer.getProtocolOp(), controls);
    }
    return answer;
  }

  private List<String> former(PasswordChange change) {
    return entries.at(change.dn()).map(ReadOnlyEntry::getDN).map(entries::edit).stream()
        .flatMap(user -> user.values(Emulation.PASSWORD).stream())
        .toList();
  }

  /** Returns how the policy refuses a new password; empty if it does not. */
  Optional<Answer> refuse(PasswordChange change) {
    String password = change.newPassword();
    boolean exempt = emulation.exemptsAdministrators() && access.isAdministrator(requester.dn());
    return password == null || exempt
        ? Optional.empty()
        : entries
            .at(change.dn())
            .flatMap(user -> emulation.newPasswords().flaw(user, password, entries))
            .flatMap(flaw -> emulation.refuse(flaw, change.byOperation()))
            .map(answer -> emulation.policyAnswer(answer, change.policyRequested()));
  }

  /** Makes a change, unless the password must be changed first. */
  private LDAPMessage change(int id, byte type, Supplier<LDAPMessage> work) {
    return requester.unlessRestricted(id, type, Subject.ENTRIES, () -> apply(work));
  }

  private LDAPMessage apply(Supplier<LDAPMessage> work) {
    try {
      return work.get();
    } finally {
      entries.changed();
    }
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
