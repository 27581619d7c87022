// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.DiagnosisLog.Finding;
import io.github.ldapauth.directory.DirectoryRequest;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** The part of a diagnosis that compares the time of the requests with the limit. */
final class DiagnosisOfTime {

  private DiagnosisOfTime() {}

  static Finding of(List<DirectoryRequest> requests, LdapAuthConfig config) {
    Duration all =
        requests.stream().map(DirectoryRequest::duration).reduce(Duration.ZERO, Duration::plus);
    String text =
        requests.size()
            + " round trips took "
            + all.toMillis()
            + " ms of at most "
            + config.timeLimit().toMillis()
            + " ms";
    List<String> slowest =
        requests.stream()
            .max(Comparator.comparing(DirectoryRequest::duration))
            .map(request -> "slowest: " + request)
            .stream()
            .toList();
    boolean isSlow = all.multipliedBy(2).compareTo(config.timeLimit()) > 0;
    return (isSlow
            ? Finding.warning(text, "under load this sign-in would fail; ask for the slow request")
            : Finding.passed(text))
        .with(slowest);
  }
}
