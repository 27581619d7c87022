// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection with one time limit for all that happens on it: a request with its whole answer,
 * or a handshake. At its end, the {@link Watchdog} closes the connection. So neither an answer that
 * arrives byte by byte nor a server that reads nothing can hold a thread longer, and no read needs
 * a time-out of its own.
 *
 * <p>It is a channel, as only a channel tells at no cost whether the server closed an idle
 * connection.
 */
final class DeadlineSocket extends BaseSocket {

  /** What an idle connection holds. */
  enum Idle {
    NOTHING,
    /** Bytes without a request, such as a notice of disconnection (RFC 4511, section 4.4.1). */
    DATA,
    /** The server closed the connection. */
    END
  }

  private static final long NO_LIMIT = 0;
  private static final long OVER = 1;

  /** Java keeps a buffer of the largest size that a thread has used. */
  private static final int MOST_AT_ONCE = 64 << 10;

  private final SocketChannel channel;
  private final Watchdog watchdog;
  private final InputStream input = new Input();
  private final OutputStream output = new Output();

  /** The byte that was read while the connection was idle. */
  private final ByteBuffer early = ByteBuffer.allocate(1).limit(0);

  /**
   * When the limit ends, {@link #NO_LIMIT}, or {@link #OVER} for ever. All are one value, so that
   * the watchdog cannot end the next request when it means the one before.
   */
  private final AtomicLong end = new AtomicLong(NO_LIMIT);

  private volatile boolean isReadingStopped;

  /**
   * Takes over a connected channel in blocking mode.
   *
   * @throws IOException if it is not connected any more; the caller closes the channel
   */
  DeadlineSocket(SocketChannel channel, InetSocketAddress remote, Watchdog watchdog)
      throws IOException {
    super(remote);
    this.channel = channel;
    this.watchdog = watchdog;
    watchdog.watch(this);
  }

  /** Limits all that happens from now on. */
  void limit(long nanos) {
    long time = System.nanoTime() + nanos;
    setEnd(time == NO_LIMIT || time == OVER ? OVER + 1 : time);
    watchdog.wake();
  }

  void unlimit() {
    setEnd(NO_LIMIT);
  }

  private void setEnd(long next) {
    long last = end.get();
    while (last != OVER && !end.compareAndSet(last, next)) {
      last = end.get();
    }
  }

  boolean isLimited() {
    long time = end.get();
    return time != NO_LIMIT && time != OVER;
  }

  /** Returns whether the time limit ended. The connection is closed then. */
  boolean isOver() {
    return end.get() == OVER;
  }

  /** Closes the connection if its time is over. */
  void closeIfOver(long now) {
    long time = end.get();
    boolean isLate = time != NO_LIMIT && time != OVER && now - time >= 0;
    if (isLate && end.compareAndSet(time, OVER)) {
      close();
    }
  }

  /** Ends all reading, as what the server still sends does not matter. */
  void stopReading() {
    isReadingStopped = true;
  }

  /** Returns whether {@link #look} found data that nothing has read since. */
  boolean hasEarlyData() {
    return early.hasRemaining();
  }

  /** Tells at once what an idle connection holds. Only for the thread that has the connection. */
  Idle look() {
    if (early.hasRemaining()) {
      return Idle.DATA;
    }
    try {
      channel.configureBlocking(false);
      early.clear();
      int count = channel.read(early);
      early.flip();
      channel.configureBlocking(true);
      return count < 0 ? Idle.END : count == 0 ? Idle.NOTHING : Idle.DATA;
    } catch (IOException e) {
      early.limit(0);
      return Idle.END;
    }
  }

  private final class Input extends InputStream {

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (isReadingStopped || isOver()) {
        throw timedOut(null);
      }
      if (early.hasRemaining() && length > 0) {
        bytes[offset] = early.get();
        return 1;
      }
      try {
        return channel.read(ByteBuffer.wrap(bytes, offset, Math.min(length, MOST_AT_ONCE)));
      } catch (IOException e) {
        throw isOver() ? timedOut(e) : e;
      }
    }

    @Override
    public void close() {
      DeadlineSocket.this.close();
    }
  }

  private final class Output extends OutputStream {

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        for (int done = 0; done < length; ) {
          int count = Math.min(length - done, MOST_AT_ONCE);
          done += channel.write(ByteBuffer.wrap(bytes, offset + done, count));
        }
      } catch (IOException e) {
        throw isOver() ? timedOut(e) : e;
      }
    }

    @Override
    public void close() {
      DeadlineSocket.this.close();
    }
  }

  private static IOException timedOut(@Nullable IOException cause) {
    SocketTimeoutException timedOut = new SocketTimeoutException("timed out");
    if (cause != null) {
      timedOut.initCause(cause);
    }
    return timedOut;
  }

  @Override
  public InputStream getInputStream() {
    return input;
  }

  @Override
  public OutputStream getOutputStream() {
    return output;
  }

  @Override
  public boolean isClosed() {
    return isOver() || !channel.isOpen();
  }

  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // the watchdog must not wait for a lock
  public void close() {
    watchdog.forget(this);
    try {
      channel.close();
    } catch (IOException e) {
      return; // nothing is left to close
    }
  }
}
