// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import com.unboundid.ldap.sdk.ReadOnlyEntry;
import io.github.ldapauth.testkit.server.Answer;
import io.github.ldapauth.testkit.server.EditableEntry;
import io.github.ldapauth.testkit.server.Emulation;
import io.github.ldapauth.testkit.server.Entries;
import io.github.ldapauth.testkit.server.NewPasswords;
import io.github.ldapauth.testkit.server.PolicyRules;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What servers share that know the password policy control. */
abstract class PolicyEmulation extends Emulation {

  private final PolicyRules policy;
  private final InstantSource clock;

  PolicyEmulation(PolicyRules policy, InstantSource clock) {
    this.policy = policy;
    this.clock = clock;
  }

  @Override
  public final PolicyAccount account(EditableEntry user) {
    return account(user, policy, clock.instant());
  }

  /** Returns the state of an account at one moment. */
  abstract PolicyAccount account(EditableEntry user, PolicyRules policy, Instant now);

  @Override
  protected final NewPasswords newPasswords() {
    return new NewPasswords(policy.minLength(), kept(policy.history()), historyAttribute());
  }

  /**
   * Returns how many former passwords may not be used again.
   *
   * @param history the number that the policy gives; 0 if all may
   */
  int kept(int history) {
    return history == 0 ? -1 : history;
  }

  String historyAttribute() {
    return "pwdHistory";
  }

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
