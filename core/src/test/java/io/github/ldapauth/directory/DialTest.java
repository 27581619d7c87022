// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Addresses of one name: all of 127.0.0.0/8 is this machine. */
class DialTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final byte[] FIRST = {127, 0, 0, 1};
  private static final long LIMIT = TimeUnit.SECONDS.toNanos(10);

  private ServerSocket second;
  private Server server;

  @BeforeEach
  void listen() throws IOException {
    second = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"));
    server =
        new Server(
            new ServerAddress("ldap", second.getLocalPort()),
            new Network(Clock.SYSTEM, text -> text),
            MINUTE,
            true);
  }

  @AfterEach
  void close() throws IOException {
    second.close();
  }

  private List<Endpoint> endpoints(String... addresses) throws IOException {
    List<Endpoint> all = new ArrayList<>();
    for (String address : addresses) {
      CoolDown coolDown = new CoolDown(Clock.SYSTEM, MINUTE);
      all.add(new Endpoint(server, InetAddress.getByName(address), coolDown));
    }
    return all;
  }

  @Test
  void nextAddressIsTriedIfOneRefuses() throws IOException {
    List<Endpoint> all = endpoints("127.0.0.1", "127.0.0.2", "127.0.0.3");
    List<Endpoint> left = new ArrayList<>(all);

    Dial.Accepted accepted = Dial.first(left, LIMIT);
    accepted.channel().close();
    assertThat(accepted.endpoint()).isSameAs(all.get(1));
    assertThat(left).containsExactly(all.get(2));
    assertThat(all.get(0).coolDown().isRunning()).isTrue();
    assertThat(all.get(2).coolDown().isRunning()).isFalse();
  }

  @Test
  void eachAddressIsNamedWithItsFailure() {
    int port = second.getLocalPort();
    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(() -> Dial.first(endpoints("127.0.0.1", "127.0.0.3"), LIMIT))
        .withMessage(
            "127.0.0.1:%d Connection refused; 127.0.0.3:%d Connection refused", port, port);
  }

  @Test
  void addressThatAnswersNothingDoesNotHoldUpTheNext() throws IOException {
    List<Socket> fill = new ArrayList<>();
    try (ServerSocket full =
        new ServerSocket(second.getLocalPort(), 1, InetAddress.getByAddress(FIRST))) {
      fillBacklog(full, fill);

      Dial.Accepted accepted = Dial.first(endpoints("127.0.0.1", "127.0.0.2"), LIMIT);
      accepted.channel().close();
      assertThat(accepted.endpoint().address().getHostString()).isEqualTo("127.0.0.2");
    } finally {
      for (Socket socket : fill) {
        socket.close();
      }
    }
  }

  /** A full backlog drops further packets, as a black hole does. */
  private static void fillBacklog(ServerSocket full, List<Socket> fill) throws IOException {
    SocketAddress address = full.getLocalSocketAddress();
    try {
      while (true) {
        Socket socket = new Socket();
        fill.add(socket);
        socket.connect(address, 200);
      }
    } catch (SocketTimeoutException e) {
      return; // full
    }
  }

  @Test
  void lastFailureIsReportedIfNoAddressAccepts() throws IOException {
    List<Endpoint> left = endpoints("127.0.0.3", "127.0.0.4");
    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(() -> Dial.first(left, LIMIT))
        .withMessageContaining("refused");
    assertThat(left).isEmpty();
  }
}
