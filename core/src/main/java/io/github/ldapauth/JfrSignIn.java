// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.SignInEvent.Failed;
import io.github.ldapauth.SignInEvent.PasswordChange;
import io.github.ldapauth.SignInEvent.Rejected;
import io.github.ldapauth.directory.DirectoryRequest;
import java.util.List;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * An attempt in a recording of Java Flight Recorder. It has no user name, as recordings are passed
 * on. Not loaded if Java lacks the module {@code jdk.jfr}.
 */
@Name("io.github.ldapauth.SignIn")
@Label("Sign-In")
@Description("An attempt to sign in, to populate a user or to change a password")
@Category("ldapauth")
@StackTrace(false)
final class JfrSignIn extends Event {

  private static final JfrSignIn ANY = new JfrSignIn();

  @Label("Kind")
  String kind = "";

  @Label("Outcome")
  @Description("YES, NO or NO_ANSWER")
  String outcome = "";

  @Label("Reason")
  @Description("The reason of a NO; the stage, or the exception of the application, of a NO_ANSWER")
  String reason = "";

  @Label("Server")
  @Description("The server of the last request; empty if there was none")
  String server = "";

  @Label("Requests")
  int requests;

  static boolean isRecorded() {
    return ANY.isEnabled();
  }

  static JfrSignIn started() {
    JfrSignIn event = new JfrSignIn();
    event.begin();
    return event;
  }

  void ended(SignInEvent event) {
    end();
    if (shouldCommit()) {
      List<DirectoryRequest> sent = event.attempt().requests();
      kind = event.attempt().kind().name();
      outcome(event);
      requests = sent.size();
      server = sent.isEmpty() ? "" : sent.get(sent.size() - 1).server();
      commit();
    }
  }

  private void outcome(SignInEvent event) {
    if (event instanceof Rejected no) {
      outcome = "NO";
      reason = no.reason().name();
    } else if (event instanceof Failed failed) {
      outcome = "NO_ANSWER";
      reason = failed.stage().map(Enum::name).orElse(failed.error().getClass().getName());
    } else if (event instanceof PasswordChange change
        && change.result() instanceof PasswordChangeResult.Refused refused) {
      outcome = "NO";
      reason = refused.reason().name();
    } else {
      outcome = "YES";
    }
  }
}
