// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import java.util.List;
import java.util.Set;

/** Behaves like OpenLDAP; see {@link ServerKind#OPEN_LDAP}. */
final class OpenLdapEmulation extends Emulation {

  @Override
  Set<String> linkAttributes() {
    return MemberOf.LINKS;
  }

  @Override
  List<VirtualAttribute> virtualAttributes() {
    return List.of(MemberOf.direct(true));
  }

  @Override
  BindAnswer bind(BindAttempt attempt, Entries entries) {
    return attempt.passwordIsRight() ? BindAnswer.success() : BindAnswer.invalidCredentials();
  }

  @Override
  public String toString() {
    return ServerKind.OPEN_LDAP.name();
  }
}
