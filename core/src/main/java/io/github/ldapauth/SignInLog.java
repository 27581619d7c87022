// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.SignInEvent.Attempt;
import io.github.ldapauth.SignInEvent.Failed;
import io.github.ldapauth.SignInEvent.PasswordChange;
import io.github.ldapauth.SignInEvent.Rejected;
import io.github.ldapauth.SignInEvent.Succeeded;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listener that logs one line per attempt: yes or no at INFO, a failure at WARN. */
final class SignInLog implements SignInListener {

  private static final Logger LOG = LoggerFactory.getLogger(LdapAuthenticator.class);

  @Override
  public void onOutcome(SignInEvent event) {
    Attempt attempt = event.attempt();
    String what =
        switch (attempt.kind()) {
          case SIGN_IN -> "sign-in";
          case POPULATE -> "populate";
          case CHANGE_PASSWORD -> "password change";
        };
    String username = LogText.of(attempt.username());
    long millis = attempt.duration().toMillis();
    if (event instanceof Succeeded yes) {
      LOG.info(
          "{} of \"{}\": yes, {}{}{}{} ({} ms)",
          what,
          username,
          LogText.of(yes.ldapUser().dn().toString()),
          yes.created() ? ", new to the application" : "",
          yes.missing().isEmpty() ? "" : ", without " + yes.missing(),
          yes.status().warning().map(warning -> ", " + warning).orElse(""),
          millis);
    } else if (event instanceof Rejected no) {
      LOG.info(
          "{} of \"{}\": no, {}: {} ({} ms)",
          what,
          username,
          no.reason(),
          LogText.of(no.detail()),
          millis);
    } else if (event instanceof PasswordChange change) {
      String outcome =
          change.result() instanceof PasswordChangeResult.Refused no
              ? "no, " + no.reason() + ": " + LogText.of(no.detail())
              : "yes";
      LOG.info("{} of \"{}\": {} ({} ms)", what, username, outcome, millis);
    } else if (event instanceof Failed failed) {
      LOG.warn("{} of \"{}\": no answer, {} ({} ms)", what, username, text(failed.error()), millis);
    }
  }

  /** The class of our own exception says nothing, and the end of its message names the cause. */
  private static String text(Throwable error) {
    return error instanceof LdapDirectoryException
        ? LogText.whole(String.valueOf(error.getMessage()))
        : LogText.of(error.toString());
  }
}
