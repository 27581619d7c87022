// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.Entry;
import java.util.Set;
import java.util.function.Function;

/** Does what servers have in common that know the password policy control. */
abstract class PolicyEmulation extends Emulation {

  private final Function<Editable, PolicyAccount> accounts;

  /** Takes how to read what is known of an account, by the directory's clock. */
  PolicyEmulation(Function<Editable, PolicyAccount> accounts) {
    this.accounts = accounts;
  }

  private PolicyAccount account(Editable person) {
    return accounts.apply(person);
  }

  @Override
  void complete(Entry entry) {
    if (entry.hasAttribute("userPassword")) {
      account(new PendingEntry(entry, "an add")).begin();
    }
  }

  @Override
  Set<String> linkAttributes() {
    return Memberships.LINKS;
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
  BindAnswer bind(BindAttempt attempt, Entries entries) {
    if (attempt.person() == null) {
      return BindAnswer.invalidCredentials();
    }
    BindAnswer answer =
        account(entries.live(attempt.person().getDN())).bind(attempt.passwordIsRight());
    return attempt.policyRequested() ? answer : answer.withoutPolicyResponse();
  }
}
