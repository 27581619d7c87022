// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.listener.LDAPListenerRequestHandler;
import io.github.ldapauth.testkit.server.EditableEntry;
import io.github.ldapauth.testkit.server.EmulatedServer;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
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

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ServerKind kind;
  private final EmulatedServer server;
  private final NamedEntries entries;
  private final Names names;
  private final MovableClock clock;
  private final @Nullable TestCertificates describedCertificates;
  private volatile @Nullable TestCertificates certificates;
  private volatile @Nullable SSLContext context;
  private final Recorder recorder = new Recorder();
  private final RequestDelays delays = new RequestDelays();
  private final Faults faults;
  private volatile boolean closed;
  private final Listeners plain;
  private final @Nullable Listeners tls;

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
    describedCertificates = certificates;
    this.certificates = certificates;
    names = entries.withBindNames();
    faults = new Faults(names);
    ServerSocketFactory sockets = ServerSocketFactory.getDefault();
    if (certificates == null) {
      plain = new Listeners(recorded(server.handler(null)), sockets, port);
      tls = null;
    } else {
      SSLContext first = certificates.serverContext();
      context = first;
      LDAPListenerRequestHandler worker =
          server.handler(() -> Objects.requireNonNull(context).getSocketFactory());
      plain = new Listeners(recorded(worker), sockets, port);
      tls = new Listeners(recorded(worker), first.getServerSocketFactory(), ldapsPort);
    }
    listeners().forEach(Listeners::listen);
  }

  private RecordingHandler recorded(LDAPListenerRequestHandler worker) {
    return new RecordingHandler(worker, recorder, faults, delays, null);
  }

  private Stream<Listeners> listeners() {
    return Stream.of(plain, tls).filter(each -> each != null);
  }

  /** Begins the description of a directory. */
  public static TestDirectoryBuilder builder() {
    return new TestDirectoryBuilder();
  }

  /**
   * Listens again, on the same ports, after {@link #stop} or {@link #refuseConnections}.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public void start() {
    if (closed) {
      throw new IllegalStateException("the directory is closed: start another one");
    }
    delays.begin();
    listeners().forEach(Listeners::listen);
  }

  /** Closes all connections and refuses new ones. The entries stay. */
  public void stop() {
    delays.end();
    listeners().forEach(Listeners::stop);
  }

  /** Refuses new connections, until {@link #start}; those that are open stay. */
  public void refuseConnections() {
    listeners().forEach(Listeners::refuse);
  }

  /** Closes all connections, as a restart or a firewall does, and accepts new ones. */
  public void dropConnections() {
    listeners().forEach(Listeners::closeConnections);
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
    if (describedCertificates != null && certificates != describedCertificates) {
      swapCertificates(describedCertificates);
    }
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
    return plain.port();
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
    if (tls == null) {
      throw noTls();
    }
    return tls.port();
  }

  /**
   * Returns the certificates that TLS uses, and what clients need to trust them.
   *
   * @throws IllegalStateException if the directory was described without TLS
   */
  public TestCertificates certificates() {
    TestCertificates current = certificates;
    if (current == null) {
      throw noTls();
    }
    return current;
  }

  /**
   * Shows another certificate to new connections, as after a renewal or from another server; until
   * {@link #reset}.
   *
   * @throws IllegalStateException if the directory was described without TLS
   */
  public void swapCertificates(TestCertificates others) {
    if (tls == null) {
      throw noTls();
    }
    SSLContext next = others.serverContext();
    certificates = others;
    context = next;
    tls.use(next.getServerSocketFactory());
  }

  private static IllegalStateException noTls() {
    return new IllegalStateException("the directory has no TLS: call tls(...) on the builder");
  }

  /** Returns the operations of clients so far. */
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
   * @return the first such operation
   * @throws AssertionError if there is none
   */
  public Operation awaitOperation(Predicate<? super Operation> wanted) {
    try {
      return recorder
          .await(wanted, PATIENCE)
          .orElseThrow(
              () ->
                  new AssertionError(
                      "no client did that in 10 seconds; they did:\n" + operations()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for an operation", e);
    }
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

  /** Stops the directory for good. */
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
