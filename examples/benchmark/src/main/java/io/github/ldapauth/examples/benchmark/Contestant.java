// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import java.util.Optional;

/** One way to sign users in. Any number of threads may call it. */
interface Contestant extends AutoCloseable {

  /**
   * Finds the user, checks the password and reads the groups.
   *
   * @return empty if the password is wrong
   * @throws Exception if the directory fails
   */
  Optional<Login> signIn(String username, String password) throws Exception;

  /** Closes its connections. */
  @Override
  void close();
}
