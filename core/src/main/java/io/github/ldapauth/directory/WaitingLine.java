// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import org.jspecify.annotations.Nullable;

/** The line in which threads wait for their turn to use a pool. */
record WaitingLine(Turns turns, LdapServer settings) {

  /**
   * Waits for a turn.
   *
   * @throws LdapDirectoryException if there is none in time, or the directory hangs
   */
  void await(Deadline deadline) {
    long wait = deadline.millisFor(Stage.CONNECT, settings.use().responseTimeout());
    try {
      switch (turns.take(wait)) {
        case TAKEN -> {}
        case TIMED_OUT -> throw allWere("in use for " + wait + " ms");
        case HOPELESS ->
            throw allWere(
                "waiting for the directory, which answered nothing for half of"
                    + " responseTimeout(...)");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(ResultCode.LOCAL_ERROR, "interrupted while waiting for a connection", e);
    }
  }

  private LdapDirectoryException allWere(String what) {
    String all = "all " + settings.use().maxConnections() + " connections of maxConnections(...)";
    return failed(ResultCode.CONNECT_ERROR, all + " were " + what, null);
  }

  LdapDirectoryException failed(ResultCode code, String message, @Nullable Throwable cause) {
    return new LdapDirectoryException(
        Stage.WAIT, settings.toString(), code.intValue(), message, cause);
  }
}
