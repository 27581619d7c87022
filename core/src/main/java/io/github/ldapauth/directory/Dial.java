// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Attempts to connect to the addresses of a server, each begun a moment after the one before, or as
 * soon as that failed (RFC 8305, section 5). The first address that accepts wins.
 */
final class Dial implements AutoCloseable {

  /** The time recommended by RFC 8305, section 8. */
  private static final long DELAY = TimeUnit.MILLISECONDS.toNanos(250);

  private final Iterator<Endpoint> waiting;
  private final long limit;
  private final boolean isNamed;
  private final Selector selector;
  private long nextStart = System.nanoTime();
  private IOException failure = new ConnectException("no address");
  private final List<String> failures = new ArrayList<>();

  private record Attempt(Endpoint endpoint, long start) {}

  /**
   * A connection that an address accepted.
   *
   * @param end when its time to connect is over
   */
  record Accepted(Endpoint endpoint, SocketChannel channel, long end) {}

  private Dial(List<Endpoint> endpoints, long limit) throws IOException {
    this.waiting = List.copyOf(endpoints).iterator();
    this.limit = limit;
    boolean named = false;
    for (Endpoint endpoint : endpoints) {
      named |= endpoint.isOfName();
    }
    this.isNamed = named;
    this.selector = Selector.open();
  }

  /**
   * Connects.
   *
   * @param endpoints those to try; loses the one that accepts and those that failed before
   * @param limit how many nanoseconds each may take
   * @throws IOException if none accepts
   */
  static Accepted first(List<Endpoint> endpoints, long limit) throws IOException {
    try (Dial dial = new Dial(endpoints, limit)) {
      return dial.run(endpoints);
    }
  }

  private Accepted run(List<Endpoint> left) throws IOException {
    while (!left.isEmpty()) {
      long now = System.nanoTime();
      if (waiting.hasNext() && now - nextStart >= 0) {
        start(left, now);
      }
      long millis = TimeUnit.NANOSECONDS.toMillis(nextEvent() - now) + 1;
      selector.select(Math.max(1, millis));
      if (Thread.currentThread().isInterrupted()) {
        throw new ClosedByInterruptException();
      }
      Accepted accepted = look(left);
      if (accepted != null) {
        return accepted;
      }
    }
    throw isNamed ? named(String.join("; ", failures)) : failure;
  }

  /** Returns the last failure with other words. Its type tells time-outs from refusals. */
  private IOException named(String all) {
    IOException named =
        failure instanceof SocketTimeoutException
            ? new SocketTimeoutException(all)
            : new ConnectException(all);
    named.addSuppressed(failure);
    return named;
  }

  private void start(List<Endpoint> left, long now) throws IOException {
    Endpoint endpoint = waiting.next();
    nextStart = now + DELAY;
    SocketChannel channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_CONNECT, new Attempt(endpoint, now));
      channel.connect(endpoint.address());
    } catch (IOException e) {
      failed(endpoint, channel, left, e);
    } catch (UnsupportedAddressTypeException e) { // IPv6 on a machine without it
      failed(endpoint, channel, left, new ConnectException("unsupported address"));
    }
  }

  /** Returns when something may have to be done: the next start, or the end of an attempt. */
  private long nextEvent() {
    long next = waiting.hasNext() ? nextStart : Long.MAX_VALUE;
    for (SelectionKey key : selector.keys()) {
      if (key.isValid()) {
        long end = attempt(key).start() + limit;
        next = next == Long.MAX_VALUE || end - next < 0 ? end : next;
      }
    }
    return next == Long.MAX_VALUE ? System.nanoTime() : next;
  }

  private @Nullable Accepted look(List<Endpoint> left) throws IOException {
    long now = System.nanoTime();
    for (SelectionKey key : selector.keys()) {
      if (!key.isValid()) {
        continue;
      }
      Attempt attempt = attempt(key);
      SocketChannel channel = (SocketChannel) key.channel();
      try {
        if (channel.finishConnect()) {
          key.cancel();
          selector.selectNow(); // so that the channel can block again
          channel.configureBlocking(true);
          left.remove(attempt.endpoint());
          return new Accepted(attempt.endpoint(), channel, attempt.start() + limit);
        }
        if (now - attempt.start() >= limit) {
          long millis = TimeUnit.NANOSECONDS.toMillis(limit);
          throw new SocketTimeoutException("no connection within " + millis + " ms");
        }
      } catch (IOException e) {
        failed(attempt.endpoint(), channel, left, e);
      }
    }
    return null;
  }

  private static Attempt attempt(SelectionKey key) {
    return (Attempt) key.attachment();
  }

  private void failed(Endpoint endpoint, SocketChannel channel, List<Endpoint> left, IOException e)
      throws IOException {
    channel.close();
    left.remove(endpoint);
    endpoint.coolDown().failed(CoolDown.NONE, String.valueOf(e.getMessage()));
    failure = e;
    failures.add(endpoint.shown() + " " + e.getMessage());
    nextStart = System.nanoTime();
  }

  /** Gives up all attempts that are still running. */
  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      if (key.isValid()) {
        key.channel().close();
      }
    }
    selector.close();
  }
}
