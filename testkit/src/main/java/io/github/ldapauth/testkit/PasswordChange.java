// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.protocol.ExtendedRequestProtocolOp;
import com.unboundid.ldap.protocol.ModifyRequestProtocolOp;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.ExtendedRequest;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedRequest;
import java.util.List;
import java.util.Optional;

/**
 * Recognizes requests that change a password.
 *
 * @param who whose password, as it was sent
 * @param alone whether nothing else is changed
 */
record PasswordChange(String who, boolean alone) {

  private static final String DN_PREFIX = "dn:";

  /** Returns the change of a password in a modify; empty if there is none. */
  static Optional<PasswordChange> in(ModifyRequestProtocolOp request) {
    List<Modification> all = request.getModifications();
    long count = all.stream().filter(PasswordChange::isOfPassword).count();
    return count == 0
        ? Optional.empty()
        : Optional.of(new PasswordChange(request.getDN(), count == all.size()));
  }

  private static boolean isOfPassword(Modification modification) {
    return modification.getAttributeName().equalsIgnoreCase("userPassword");
  }

  /** Returns what the extended operation of RFC 3062 changes; empty if it is another one. */
  static Optional<PasswordChange> in(ExtendedRequestProtocolOp request, DN requester) {
    if (!request.getOID().equals(PasswordModifyExtendedRequest.PASSWORD_MODIFY_REQUEST_OID)) {
      return Optional.empty();
    }
    try {
      String who =
          new PasswordModifyExtendedRequest(
                  new ExtendedRequest(request.getOID(), request.getValue()))
              .getUserIdentity();
      return Optional.of(new PasswordChange(who == null ? requester.toString() : who, true));
    } catch (LDAPException malformed) {
      return Optional.empty();
    }
  }

  /** Returns the DN that was sent, in one of the two forms of it; other text as it is. */
  String dn() {
    return hasPrefix() ? who.substring(DN_PREFIX.length()) : who;
  }

  /** Returns whether a DN was sent, and not the form with a prefix (RFC 4513, section 5.2.1.8). */
  boolean isDn() {
    return !hasPrefix() && Entries.parse(who).isPresent();
  }

  private boolean hasPrefix() {
    return who.regionMatches(true, 0, DN_PREFIX, 0, DN_PREFIX.length());
  }

  boolean isOf(DN person) {
    return Entries.parse(dn()).filter(person::equals).isPresent();
  }
}
