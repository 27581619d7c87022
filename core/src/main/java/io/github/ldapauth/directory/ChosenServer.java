// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

/** The server that answered the first request of a session. All others go to it. */
final class ChosenServer {

  private int server;

  ChosenServer(int server) {
    this.server = server;
  }

  /** Returns the server, or {@link ServerOrder#ANY} if none is chosen yet. */
  int get() {
    return server;
  }

  boolean isChosen() {
    return server != ServerOrder.ANY;
  }

  /** Chooses a server, unless one is chosen. */
  void stayWith(int answering) {
    if (!isChosen()) {
      server = answering;
    }
  }
}
