// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.SignInEvent.Attempt;
import io.github.ldapauth.SignInEvent.Failed;
import io.github.ldapauth.SignInEvent.PasswordChange;
import io.github.ldapauth.SignInEvent.Rejected;
import io.github.ldapauth.SignInEvent.Succeeded;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LogText;
import io.github.ldapauth.entry.Dn;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listener that logs one line per attempt: yes or no at INFO, a failure at WARN. */
final class SignInLog implements SignInListener {

  private static final Logger LOG = LoggerFactory.getLogger(LdapAuthenticator.class);

  private static final String LINE = "{} of \"{}\": {} ({} ms)";

  @Override
  public void onOutcome(SignInEvent event) {
    if (event instanceof Failed) {
      LOG.warn(LINE, words(event));
    } else if (LOG.isInfoEnabled()) {
      LOG.info(LINE, words(event));
    }
  }

  private static Object[] words(SignInEvent event) {
    Attempt attempt = event.attempt();
    String what =
        switch (attempt.kind()) {
          case SIGN_IN -> "sign-in";
          case POPULATE -> "populate";
          case CHANGE_PASSWORD -> "password change";
        };
    long millis = attempt.duration().toMillis();
    return new Object[] {what, LogText.of(attempt.username()), outcome(event), millis};
  }

  private static String outcome(SignInEvent event) {
    if (event instanceof Succeeded yes) {
      return "yes, "
          + LogText.of(yes.ldapUser().dn().toString())
          + (yes.created() ? ", new to the application" : "")
          + (yes.missing().isEmpty() ? "" : ", without " + yes.missing())
          + unknownGroups(yes.ldapUser())
          + yes.status().warning().map(", "::concat).orElse("");
    }
    if (event instanceof Rejected no) {
      return no(no.reason(), no.detail());
    }
    if (event instanceof Failed failed) {
      return "no answer, " + text(failed.error());
    }
    return ((PasswordChange) event).result() instanceof PasswordChangeResult.Refused no
        ? no(no.reason(), no.detail())
        : "yes";
  }

  /** No rule names them, so the user is signed in, but a role may throw. */
  private static String unknownGroups(LdapUser user) {
    Set<Dn> unseen = user.hasGroups() ? user.groups().unseen() : Set.of();
    return unseen.isEmpty() ? "" : ", membership unknown in " + LogText.of(unseen.toString());
  }

  private static String no(Enum<?> reason, String detail) {
    return "no, " + reason + ": " + LogText.of(detail);
  }

  /** The class of our own exception says nothing, and the end of its message names the cause. */
  private static String text(Throwable error) {
    return error instanceof LdapDirectoryException
        ? LogText.whole(String.valueOf(error.getMessage()))
        : LogText.of(error.toString());
  }
}
