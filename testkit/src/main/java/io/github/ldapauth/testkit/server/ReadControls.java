// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import static com.unboundid.ldap.sdk.controls.PostReadRequestControl.POST_READ_REQUEST_OID;
import static com.unboundid.ldap.sdk.controls.PreReadRequestControl.PRE_READ_REQUEST_OID;

import com.unboundid.ldap.listener.SearchEntryParer;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.ldap.sdk.controls.PostReadRequestControl;
import com.unboundid.ldap.sdk.controls.PostReadResponseControl;
import com.unboundid.ldap.sdk.controls.PreReadRequestControl;
import com.unboundid.ldap.sdk.controls.PreReadResponseControl;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The pre-read and post-read controls (RFC 4527). They show a client of an entry what a search
 * does; the SDK's server shows all.
 */
final class ReadControls {

  private static final String ALL = "*";

  private final Service service;
  private final Requester requester;

  ReadControls(Service service, Requester requester) {
    this.service = service;
    this.requester = requester;
  }

  /**
   * Does the work, whose answer may show the entry.
   *
   * @param dn the entry that is changed
   */
  LDAPMessage heed(String dn, List<Control> controls, Function<List<Control>, LDAPMessage> work) {
    Optional<EntryView> before = view(controls, PRE_READ_REQUEST_OID);
    Optional<EntryView> after = view(controls, POST_READ_REQUEST_OID);
    if (before.isEmpty() && after.isEmpty()) {
      return work.apply(controls);
    }
    List<Attribute> virtualBefore = before.map(view -> virtual(view, dn)).orElse(List.of());
    LDAPMessage answer = work.apply(controls.stream().map(ReadControls::ofWholeEntry).toList());
    return new LDAPMessage(
        answer.getMessageID(),
        answer.getProtocolOp(),
        answer.getControls().stream()
            .filter(control -> !isRead(control) || mayRead(dn))
            .map(control -> shown(control, before, virtualBefore, after))
            .toList());
  }

  private static boolean isRead(Control control) {
    return control instanceof PreReadResponseControl || control instanceof PostReadResponseControl;
  }

  private boolean mayRead(String dn) {
    return Entries.parse(dn)
        .filter(parsed -> service.access().mayRead(requester.dn(), parsed))
        .isPresent();
  }

  /** Returns what a control asks for; empty if there is none, or it does not parse. */
  private Optional<EntryView> view(List<Control> controls, String oid) {
    return controls.stream()
        .filter(control -> control.getOID().equals(oid))
        .findFirst()
        .flatMap(ReadControls::requested)
        .map(
            attributes ->
                new EntryView(
                    service.entries(),
                    service.emulation(),
                    attribute -> service.hides(requester.dn(), attribute),
                    service.emulation().readWithChanges(List.of(attributes))));
  }

  private static Optional<String[]> requested(Control control) {
    try {
      return Optional.of(
          control.getOID().equals(PRE_READ_REQUEST_OID)
              ? new PreReadRequestControl(control).getAttributes()
              : new PostReadRequestControl(control).getAttributes());
    } catch (LDAPException malformed) {
      return Optional.empty();
    }
  }

  private static Control ofWholeEntry(Control control) {
    return switch (control.getOID()) {
      case PRE_READ_REQUEST_OID -> new PreReadRequestControl(control.isCritical(), ALL);
      case POST_READ_REQUEST_OID -> new PostReadRequestControl(control.isCritical(), ALL);
      default -> control;
    };
  }

  private Control shown(
      Control control,
      Optional<EntryView> before,
      List<Attribute> virtualBefore,
      Optional<EntryView> after) {
    if (control instanceof PreReadResponseControl read && before.isPresent()) {
      return new PreReadResponseControl(shown(read.getEntry(), before.get(), virtualBefore));
    }
    if (control instanceof PostReadResponseControl read && after.isPresent()) {
      List<Attribute> virtual = virtual(after.get(), read.getEntry().getDN());
      return new PostReadResponseControl(shown(read.getEntry(), after.get(), virtual));
    }
    return control;
  }

  private List<Attribute> virtual(EntryView view, String dn) {
    return service.entries().at(dn).map(view::virtual).orElse(List.of());
  }

  private static ReadOnlyEntry shown(ReadOnlyEntry whole, EntryView view, List<Attribute> virtual) {
    Entry requested = new SearchEntryParer(view.stored(), null).pareEntry(whole);
    return new ReadOnlyEntry(whole.getDN(), view.show(requested.getAttributes(), virtual));
  }
}
