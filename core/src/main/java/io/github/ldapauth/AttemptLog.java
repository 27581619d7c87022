// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.LogText;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one line about one attempt: a yes or no as information, no answer as a warning. */
final class AttemptLog {

  private static final Logger LOG = LoggerFactory.getLogger(LdapAuthenticator.class);

  private final String what;
  private final String username;
  private final long start = System.nanoTime();

  AttemptLog(String what, @Nullable String typed) {
    this.what = what;
    this.username = LogText.of(typed);
  }

  void succeeded(LdapUser person, boolean created, List<String> missing) {
    LOG.info(
        "{} of \"{}\": yes, {}{}{} ({} ms)",
        what,
        username,
        LogText.of(person.dn().toString()),
        created ? ", new to the application" : "",
        missing.isEmpty() ? "" : ", without " + missing,
        millis());
  }

  void rejected(Rejection rejection) {
    LOG.info(
        "{} of \"{}\": no, {}: {} ({} ms)",
        what,
        username,
        rejection.reason(),
        LogText.of(rejection.detail()),
        millis());
  }

  void failed(RuntimeException e) {
    LOG.warn(
        "{} of \"{}\": no answer, {} ({} ms)", what, username, LogText.of(e.toString()), millis());
  }

  private long millis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }
}
