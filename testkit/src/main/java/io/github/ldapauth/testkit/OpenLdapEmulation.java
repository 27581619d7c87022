// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.ResultCode;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Behaves like OpenLDAP; see {@link ServerKind#OPEN_LDAP}. */
final class OpenLdapEmulation extends PolicyEmulation {

  OpenLdapEmulation(PasswordPolicy policy, InstantSource clock) {
    super(person -> new OpenLdapAccount(person, policy, clock.instant()));
  }

  @Override
  List<VirtualAttribute> virtualAttributes() {
    return List.of(MemberOf.direct(true));
  }

  @Override
  Set<String> operationalAttributes() {
    return OpenLdapAccount.ATTRIBUTES;
  }

  @Override
  Refusal unauthenticatedBind() {
    return new Refusal(53, "unauthenticated bind (DN with no password) disallowed");
  }

  @Override
  Optional<Refusal> refusePasswordChange(PasswordChange change, Entries entries) {
    return change.isDn()
        ? Optional.empty()
        : Optional.of(new Refusal(ResultCode.INVALID_ATTRIBUTE_SYNTAX_INT_VALUE, "Invalid DN"));
  }

  @Override
  BindAnswer bind(BindAttempt attempt, Entries entries) {
    if (attempt.plain().resultCode() == ResultCode.INVALID_DN_SYNTAX_INT_VALUE) {
      return BindAnswer.refused(ResultCode.INVALID_DN_SYNTAX_INT_VALUE, "invalid DN");
    }
    return super.bind(attempt, entries);
  }

  @Override
  public String toString() {
    return ServerKind.OPEN_LDAP.name();
  }
}
