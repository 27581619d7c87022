// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A change of a password by its user, in one session: {@link #bind}, then {@link #send}.
 *
 * <p>The user's own connection sends it, so that the directory applies its rules. Active Directory
 * rejects the bind of a user whose password has expired or must be changed, and accepts the change
 * from any account that knows the old password: then the service account sends it.
 */
public final class PasswordChange {

  private final PasswordChecks passwords;
  private final Connections connections;
  private final Deadline deadline;
  private final ChosenServer server;
  private final boolean isActiveDirectory;
  private final boolean isOffered;
  private boolean isLeftToService;

  /**
   * Prepares a change.
   *
   * @param root tells how this directory changes passwords
   */
  PasswordChange(
      RootDse root,
      PasswordChecks passwords,
      Connections connections,
      Deadline deadline,
      ChosenServer server) {
    this.passwords = passwords;
    this.connections = connections;
    this.deadline = deadline;
    this.server = server;
    this.isActiveDirectory = root.kind().isActiveDirectory();
    // A root DSE without extensions is one that the server does not show.
    this.isOffered =
        isActiveDirectory
            || root.extensions().isEmpty()
            || root.extensions().contains(PasswordModification.OPERATION);
  }

  /** Returns whether the directory offers a way that ldapauth knows. */
  public boolean isOffered() {
    return isOffered;
  }

  /** Returns whether {@link #send} needs the DN of the user. */
  public boolean needsDn() {
    return isActiveDirectory;
  }

  /**
   * Binds as the user, exactly once. If the directory accepts the password, later searches of the
   * session are the user's.
   *
   * @throws LdapDirectoryException if the answer says nothing about the password
   */
  public PasswordCheck bind(String name, char[] password) {
    PasswordCheck check = passwords.bind(name, password, PasswordCheck::permitsChange);
    isLeftToService =
        passwords.user() == null
            && isActiveDirectory
            && !connections.searches().isAnonymous()
            && check.permitsChange();
    return check;
  }

  /** Returns whether the password is right and {@link #send} can follow the bind. */
  public boolean isPermitted() {
    return passwords.user() != null || isLeftToService;
  }

  /**
   * Changes the password. Call it once, if {@link #isPermitted}.
   *
   * @param dn the user's DN; null is possible unless {@link #needsDn}
   * @throws LdapDirectoryException if there is no answer, and so it is unknown whether the password
   *     is changed, or if the answer does not tell why it is unchanged
   */
  public PasswordChangeAnswer send(@Nullable Dn dn, char[] from, char[] to) {
    Connection user = passwords.release();
    ConnectionPool pool = user == null ? connections.searches() : connections.passwords();
    Connection connection = user == null ? pool.checkOut(deadline, server.get()) : user;
    PasswordChangeAnswer answer;
    try (PasswordModification change =
        isActiveDirectory
            ? PasswordModification.asAttribute(Objects.requireNonNull(dn), from, to)
            : PasswordModification.asOperation(from, to)) {
      long timeout = deadline.millisFor(Stage.WAIT, connections.responseTimeout());
      LdapResult result = change.send(connection, timeout, deadline.trace());
      answer = PasswordChangeAnswer.read(result).orElseThrow(result::failure);
    } catch (LDAPException e) {
      LdapDirectoryException failure = Exchange.failure(Stage.CHANGE_PASSWORD, connection, "", e);
      if (e.getResultCode().isConnectionUsable()) {
        pool.retire(connection);
      } else {
        pool.discard(connection, e, deadline);
      }
      throw failure;
    } catch (RuntimeException | Error e) {
      pool.discard(connection);
      throw e;
    }
    pool.retire(connection);
    return answer;
  }
}
