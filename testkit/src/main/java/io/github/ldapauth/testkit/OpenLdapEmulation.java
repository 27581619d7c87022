// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.ResultCode;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Behaves like OpenLDAP; see {@link ServerKind#OPEN_LDAP}. */
final class OpenLdapEmulation extends PolicyEmulation {

  private final PasswordPolicy policy;
  private final InstantSource clock;

  OpenLdapEmulation(PasswordPolicy policy, InstantSource clock) {
    this.policy = policy;
    this.clock = clock;
  }

  @Override
  OpenLdapAccount account(Editable person) {
    return new OpenLdapAccount(person, policy, clock.instant());
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
