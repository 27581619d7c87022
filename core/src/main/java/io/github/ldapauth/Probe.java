// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.DiagnosisLog.Finding;
import io.github.ldapauth.LdapDiagnosis.Status;
import io.github.ldapauth.LdapDiagnosis.Step;
import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.RootDse;
import io.github.ldapauth.entry.Dn;
import java.util.List;
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

  static final String UNKNOWN = "the schema of the directory does not know ";

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
   * Returns this probe with a further check, which it makes if this one finds no failure.
   *
   * @param problem returns what is wrong, or throws an exception that describes it
   */
  Probe then(Function<DirectorySession, Optional<String>> problem) {
    return new Probe(
        step,
        setting,
        session -> {
          Finding found = check.apply(session);
          return found.status() == Status.FAILED
              ? found
              : problem.apply(session).map(what -> Finding.failed(what, "")).orElse(found);
        });
  }

  /** Returns a probe that checks whether a search for users can start at an entry. */
  static Probe userBase(Dn base) {
    return base(Step.USER_BASE, "UserLookup.search", Stage.FIND_USER, base);
  }

  /**
   * Returns a probe that checks whether the directory knows the attributes that a setting names.
   *
   * @param isRequired whether users without them are rejected
   * @param base an entry to which the schema applies
   */
  static Probe attributes(String setting, Set<String> names, boolean isRequired, Dn base) {
    return new Probe(
        Step.READ_USER,
        setting,
        session -> {
          Set<String> unknown = Schema.of(session).unknown(names, base, session);
          return unknown.isEmpty()
              ? Finding.passed("the schema knows " + names)
              : new Finding(
                  isRequired ? Status.FAILED : Status.WARNING,
                  List.of(UNKNOWN + unknown),
                  "check the spelling; no entry of this directory has it");
        });
  }

  /** Returns a probe that checks whether the server is of the kind that the settings are for. */
  static Probe kind(KindCheck kinds) {
    return of(Step.SERVER_KIND, "LdapServer", kinds::problem);
  }

  /** Returns a probe that tells what the server is and can do too. */
  static Probe toldKind(KindCheck kinds) {
    Probe kind = kind(kinds);
    return new Probe(
        kind.step(),
        kind.setting(),
        session -> {
          Finding found = kind.check().apply(session);
          RootDse root = session.rootDse(Stage.FIND_USER);
          String can = String.join(", ", root.abilities());
          return (found.evidence().isEmpty() ? Finding.passed("the server is " + root) : found)
              .with(can.isEmpty() ? List.of() : List.of("it supports " + can))
              .with(List.of("its suffixes are " + root.namingContexts()));
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
          try {
            session.requireBase(stage, base);
          } catch (LdapDirectoryException e) {
            throw SuffixHint.explain(e, List.of(base), session);
          }
          return Finding.passed();
        });
  }
}
