// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to a server, TLS included, on the thread of the caller and within a limit. If
 * an address of the server fails, the next one is tried.
 */
final class Connector {

  private final @Nullable Handshake handshake;
  private final Network network;

  Connector(LdapServer settings, Network network) {
    this(Handshake.of(settings, settings.tls()), network);
  }

  private Connector(@Nullable Handshake handshake, Network network) {
    this.handshake = handshake;
    this.network = network;
  }

  /** Returns one whose handshakes all end at the certificates of the server. */
  static Connector looking(LdapServer settings, CertificateCatcher catcher, Network network) {
    return new Connector(Handshake.of(settings, TlsMaterial.DEFAULT.withTrust(catcher)), network);
  }

  /**
   * Connects.
   *
   * @param only the address to connect to; null for any
   * @param millis the limit for all addresses together
   * @param each the limit for each address, and for the DNS lookup
   * @throws LDAPException if no address can be used
   */
  Connection open(Server server, @Nullable Endpoint only, long millis, long each)
      throws LDAPException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    List<Endpoint> left =
        only == null ? lookUp(server, Math.min(millis, each)) : new ArrayList<>(List.of(only));
    LDAPException failure = null;
    while (true) {
      long share =
          Math.min((end - System.nanoTime()) / left.size(), TimeUnit.MILLISECONDS.toNanos(each));
      Dial.Accepted accepted = dial(left, share, failure);
      try {
        return connection(accepted);
      } catch (LDAPException e) {
        accepted.endpoint().coolDown().failed(CoolDown.NONE, ResultText.of(e));
        if (left.isEmpty()
            || System.nanoTime() - end >= 0
            || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        failure = e;
      }
    }
  }

  /** Looks up the addresses of a server, in the order in which they are tried. */
  List<Endpoint> lookUp(Server server, long millis) throws LDAPException {
    try {
      return new ArrayList<>(server.endpoints(millis));
    } catch (UnknownHostException e) {
      throw failed(e);
    } catch (TimeoutException e) {
      throw failed(
          new SocketTimeoutException(
              "DNS did not answer for " + server.address().host() + " within " + millis + " ms"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LDAPException(ResultCode.LOCAL_ERROR, "interrupted while waiting for DNS", e);
    }
  }

  /**
   * Connects to the first address that accepts.
   *
   * @param before the failure of one that accepted before, which tells more than a refusal
   */
  private static Dial.Accepted dial(List<Endpoint> left, long share, @Nullable LDAPException before)
      throws LDAPException {
    try {
      return Dial.first(left, share);
    } catch (IOException e) {
      LDAPException failure = before == null ? failed(e) : before;
      if (before != null) {
        before.addSuppressed(e);
      }
      throw failure;
    }
  }

  /** Makes the connection ready; closes it if that fails. */
  private Connection connection(Dial.Accepted accepted) throws LDAPException {
    DeadlineSocket socket = socket(accepted);
    boolean isReady = false;
    try {
      socket.limit(accepted.end() - System.nanoTime());
      Connection connection = ready(socket, accepted.endpoint());
      socket.unlimit();
      isReady = true;
      return connection;
    } catch (IOException | RuntimeException e) { // a malformed answer to StartTLS
      throw socket.isOver() ? tooSlow(e) : failed(e);
    } catch (LDAPException e) {
      throw socket.isOver() ? tooSlow(e) : e;
    } finally {
      if (!isReady) {
        socket.close();
      }
    }
  }

  private DeadlineSocket socket(Dial.Accepted accepted) throws LDAPException {
    SocketChannel channel = accepted.channel();
    try {
      return new DeadlineSocket(channel, accepted.endpoint().address(), network.watchdog());
    } catch (IOException e) {
      close(channel);
      throw failed(e);
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      return; // nothing is left to close
    }
  }

  private Connection ready(DeadlineSocket socket, Endpoint endpoint)
      throws IOException, LDAPException {
    TlsSocket tls =
        handshake == null ? null : handshake.secure(socket, endpoint.server().address());
    return new Connection(socket, tls, endpoint, network.clock());
  }

  private static LDAPException tooSlow(Exception cause) {
    SocketTimeoutException e =
        new SocketTimeoutException("timed out in the handshake; TCP had connected");
    LDAPException failure = failed(e);
    failure.addSuppressed(cause);
    return failure;
  }

  private static LDAPException failed(Exception e) {
    return new LDAPException(ResultCode.CONNECT_ERROR, String.valueOf(e.getMessage()), e);
  }
}
