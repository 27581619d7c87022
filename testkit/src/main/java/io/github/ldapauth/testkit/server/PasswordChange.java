// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.protocol.ExtendedRequestProtocolOp;
import com.unboundid.ldap.protocol.ModifyRequestProtocolOp;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.ExtendedRequest;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that changes a password.
 *
 * @param identity the user whose password is changed, as it was sent
 * @param oldPassword the old password, or null if it was not sent
 * @param alone whether nothing else is changed
 */
record PasswordChange(String identity, @Nullable String oldPassword, boolean alone) {

  private static final String DN_PREFIX = "dn:";

  /** Returns the change of a password in a modify; empty if there is none. */
  static Optional<PasswordChange> in(ModifyRequestProtocolOp request) {
    List<Modification> all = request.getModifications();
    long count = all.stream().filter(PasswordChange::isOfPassword).count();
    return count == 0
        ? Optional.empty()
        : Optional.of(new PasswordChange(request.getDN(), null, count == all.size()));
  }

  private static boolean isOfPassword(Modification modification) {
    return modification.getAttributeName().equalsIgnoreCase("userPassword");
  }

  /** Returns what the extended operation of RFC 3062 changes; empty if it does not parse. */
  static Optional<PasswordChange> in(ExtendedRequestProtocolOp request, DN requester) {
    try {
      PasswordModifyExtendedRequest change = parse(request);
      String identity = change.getUserIdentity();
      return Optional.of(
          new PasswordChange(
              identity == null ? requester.toString() : identity, change.getOldPassword(), true));
    } catch (LDAPException malformed) {
      return Optional.empty();
    }
  }

  /** Returns a request of RFC 3062 with a hash of the new password, if it has one. */
  static ExtendedRequestProtocolOp hashing(
      ExtendedRequestProtocolOp request, PasswordScheme scheme) {
    try {
      PasswordModifyExtendedRequest change = parse(request);
      return change.getNewPassword() == null
          ? request
          : new ExtendedRequestProtocolOp(
              new PasswordModifyExtendedRequest(
                  change.getUserIdentity(),
                  change.getOldPassword(),
                  scheme.hash(change.getNewPassword())));
    } catch (LDAPException malformed) {
      return request;
    }
  }

  private static PasswordModifyExtendedRequest parse(ExtendedRequestProtocolOp request)
      throws LDAPException {
    return new PasswordModifyExtendedRequest(
        new ExtendedRequest(request.getOID(), request.getValue()));
  }

  /** Returns the DN that was sent, without the prefix of RFC 4513, section 5.2.1.8. */
  String dn() {
    return identity.regionMatches(true, 0, DN_PREFIX, 0, DN_PREFIX.length())
        ? identity.substring(DN_PREFIX.length())
        : identity;
  }

  /** Does not show the password. */
  @Override
  public String toString() {
    return "change of the password of " + identity;
  }

  boolean isOf(DN user) {
    return Entries.parse(dn()).filter(user::equals).isPresent();
  }
}
