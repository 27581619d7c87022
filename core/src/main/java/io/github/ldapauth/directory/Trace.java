// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.util.ArrayList;
import java.util.List;

/** The answered requests of one session. Safe for use by several threads. */
final class Trace {

  /** Most sign-ins send three requests. */
  private static final int USUAL = 4;

  private final long start = System.nanoTime();
  private final List<DirectoryRequest> requests = new ArrayList<>(USUAL);

  /** Returns when the session began, by {@link System#nanoTime}. */
  long start() {
    return start;
  }

  /** Adds a request after those that were sent before it. */
  synchronized void add(DirectoryRequest request) {
    int place = requests.size();
    while (place > 0 && request.isBefore(requests.get(place - 1))) {
      place--;
    }
    requests.add(place, request);
  }

  /** Returns the requests so far, in the order in which they were sent. */
  synchronized List<DirectoryRequest> requests() {
    return List.copyOf(requests);
  }
}
