// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.protocol.ExtendedRequestProtocolOp;
import com.unboundid.ldap.protocol.ModifyRequestProtocolOp;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.ExtendedRequest;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request that changes a password.
 *
 * @param identity the user whose password is changed, as it was sent
 * @param oldPassword the old password, or null if it was not sent
 * @param newPassword the new password, or null if it was not sent
 * @param alone whether nothing else is changed
 * @param byOperation whether it is the operation of RFC 3062, not a modify
 * @param policyRequested whether the client asks for the response control of the password policy
 */
record PasswordChange(
    String identity,
    @Nullable String oldPassword,
    @Nullable String newPassword,
    boolean alone,
    boolean byOperation,
    boolean policyRequested) {

  private static final String DN_PREFIX = "dn:";

  /** Returns the change of a password in a modify; empty if there is none. */
  static Optional<PasswordChange> in(ModifyRequestProtocolOp request, boolean policyRequested) {
    List<Modification> all = request.getModifications();
    List<Modification> some = all.stream().filter(PasswordChange::isOfPassword).toList();
    return some.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PasswordChange(
                request.getDN(),
                null,
                added(some),
                some.size() == all.size(),
                false,
                policyRequested));
  }

  private static @Nullable String added(List<Modification> modifications) {
    return modifications.stream()
        .filter(each -> !each.getModificationType().equals(ModificationType.DELETE))
        .flatMap(each -> Stream.of(each.getValues()))
        .findFirst()
        .orElse(null);
  }

  private static boolean isOfPassword(Modification modification) {
    return modification.getAttributeName().equalsIgnoreCase(Emulation.PASSWORD);
  }

  /** Returns what the extended operation of RFC 3062 changes; empty if it does not parse. */
  static Optional<PasswordChange> in(
      ExtendedRequestProtocolOp request, DN requester, boolean policyRequested) {
    try {
      PasswordModifyExtendedRequest change = parse(request);
      String identity = change.getUserIdentity();
      return Optional.of(
          new PasswordChange(
              identity == null ? requester.toString() : identity,
              change.getOldPassword(),
              change.getNewPassword(),
              true,
              true,
              policyRequested));
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
