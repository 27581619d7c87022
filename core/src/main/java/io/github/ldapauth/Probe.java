// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import java.util.Optional;
import java.util.function.Function;

/**
 * Says what a configuration needs of a directory.
 *
 * @param setting what says so, with its value
 * @param problem asks the directory, and returns what is wrong if its answer does not say it
 */
record Probe(String setting, Function<DirectorySession, Optional<String>> problem) {

  /** Needs an entry at which a search can begin. */
  static Probe base(String setting, Stage stage, Dn base) {
    return new Probe(
        setting + " base \"" + base + "\"",
        session -> {
          session.requireBase(stage, base);
          return Optional.empty();
        });
  }
}
