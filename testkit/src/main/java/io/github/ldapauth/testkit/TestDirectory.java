// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import io.github.ldapauth.testkit.server.EditableEntry;
import io.github.ldapauth.testkit.server.EmulatedServer;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An LDAP directory in memory, on free ports of the loopback interface. Safe for use by several
 * threads.
 *
 * <pre>{@code
 * try (TestDirectory directory =
 *     TestDirectory.builder().user("alice", "wonderland").group("staff", "alice").start()) {
 *   …  directory.url()  …  directory.operations().binds("alice")  …
 * }
 * }</pre>
 */
public final class TestDirectory implements AutoCloseable {

  private final ServerKind kind;
  private final EmulatedServer server;
  private final NamedEntries entries;
  private final Names names;
  private final MovableClock clock;
  private final Recorder recorder = new Recorder();
  private final RequestDelays delays = new RequestDelays();
  private final Faults faults;
  private final Ports ports;
  private volatile boolean closed;

  TestDirectory(
      ServerKind kind,
      EmulatedServer server,
      NamedEntries entries,
      MovableClock clock,
      @Nullable TestCertificates certificates,
      int port,
      int ldapsPort) {
    this.kind = kind;
    this.server = server;
    this.entries = entries;
    this.clock = clock;
    names = entries.withBindNames();
    faults = new Faults(names);
    ports =
        new Ports(
            server,
            handler -> new RecordingHandler(handler, recorder, faults, delays, null),
            certificates,
            port,
            ldapsPort);
  }

  /** Begins the description of a directory. */
  public static TestDirectoryBuilder builder() {
    return new TestDirectoryBuilder();
  }

  /**
   * Listens again, on the same ports, after {@link #stop} or {@link #refuseConnections}.
   *
   * @throws IllegalStateException after {@link #close}, or if another program took a port
   */
  public void start() {
    if (closed) {
      throw new IllegalStateException("the directory is closed: start another one");
    }
    delays.begin();
    ports.listen();
  }

  /** Closes all connections and refuses new ones. The entries stay. */
  public void stop() {
    delays.end();
    ports.stop();
  }

  /** Refuses new connections, until {@link #start}; those that are open stay. */
  public void refuseConnections() {
    ports.refuse();
  }

  /** Closes all connections, as a restart or a firewall does, and accepts new ones. */
  public void dropConnections() {
    ports.closeConnections();
  }

  /**
   * Restores the beginning: the described entries, no faults, no recorded operations, the real
   * time, and listening. Open connections stay, except those on which a fault delays a request.
   */
  public void reset() {
    delays.end();
    faults.clear();
    server.reset();
    clock.reset();
    ports.restoreCertificates();
    recorder.clear();
    start();
  }

  /** Returns {@code ldap://127.0.0.1:port}. */
  public String url() {
    return "ldap://" + hostAndPort();
  }

  /** Returns {@code 127.0.0.1:port} for clear text and StartTLS. */
  public String hostAndPort() {
    return "127.0.0.1:" + port();
  }

  /** Returns the port for clear text and StartTLS. */
  public int port() {
    return ports.plain();
  }

  /**
   * Returns {@code ldaps://127.0.0.1:port}.
   *
   * @throws IllegalStateException if the directory was described without TLS
   */
  public String ldapsUrl() {
    return "ldaps://" + ldapsHostAndPort();
  }

  /**
   * Returns {@code 127.0.0.1:port} for ldaps.
   *
   * @throws IllegalStateException if the directory was described without TLS
   */
  public String ldapsHostAndPort() {
    return "127.0.0.1:" + ldapsPort();
  }

  /**
   * Returns the port for ldaps.
   *
   * @throws IllegalStateException if the directory was described without TLS
   */
  public int ldapsPort() {
    return ports.ldaps();
  }

  /**
   * Returns the certificates that TLS uses, and what clients need to trust them.
   *
   * @throws IllegalStateException if the directory was described without TLS
   */
  public TestCertificates certificates() {
    return ports.certificates();
  }

  /**
   * Shows another certificate to new connections, as after a renewal or from another server; until
   * {@link #reset}.
   *
   * @throws IllegalStateException if the directory was described without TLS
   */
  public void swapCertificates(TestCertificates others) {
    ports.swapCertificates(others);
  }

  /** Returns the operations of clients since {@link #reset} or {@link #forgetOperations}. */
  public Operations operations() {
    return recorder.soFar(names);
  }

  /** Removes the operations so far from the record. */
  public void forgetOperations() {
    recorder.clear();
  }

  /**
   * Waits at most 10 seconds for an operation that the client itself does not wait for, such as an
   * unbind.
   *
   * @return the first such operation, which may be in {@link #operations} already
   * @throws AssertionError if there is none
   */
  public Operation awaitOperation(Predicate<? super Operation> wanted) {
    return recorder.await(wanted);
  }

  /** Returns the script of faults. */
  public Faults faults() {
    return faults;
  }

  /**
   * Lets time pass for the directory, which ends locks and lets passwords expire. The clock of the
   * test stays as it is.
   */
  public void advanceClock(Duration duration) {
    clock.advance(duration);
  }

  /**
   * Returns a user, to change it while the directory runs. The name of a user or group of LDIF is
   * its {@code uid}, {@code sAMAccountName} or {@code cn}, unless others have it too.
   *
   * @throws IllegalArgumentException if no user has this name, or the user was deleted
   */
  public TestUser user(String name) {
    return new TestUser(entries.user(name), server.emulation());
  }

  /**
   * Returns a group, to change it while the directory runs.
   *
   * @throws IllegalArgumentException if no group has this name, or the group was deleted
   */
  public TestGroup group(String name) {
    EditableEntry group = entries.group(name);
    return new TestGroup(group, new RunningMembers(group, entries));
  }

  /**
   * Returns the current DN of a user or group.
   *
   * @throws IllegalArgumentException if no user or group has this name, or it was deleted
   */
  public String dn(String name) {
    return entries.dnOf(name);
  }

  /**
   * Deletes the entry of a user or group.
   *
   * @throws IllegalArgumentException if no user or group has this name, or it was deleted
   */
  public void delete(String name) {
    entries.delete(name);
  }

  /** Stops the directory for good. A second call does nothing. */
  @Override
  public void close() {
    closed = true;
    stop();
  }

  /** Returns the URL, and the kind of server. */
  @Override
  public String toString() {
    return "TestDirectory[" + url() + ", like " + kind + "]";
  }
}
