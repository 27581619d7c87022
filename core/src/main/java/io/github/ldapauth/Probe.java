// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.DiagnosisLog.Finding;
import io.github.ldapauth.LdapDiagnosis.Step;
import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A check of one setting against a directory.
 *
 * @param step the step of a diagnosis to which it belongs
 * @param setting the setting, with its value
 * @param check sends the requests, and returns what it found, or throws an exception that describes
 *     what is wrong
 */
record Probe(Step step, String setting, Function<DirectorySession, Finding> check) {

  /**
   * Returns a probe that fails if something is wrong.
   *
   * @param problem returns what is wrong, or throws an exception that describes it
   */
  static Probe of(Step step, String setting, Function<DirectorySession, Optional<String>> problem) {
    return new Probe(
        step,
        setting,
        session ->
            problem
                .apply(session)
                .map(what -> Finding.failed(what, ""))
                .orElseGet(Finding::passed));
  }

  /**
   * Returns a probe that checks whether a search for users can start at an entry.
   *
   * @param compared the attributes of the filter, which the directory must know
   */
  static Probe userBase(Dn base, Collection<String> compared) {
    Probe start = base(Step.USER_BASE, "UserLookup.search", Stage.FIND_USER, base);
    return new Probe(
        start.step(),
        start.setting(),
        session -> {
          Finding found = start.check().apply(session);
          Set<String> unknown = SchemaCheck.unknown(compared, Stage.FIND_USER, base, session);
          return unknown.isEmpty()
              ? found
              : Finding.failed(
                  "the schema of the directory does not know "
                      + unknown
                      + " of UserLookup.search filter, in properties user-search.filter",
                  "");
        });
  }

  /** Returns a probe that checks whether a search for groups can start at an entry. */
  static Probe groupBase(Dn base) {
    return base(Step.GROUP_BASE, "GroupLookup.search", Stage.READ_GROUPS, base);
  }

  private static Probe base(Step step, String setting, Stage stage, Dn base) {
    return new Probe(
        step,
        setting + " base \"" + base + "\"",
        session -> {
          session.requireBase(stage, base);
          return Finding.passed();
        });
  }
}
