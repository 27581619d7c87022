// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import com.unboundid.ldap.sdk.ReadOnlyEntry;
import io.github.ldapauth.testkit.server.Answer;
import io.github.ldapauth.testkit.server.EditableEntry;
import io.github.ldapauth.testkit.server.Emulation;
import io.github.ldapauth.testkit.server.Entries;
import org.jspecify.annotations.Nullable;

/** What servers share that know the password policy control. */
abstract class PolicyEmulation extends Emulation {

  @Override
  public abstract PolicyAccount account(EditableEntry user);

  @Override
  protected boolean keepsReferences() {
    return true;
  }

  @Override
  protected Answer bind(@Nullable ReadOnlyEntry user, Answer plain, Entries entries) {
    return user == null
        ? Answer.invalidCredentials()
        : account(entries.edit(user.getDN())).bind(plain.resultCode() == 0);
  }
}
