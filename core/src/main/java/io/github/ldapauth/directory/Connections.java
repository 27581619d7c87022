// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.time.Duration;

/**
 * What the sessions of one directory share.
 *
 * @param responseTimeout how long one request may take
 * @param searches the connections of the service account
 * @param passwords the connections for checking passwords
 * @param threads the threads that read beside binds
 */
record Connections(
    Duration responseTimeout,
    ConnectionPool searches,
    ConnectionPool passwords,
    SideThreads threads,
    RoundTrip roundTrip)
    implements AutoCloseable {

  @Override
  public void close() {
    searches.close();
    passwords.close();
    threads.close();
  }
}
