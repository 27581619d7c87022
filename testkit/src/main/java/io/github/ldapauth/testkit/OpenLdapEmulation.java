// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.ResultCode;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Behaves like OpenLDAP; see {@link ServerKind#OPEN_LDAP}. */
final class OpenLdapEmulation extends Emulation {

  private final PasswordPolicy policy;
  private final InstantSource clock;

  OpenLdapEmulation(PasswordPolicy policy, InstantSource clock) {
    this.policy = policy;
    this.clock = clock;
  }

  private OpenLdapAccount account(Editable person) {
    return new OpenLdapAccount(person, policy, clock.instant());
  }

  @Override
  void complete(Entry entry) {
    if (entry.hasAttribute("userPassword")) {
      account(new Draft(entry, "an add")).begin();
    }
  }

  @Override
  Set<String> linkAttributes() {
    return Memberships.LINKS;
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
  void setPassword(Editable person, String password) {
    boolean first = person.values("userPassword").isEmpty();
    super.setPassword(person, password);
    if (first) {
      account(person).begin();
    } else {
      account(person).renew();
    }
  }

  @Override
  void passwordChanged(Editable person) {
    account(person).renew();
  }

  @Override
  void setState(Editable person, AccountState state) {
    account(person).putInto(state);
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
    if (attempt.person() == null) {
      return BindAnswer.invalidCredentials();
    }
    BindAnswer answer =
        account(entries.live(attempt.person().getDN())).bind(attempt.passwordIsRight());
    return attempt.policyRequested() ? answer : answer.withoutPolicyResponse();
  }

  @Override
  public String toString() {
    return ServerKind.OPEN_LDAP.name();
  }
}
