// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import java.util.Optional;
import java.util.function.Function;

/**
 * A question to a directory that shows whether a setting works.
 *
 * @param setting the setting, with its value
 * @param problem asks the directory, and returns what is wrong unless the exception says it
 */
record Probe(String setting, Function<DirectorySession, Optional<String>> problem) {

  /** Asks whether a search can begin at an entry. */
  static Probe base(String setting, Stage stage, Dn base) {
    return new Probe(
        setting + " base \"" + base + "\"",
        session -> {
          session.requireBase(stage, base);
          return Optional.empty();
        });
  }
}
