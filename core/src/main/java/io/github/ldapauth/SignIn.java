// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.UserWriter.Purpose;
import io.github.ldapauth.UserWriter.SavedUser;
import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.PasswordCheck;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a sign-in, from top to bottom.
 *
 * @param server chooses the server, once for each sign-in
 * @param decoy takes the place of the bind of an unknown user
 */
record SignIn<U>(
    LdapAuthConfig config,
    Guards guards,
    Supplier<UserReader> server,
    UserWriter<U> writer,
    DecoyBind decoy) {

  /** Returns these steps for one server. */
  SignIn<U> at(Supplier<UserReader> server) {
    return new SignIn<>(config, guards, server, writer, decoy);
  }

  /** Returns these steps for a chain, in which another link may know the user. */
  SignIn<U> withoutDecoy() {
    return new SignIn<>(config, guards, server, writer, DecoyBind.NONE);
  }

  /**
   * Signs a user in.
   *
   * @throws Rejection if the answer is no
   * @throws LdapDirectoryException if there is no answer
   */
  Authenticated<U> run(@Nullable String typed, Password password, AttemptRecorder attempt) {
    String username = Credentials.username(typed);
    password.check();
    guards.beforeSignIn(username);
    UserReader reader = server.get();
    LdapUser user;
    try (DirectorySession session = reader.openSession()) {
      attempt.sends(session);
      FoundUser found = find(username, password, reader, session);
      reader.requireNoLockout(found, session);
      guards.beforeBind(found);
      Supplier<LdapUser> read = reader.prepareRead(found, session);
      PasswordCheck answer = bind(found, password, reader, session);
      attempt.answered(answer.status());
      AccountRules.require(answer, found);
      user = read.get();
      // Once more, as the entry may have been read after the bind.
      PasswordCheck judged = reader.accounts().judge(answer, user.entry());
      attempt.answered(judged.status());
      AccountRules.require(judged, found);
      ExplainedSteps.check(config.rules(), user, session);
    }
    guards.beforeUserStore(user);
    SavedUser<U> saved = writer.save(user, Purpose.SIGN_IN);
    reader.cache(username, user);
    attempt.missing(saved.missing());
    return new Authenticated<>(saved.account(), user, saved.created(), attempt.status());
  }

  /** A chain may try the next link after a failure here, unless the user is known here. */
  private FoundUser find(
      String username, Password password, UserReader reader, DirectorySession session) {
    try {
      return reader.find(username, decoy, session);
    } catch (LdapDirectoryException e) {
      if (!UserMatches.haveFound(e)) {
        password.failedWith(e);
      }
      throw e;
    }
  }

  /** Sends the password, once. Returns the answer, corrected by the entry if it was read before. */
  PasswordCheck bind(
      FoundUser found, Password password, UserReader reader, DirectorySession session) {
    String name = found.bindName();
    PasswordCheck answer =
        reader.request(
            () ->
                config.readAsUser()
                    ? session.bindAsUser(name, password.forSending())
                    : session.checkPassword(name, password.forSending()));
    return reader.accounts().judge(answer, found.entry());
  }
}
