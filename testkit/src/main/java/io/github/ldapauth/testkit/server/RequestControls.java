// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import static io.github.ldapauth.testkit.server.RequestType.ADD;
import static io.github.ldapauth.testkit.server.RequestType.BIND;
import static io.github.ldapauth.testkit.server.RequestType.COMPARE;
import static io.github.ldapauth.testkit.server.RequestType.DELETE;
import static io.github.ldapauth.testkit.server.RequestType.EXTENDED;
import static io.github.ldapauth.testkit.server.RequestType.MODIFY;
import static io.github.ldapauth.testkit.server.RequestType.RENAME;
import static io.github.ldapauth.testkit.server.RequestType.SEARCH;

import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The controls of requests (RFC 4511, section 4.1.11). A server takes some of those it knows, each
 * with some requests. It refuses others if they are critical, and ignores them if they are not.
 */
public final class RequestControls {

  /** The control of draft-behera-ldap-password-policy-10, section 6.1. */
  public static final String PASSWORD_POLICY = "1.3.6.1.4.1.42.2.27.8.5.1";

  private static final Map<String, Set<RequestType>> USES =
      Map.ofEntries(
          Map.entry("1.2.840.113556.1.4.319", Set.of(SEARCH)),
          Map.entry("1.2.840.113556.1.4.473", Set.of(SEARCH)),
          Map.entry("1.2.840.113556.1.4.805", Set.of(DELETE)),
          Map.entry("1.2.840.113556.1.4.1413", Set.of(MODIFY)),
          Map.entry("1.3.6.1.1.12", Set.of(SEARCH, COMPARE, ADD, DELETE, MODIFY, RENAME)),
          Map.entry("1.3.6.1.1.13.1", Set.of(DELETE, MODIFY, RENAME)),
          Map.entry("1.3.6.1.1.13.2", Set.of(ADD, MODIFY, RENAME)),
          Map.entry("1.3.6.1.1.22", Set.of(SEARCH, COMPARE)),
          Map.entry("1.3.6.1.4.1.4203.1.10.1", Set.of(SEARCH)),
          Map.entry(PASSWORD_POLICY, Set.of(BIND, ADD, MODIFY, EXTENDED)),
          Map.entry(
              "2.16.840.1.113730.3.4.2", Set.of(SEARCH, COMPARE, ADD, DELETE, MODIFY, RENAME)),
          Map.entry("2.16.840.1.113730.3.4.9", Set.of(SEARCH)),
          Map.entry(
              "2.16.840.1.113730.3.4.12", Set.of(SEARCH, COMPARE, ADD, DELETE, MODIFY, RENAME)),
          Map.entry("2.16.840.1.113730.3.4.16", Set.of(BIND)),
          Map.entry(
              "2.16.840.1.113730.3.4.18",
              Set.of(SEARCH, COMPARE, ADD, DELETE, MODIFY, RENAME, EXTENDED)));

  private final ServerDescription server;
  private final ProxiedAuthorization proxied;

  RequestControls(ServerDescription server, ProxiedAuthorization proxied) {
    this.server = server;
    this.proxied = proxied;
  }

  /** Returns the requests that a control usually extends; none for a control of responses only. */
  static Set<RequestType> usesOf(String oid) {
    return USES.getOrDefault(oid, Set.of());
  }

  /** Does the work with the controls that the server takes, unless it refuses another. */
  LDAPMessage heed(
      int id, RequestType type, List<Control> controls, Function<List<Control>, LDAPMessage> work) {
    Optional<String> refused =
        controls.stream()
            .filter(Control::isCritical)
            .map(Control::getOID)
            .filter(oid -> !server.takesControl(oid, type))
            .findFirst();
    return refused
        .map(oid -> type.response(id, refusal(oid)))
        .orElseGet(() -> proxied.heed(id, type, taken(type, controls), work));
  }

  private Answer refusal(String oid) {
    return new Answer(
        ResultCode.UNAVAILABLE_CRITICAL_EXTENSION_INT_VALUE, server.unavailableControl(oid));
  }

  /** The kit itself heeds the password policy control. */
  private List<Control> taken(RequestType type, List<Control> controls) {
    return controls.stream()
        .filter(each -> !each.getOID().equals(PASSWORD_POLICY))
        .filter(each -> server.takesControl(each.getOID(), type))
        .toList();
  }

  /** Returns whether a client asks for the response control of the password policy. */
  static boolean askForPolicy(List<Control> controls) {
    return controls.stream().anyMatch(control -> control.getOID().equals(PASSWORD_POLICY));
  }
}
