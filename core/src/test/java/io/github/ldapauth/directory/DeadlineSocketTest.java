// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.directory.DeadlineSocket.Idle;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60) // without a limit, a read would wait for ever
class DeadlineSocketTest {

  private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(100);

  private final FewThreads threads = new FewThreads();
  private final Watchdog watchdog = new Watchdog(threads);
  private ServerSocket port;
  private DeadlineSocket socket;
  private Socket server;

  @BeforeEach
  void connect() throws IOException {
    port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    connect(SocketChannel.open(port.getLocalSocketAddress()));
  }

  private void connect(SocketChannel channel) throws IOException {
    socket = open(channel);
    server = port.accept();
  }

  private DeadlineSocket open(SocketChannel channel) throws IOException {
    return new DeadlineSocket(channel, (InetSocketAddress) channel.getRemoteAddress(), watchdog);
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
    server.close();
    port.close();
  }

  private Idle awaitLook(Idle expected) {
    Idle found = socket.look();
    while (found != expected) {
      Thread.onSpinWait();
      found = socket.look();
    }
    return found;
  }

  @Test
  void idleConnectionHoldsNothing() {
    assertThat(socket.look()).isEqualTo(Idle.NOTHING);
    assertThat(socket.hasEarlyData()).isFalse();
  }

  @Test
  void closedConnectionIsSeenWithoutARequest() throws IOException {
    server.close();
    assertThat(awaitLook(Idle.END)).isEqualTo(Idle.END);
  }

  @Test
  void whatALookFoundIsReadLater() throws IOException {
    server.getOutputStream().write(new byte[] {1, 2, 3});
    awaitLook(Idle.DATA);
    assertThat(socket.look()).isEqualTo(Idle.DATA);

    assertThat(socket.getInputStream().readNBytes(3)).containsExactly(1, 2, 3);
    assertThat(socket.look()).isEqualTo(Idle.NOTHING);
  }

  @Test
  void readEndsAtTheLimit() {
    socket.limit(SHORT);
    assertThatExceptionOfType(SocketTimeoutException.class)
        .isThrownBy(() -> socket.getInputStream().read());
    assertThat(socket.isOver()).isTrue();
    assertThat(socket.isClosed()).isTrue();
  }

  /** The server reads nothing, so that the buffers fill. */
  @Test
  void writeEndsAtTheLimit() throws IOException {
    OutputStream out = socket.getOutputStream();
    socket.limit(SHORT);
    assertThatExceptionOfType(SocketTimeoutException.class)
        .isThrownBy(
            () -> {
              byte[] much = new byte[1 << 20];
              while (true) {
                out.write(much);
              }
            });
  }

  @Test
  void bytesWithoutEndDoNotMoveTheLimit() throws IOException {
    OutputStream endless = server.getOutputStream();
    Thread sender =
        new Thread(
            () -> {
              try {
                while (true) {
                  endless.write(new byte[64]);
                }
              } catch (IOException e) {
                return; // the client closed the connection
              }
            });
    sender.start();
    socket.limit(SHORT);
    assertThatExceptionOfType(SocketTimeoutException.class)
        .isThrownBy(
            () -> {
              while (socket.getInputStream().read() >= 0) {
                Thread.onSpinWait();
              }
            });
  }

  /** What the server still sends does not matter then, but no time ended. */
  @Test
  void readingThatStoppedIsNoTimeOut() throws IOException {
    server.getOutputStream().write(1);
    socket.stopReading();

    assertThatExceptionOfType(SocketTimeoutException.class)
        .isThrownBy(() -> socket.getInputStream().read());
    assertThat(socket.isOver()).isFalse();
  }

  @Test
  void nothingEndsWithoutALimit() throws IOException {
    socket.limit(SHORT);
    socket.unlimit();
    socket.closeIfOver(System.nanoTime() + 2 * SHORT);

    server.getOutputStream().write(7);
    assertThat(socket.getInputStream().read()).isEqualTo(7);
  }

  @Test
  void connectionThatIsOverStaysClosedForTheNextRequest() {
    socket.limit(SHORT);
    socket.closeIfOver(System.nanoTime() + 2 * SHORT);
    socket.unlimit();
    socket.limit(TimeUnit.HOURS.toNanos(1));

    assertThat(socket.isOver()).isTrue();
    assertThat(socket.isClosed()).isTrue();
    assertThat(socket.isLimited()).isFalse();
  }

  /** Java's TLS sets time-outs of one read. */
  @Test
  void optionsOfOthersChangeNothing() throws IOException {
    socket.setSoTimeout(1);
    socket.setSoLinger(true, 5);

    assertThat(socket.getSoTimeout()).isZero();
    assertThat(socket.getSoLinger()).isNegative();
  }

  @Test
  void watchdogEndsWithTheLastConnection() throws InterruptedException {
    Thread thread = watchdog.thread();
    assertThat(thread.isDaemon()).isTrue();
    socket.close();
    thread.join(30_000);
    assertThat(thread.isAlive()).isFalse();
  }

  @Test
  void limitsHoldAgainAfterNoThreadCouldBeStarted() throws Exception {
    watchdogEndsWithTheLastConnection();
    server.close();
    threads.allow(false);
    try (SocketChannel unwatched = SocketChannel.open(port.getLocalSocketAddress());
        Socket other = port.accept()) {
      assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> open(unwatched));
      assertThat(unwatched.isOpen()).isFalse();
      assertThat(other.getInputStream().read()).isNegative();
    }
    threads.allow(true);
    connect(SocketChannel.open(port.getLocalSocketAddress()));
    readEndsAtTheLimit();
  }

  @Test
  void limitsHoldAfterTheCareForIdleConnectionsFailed() throws Exception {
    CountDownLatch failed = new CountDownLatch(1);
    watchdog.everyRound(
        () -> {
          failed.countDown();
          throw new NoClassDefFoundError("the application is gone");
        });
    failed.await();
    readEndsAtTheLimit();
  }
}
