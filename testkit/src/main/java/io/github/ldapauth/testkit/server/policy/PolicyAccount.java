// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import io.github.ldapauth.testkit.server.Account;
import io.github.ldapauth.testkit.server.Answer;
import io.github.ldapauth.testkit.server.EditableEntry;
import io.github.ldapauth.testkit.server.PolicyRules;
import java.time.Instant;

/** An account under a password policy, at one moment. Attributes of its entry hold its state. */
abstract class PolicyAccount implements Account {

  final EditableEntry entry;
  final PolicyRules policy;
  final Instant now;

  PolicyAccount(EditableEntry entry, PolicyRules policy, Instant now) {
    this.entry = entry;
    this.policy = policy;
    this.now = now;
  }

  /** Answers a bind, with the response control of the password policy. */
  abstract Answer bind(boolean passwordIsRight);

  final boolean has(String attribute) {
    return !entry.values(attribute).isEmpty();
  }

  final boolean isTrue(String attribute) {
    return entry.values(attribute).stream().anyMatch("true"::equalsIgnoreCase);
  }

  /** Returns the number in an attribute; 0 if there is none. */
  final int number(String attribute) {
    return entry.values(attribute).stream().findFirst().map(Integer::parseInt).orElse(0);
  }

  final void set(String attribute, Instant time) {
    set(attribute, GeneralizedTime.of(time));
  }

  final void set(String attribute, String value) {
    entry.set(attribute, value);
  }

  final void remove(String... attributes) {
    for (String attribute : attributes) {
      entry.set(attribute);
    }
  }
}
