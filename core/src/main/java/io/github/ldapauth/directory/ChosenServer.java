// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import org.jspecify.annotations.Nullable;

/** The server that answered the first request of a session. All others go to it. */
final class ChosenServer {

  private @Nullable Endpoint server;

  ChosenServer(@Nullable Endpoint server) {
    this.server = server;
  }

  /** Returns the address of the server; null if none is chosen yet. */
  @Nullable Endpoint get() {
    return server;
  }

  /** Chooses the server of a connection, unless one is chosen. */
  void stayWith(Connection answering) {
    if (server == null) {
      server = answering.endpoint();
    }
  }
}
