// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.moving;

import java.util.Optional;

/** A log-in of an application. */
interface LogIn extends AutoCloseable {

  /**
   * Returns the user; empty if the directory says no.
   *
   * @throws Exception if there is no answer
   */
  Optional<Member> logIn(String username, String password) throws Exception;

  @Override
  void close();
}
