// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import io.github.ldapauth.testkit.server.Account;
import io.github.ldapauth.testkit.server.Answer;

/** An account under a password policy. */
interface PolicyAccount extends Account {

  /** Answers a bind, with the response control of the password policy. */
  Answer bind(boolean passwordIsRight);
}
