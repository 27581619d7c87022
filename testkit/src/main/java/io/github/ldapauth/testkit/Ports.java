// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.listener.LDAPListenerRequestHandler;
import io.github.ldapauth.testkit.server.EmulatedServer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** The ports of a directory: one for clear text and StartTLS, and one for ldaps if it has TLS. */
final class Ports {

  private static final int HIGHEST = 65_535;

  private final Listeners plain;
  private final @Nullable Listeners ldaps;
  private final @Nullable Tls tls;

  /**
   * Listens.
   *
   * @param recorded wraps what serves the clients of a port
   * @param certificates those of TLS, or null for none
   */
  Ports(
      EmulatedServer server,
      UnaryOperator<LDAPListenerRequestHandler> recorded,
      @Nullable TestCertificates certificates,
      int port,
      int ldapsPort) {
    check("port", port);
    check("ldapsPort", ldapsPort);
    if (ldapsPort != 0 && certificates == null) {
      throw new IllegalArgumentException(
          "ldapsPort(" + ldapsPort + "): there is no ldaps without tls()");
    }
    tls = certificates == null ? null : new Tls(certificates);
    LDAPListenerRequestHandler handler = server.handler(tls == null ? null : tls::sockets);
    plain = new Listeners(recorded.apply(handler), ServerSocketFactory.getDefault(), port);
    ldaps =
        tls == null ? null : new Listeners(recorded.apply(handler), tls.serverSockets(), ldapsPort);
    listen();
  }

  private static void check(String setting, int port) {
    if (port < 0 || port > HIGHEST) {
      throw new IllegalArgumentException(
          setting + "(" + port + "): must be from 0, for a free one, to " + HIGHEST);
    }
  }

  private Stream<Listeners> all() {
    return Stream.of(plain, ldaps).filter(each -> each != null);
  }

  /** Accepts connections, unless it does; on all ports or on none. */
  void listen() {
    try {
      all().forEach(Listeners::listen);
    } catch (IllegalStateException e) {
      stop();
      throw e;
    }
  }

  /** Refuses new connections; those that are open stay. */
  void refuse() {
    all().forEach(Listeners::refuse);
  }

  /** Closes all connections, and accepts new ones. */
  void closeConnections() {
    all().forEach(Listeners::closeConnections);
  }

  /** Refuses new connections and closes all others. */
  void stop() {
    all().forEach(Listeners::stop);
  }

  /** Returns the port for clear text and StartTLS. */
  int plain() {
    return plain.port();
  }

  /**
   * Returns the port for ldaps.
   *
   * @throws IllegalStateException if there is no TLS
   */
  int ldaps() {
    if (ldaps == null) {
      throw noTls();
    }
    return ldaps.port();
  }

  /**
   * Returns the certificates that TLS uses now.
   *
   * @throws IllegalStateException if there is no TLS
   */
  TestCertificates certificates() {
    if (tls == null) {
      throw noTls();
    }
    return tls.current;
  }

  /**
   * Shows other certificates to new connections.
   *
   * @throws IllegalStateException if there is no TLS
   */
  void swapCertificates(TestCertificates others) {
    if (tls == null || ldaps == null) {
      throw noTls();
    }
    tls.use(others);
    ldaps.use(tls.serverSockets());
  }

  /** Shows the first certificates again, if there is TLS. */
  void restoreCertificates() {
    if (tls != null && tls.current != tls.first) {
      swapCertificates(tls.first);
    }
  }

  private static IllegalStateException noTls() {
    return new IllegalStateException("the directory has no TLS: call tls(...) on the builder");
  }

  /** The certificates of TLS, at first and now. */
  private static final class Tls {

    private final TestCertificates first;
    private volatile TestCertificates current;
    private volatile SSLContext context;

    Tls(TestCertificates first) {
      this.first = first;
      current = first;
      context = first.serverContext();
    }

    void use(TestCertificates others) {
      context = others.serverContext();
      current = others;
    }

    SSLSocketFactory sockets() {
      return context.getSocketFactory();
    }

    ServerSocketFactory serverSockets() {
      return context.getServerSocketFactory();
    }
  }
}
