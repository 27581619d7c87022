// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.controls.ProxiedAuthorizationV1RequestControl;
import com.unboundid.ldap.sdk.controls.ProxiedAuthorizationV2RequestControl;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The requests of one connection on behalf of other users (RFC 4370). */
public final class ProxiedAuthorization {

  private static final String VERSION_1 =
      ProxiedAuthorizationV1RequestControl.PROXIED_AUTHORIZATION_V1_REQUEST_OID;
  private static final String VERSION_2 =
      ProxiedAuthorizationV2RequestControl.PROXIED_AUTHORIZATION_V2_REQUEST_OID;
  private static final String DN_PREFIX = "dn:";

  private final Service service;
  private final Requester requester;

  ProxiedAuthorization(Service service, Requester requester) {
    this.service = service;
    this.requester = requester;
  }

  /** Does the work as the user that a control names, unless the server refuses that. */
  LDAPMessage heed(
      int id, RequestType type, List<Control> controls, Function<List<Control>, LDAPMessage> work) {
    Optional<Control> sent = controls.stream().filter(each -> isOne(each.getOID())).findFirst();
    List<Control> others = controls.stream().filter(each -> !isOne(each.getOID())).toList();
    if (sent.isEmpty() || service.emulation().ignoresProxies(type)) {
      return work.apply(others);
    }
    try {
      String name = authorizationId(sent.get());
      Optional<DN> user = user(name);
      return service
          .emulation()
          .refuseProxy(
              type, requester.dn(), name, user, service.access().isAdministrator(requester.dn()))
          .map(refusal -> type.response(id, refusal))
          .orElseGet(
              () ->
                  requester.as(
                      requester.isAnonymous() ? DN.NULL_DN : user.orElse(requester.dn()),
                      () -> work.apply(others)));
    } catch (LDAPException e) {
      return type.response(id, Answer.refusal(e));
    }
  }

  /** Returns the DN in an authorization identity (RFC 4513, section 5.2.1.8), in one spelling. */
  private static Optional<DN> user(String name) {
    if (name.isEmpty()) {
      return Optional.of(DN.NULL_DN);
    }
    return name.startsWith(DN_PREFIX)
        ? Entries.parse(name.substring(DN_PREFIX.length()))
            .flatMap(dn -> Entries.parse(dn.toNormalizedString()))
        : Optional.empty();
  }

  /** Returns whether a control is one of this kind. */
  public static boolean isOne(String oid) {
    return oid.equals(VERSION_1) || oid.equals(VERSION_2);
  }

  private static String authorizationId(Control control) throws LDAPException {
    if (control.getOID().equals(VERSION_1)) {
      return DN_PREFIX + new ProxiedAuthorizationV1RequestControl(control).getProxyDN();
    }
    ASN1OctetString value = control.getValue();
    return value == null ? "" : value.stringValue();
  }
}
