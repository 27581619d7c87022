// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.LdapDiagnosis.Check;
import io.github.ldapauth.LdapDiagnosis.Status;
import io.github.ldapauth.LdapDiagnosis.Step;
import io.github.ldapauth.directory.DirectoryRequest;
import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LogText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The checks of a diagnosis, in the order in which they are made. */
final class DiagnosisLog {

  /**
   * What a check found.
   *
   * @param evidence the finding in one line, then in detail
   * @param hint what to look at; empty for none
   */
  record Finding(Status status, List<String> evidence, String hint) {

    static Finding passed(String... evidence) {
      return new Finding(Status.PASSED, List.of(evidence), "");
    }

    static Finding failed(String evidence, String hint) {
      return new Finding(Status.FAILED, List.of(evidence), hint);
    }

    static Finding failed(LdapDirectoryException e) {
      return failed(String.valueOf(e.getMessage()), "");
    }

    static Finding warning(String evidence, String hint) {
      return new Finding(Status.WARNING, List.of(evidence), hint);
    }

    static Finding skipped(String because) {
      return new Finding(Status.SKIPPED, List.of("because " + because), "");
    }

    /** Returns this finding, with the server in its first line. */
    Finding at(String server) {
      String first =
          evidence.isEmpty() ? "works at " + server : evidence.get(0) + " (at " + server + ")";
      return new Finding(status, List.of(first), hint)
          .with(evidence.subList(Math.min(1, evidence.size()), evidence.size()));
    }

    Finding with(List<String> more) {
      List<String> all = new ArrayList<>(evidence);
      all.addAll(more);
      return new Finding(status, all, hint);
    }
  }

  private final UnaryOperator<String> asWritten;
  private final List<Check> checks = new ArrayList<>();

  /**
   * Begins a diagnosis.
   *
   * @param asWritten replaces the names of settings in a text by those that the reader wrote
   */
  DiagnosisLog(UnaryOperator<String> asWritten) {
    this.asWritten = asWritten;
  }

  List<Check> checks() {
    return checks;
  }

  /** Adds what was found without a request. */
  void add(Step step, String setting, Finding finding) {
    add(step, setting, finding, Duration.ZERO);
  }

  void add(Step step, String setting, Finding finding, Duration duration) {
    checks.add(
        new Check(
            step,
            finding.status(),
            text(setting),
            finding.evidence().stream().map(this::text).toList(),
            finding.hint().isEmpty() ? Optional.empty() : Optional.of(text(finding.hint())),
            duration));
  }

  /** Entries and servers may put line breaks and escape sequences into any text. */
  private String text(String line) {
    return LogText.whole(asWritten.apply(line));
  }

  /** Makes a check, and returns whether it found no failure. An exception is one. */
  boolean check(Step step, String setting, DirectorySession session, Supplier<Finding> action) {
    long start = System.nanoTime();
    int sent = session.requests().size();
    Finding finding = findingOf(action);
    add(step, setting, finding.with(requests(session, sent)), since(start));
    return finding.status() != Status.FAILED;
  }

  private static Finding findingOf(Supplier<Finding> action) {
    try {
      return action.get();
    } catch (Rejection no) {
      return Finding.failed(no.reason() + ": " + no.detail(), "");
    } catch (LdapDirectoryException e) {
      return Finding.failed(e);
    } catch (RuntimeException e) { // the application's own code may throw anything
      return Finding.failed("threw " + LogText.of(e.toString()), "");
    }
  }

  static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Returns the requests of a session from one on, as they were sent. */
  static List<String> requests(DirectorySession session, int from) {
    return session.requests().stream().skip(from).map(DirectoryRequest::toString).toList();
  }
}
