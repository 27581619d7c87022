// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import java.util.Optional;
import java.util.function.Function;

/**
 * A check of one setting against a directory.
 *
 * @param setting the setting, with its value
 * @param problem sends the requests, and returns what is wrong, or throws an exception that
 *     describes it
 */
record Probe(String setting, Function<DirectorySession, Optional<String>> problem) {

  /** Returns a probe that checks whether a search can start at an entry. */
  static Probe base(String setting, Stage stage, Dn base) {
    return new Probe(
        setting + " base \"" + base + "\"",
        session -> {
          session.requireBase(stage, base);
          return Optional.empty();
        });
  }
}
