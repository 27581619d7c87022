// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A TCP proxy on the loopback interface that delays each byte, in both directions. */
final class DelayProxy implements AutoCloseable {

  private final int port;
  private final long nanos;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /**
   * Starts a proxy.
   *
   * @param port of the server, on 127.0.0.1
   * @param roundTripMillis the sum of both delays
   */
  DelayProxy(int port, long roundTripMillis) throws IOException {
    this.port = port;
    nanos = TimeUnit.MILLISECONDS.toNanos(roundTripMillis) / 2;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private interface Task {
    void run() throws IOException, InterruptedException;
  }

  /** Runs a task in a thread that ends when a socket is closed. */
  private void start(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException closed) {
                return;
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      sockets.add(client);
      sockets.add(server);
      connect(client, server);
      connect(server, client);
    }
  }

  private record Chunk(ByteBuffer bytes, long due) {}

  private void connect(Socket from, Socket to) {
    BlockingQueue<Chunk> chunks = new LinkedBlockingQueue<>();
    start(() -> read(from, chunks));
    start(() -> write(chunks, to));
  }

  /** Ends with an empty chunk. */
  private void read(Socket from, BlockingQueue<Chunk> chunks) throws IOException {
    byte[] buffer = new byte[8192];
    try {
      InputStream in = from.getInputStream();
      for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
        chunks.add(
            new Chunk(ByteBuffer.wrap(Arrays.copyOf(buffer, length)), System.nanoTime() + nanos));
      }
    } finally {
      chunks.add(new Chunk(ByteBuffer.allocate(0), System.nanoTime()));
    }
  }

  private void write(BlockingQueue<Chunk> chunks, Socket to)
      throws IOException, InterruptedException {
    try (to) {
      OutputStream out = to.getOutputStream();
      for (Chunk chunk = chunks.take(); chunk.bytes().hasRemaining(); chunk = chunks.take()) {
        // Thread.sleep rounds up to milliseconds.
        for (long left = chunk.due() - System.nanoTime(); left > 0; ) {
          LockSupport.parkNanos(left);
          left = chunk.due() - System.nanoTime();
        }
        out.write(chunk.bytes().array());
      }
    } finally {
      sockets.remove(to);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
