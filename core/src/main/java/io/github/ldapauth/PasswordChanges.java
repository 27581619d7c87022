// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.PasswordChangeResult.Changed;
import io.github.ldapauth.PasswordChangeResult.Refused;
import io.github.ldapauth.directory.AccountStatus.PasswordProof;
import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.NewPasswordRefusal;
import io.github.ldapauth.directory.PasswordChange;
import io.github.ldapauth.directory.PasswordChangeAnswer;
import io.github.ldapauth.directory.PasswordCheck;
import io.github.ldapauth.directory.PasswordCheck.Verdict;
import io.github.ldapauth.entry.Dn;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a change of a password by its user, from top to bottom.
 *
 * @param server chooses the server, once for each change
 * @param decoy takes the place of the bind of an unknown user
 */
record PasswordChanges(Guards guards, Supplier<UserReader> server, DecoyBind decoy) {

  /** Returns these steps for one server. */
  PasswordChanges at(Supplier<UserReader> server) {
    return new PasswordChanges(guards, server, decoy);
  }

  /**
   * Changes a password. Only the user's bind proves the old one, so guards are asked as before a
   * sign-in.
   *
   * @throws Rejection if the user is unknown, the old password is wrong, or the user may not sign
   *     in
   * @throws LdapDirectoryException if there is no answer
   */
  PasswordChangeResult run(
      @Nullable String typed, Password from, Password to, AttemptRecorder attempt) {
    String username = Credentials.username(typed);
    from.check();
    try {
      to.check();
    } catch (Rejection unusable) {
      return unsent(NewPasswordRefusal.AGAINST_POLICY, "new one: " + unusable.detail());
    }
    guards.beforeSignIn(username);
    UserReader reader = server.get();
    reader.requireProtectedPasswords();
    try (DirectorySession session = reader.openSession()) {
      attempt.sends(session);
      PasswordChange change = reader.request(session::preparePasswordChange);
      if (!change.isOffered()) {
        return unsent(NewPasswordRefusal.NOT_OFFERED, "its root DSE names no known way");
      }
      FoundUser found = reader.find(username, decoy, session);
      reader.requireNoLockout(found, session);
      guards.beforeBind(found);
      FoundUser read = reader.request(() -> reader.withEntry(found, session));
      PasswordCheck check = reader.request(() -> change.bind(read.bindName(), from.forSending()));
      FoundUser known = reader.request(() -> afterBind(read, check, reader, session));
      PasswordCheck judged = reader.accounts().judge(check, known.entry());
      if (!change.isPermitted() || !judged.permitsChange()) {
        attempt.answered(judged.status());
        AccountRules.require(judged, read);
      }
      return reader.request(() -> send(change, known, from, to));
    }
  }

  /** The user may see an entry that the service account does not. */
  private static FoundUser afterBind(
      FoundUser found, PasswordCheck check, UserReader reader, DirectorySession session) {
    return found.entry() == null && check.verdict() == Verdict.ACCEPTED
        ? found.with(reader.entryOf(found, session).orElse(null))
        : found;
  }

  /** Returns a refusal before the bind. */
  private static Refused unsent(NewPasswordRefusal reason, String detail) {
    return new Refused(reason, detail, PasswordProof.UNKNOWN);
  }

  private static PasswordChangeResult send(
      PasswordChange change, FoundUser user, Password from, Password to) {
    Dn dn = user.dn();
    if (change.needsDn() && dn == null) {
      return new Refused(
          NewPasswordRefusal.NOT_OFFERED,
          "only an accepted bind finds the DN of this user",
          PasswordProof.RIGHT);
    }
    PasswordChangeAnswer answer = change.send(dn, from.forSending(), to.forSending());
    if (answer.isOldPasswordWrong()) {
      throw new Rejection(
          RejectionReason.INVALID_CREDENTIALS,
          "the directory answered the change of "
              + user.bindName()
              + " with "
              + answer.detail()
              + ", as the old password is wrong");
    }
    return answer
        .refusal()
        .<PasswordChangeResult>map(
            reason -> new Refused(reason, answer.detail(), PasswordProof.RIGHT))
        .orElseGet(() -> new Changed(dn == null ? user.bindName() : dn.toString()));
  }
}
