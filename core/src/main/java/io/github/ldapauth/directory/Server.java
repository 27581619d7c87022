// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an authenticator knows of a server: its addresses, which of them is used, and whether it is
 * left alone. All pools share it, those of other named servers with the same host and port too.
 */
final class Server {

  private static final Logger LOG = LoggerFactory.getLogger(Directory.class);

  private final ServerAddress address;
  private final Network network;
  private final Duration coolDownLength;
  private final boolean isOnly;
  private final CoolDown coolDown;
  private final SharedCall<List<InetAddress>> lookup;
  private final Map<InetAddress, Endpoint> endpoints = new ConcurrentHashMap<>();
  private final AtomicLong breaks = new AtomicLong();

  /** Whether the log says that it failed, and not yet that it works again. */
  private final AtomicBoolean isLoggedAsFailed = new AtomicBoolean();

  private volatile @Nullable Endpoint current;

  /**
   * Knows nothing of the server yet.
   *
   * @param isOnly whether there is no other server to use while this one is left alone
   */
  Server(ServerAddress address, Network network, Duration coolDownLength, boolean isOnly) {
    this.address = address;
    this.network = network;
    this.coolDownLength = coolDownLength;
    this.isOnly = isOnly;
    this.coolDown = new CoolDown(network.clock(), coolDownLength);
    this.lookup =
        new SharedCall<>(
            new DaemonThreads("ldapauth DNS " + address.host()),
            () -> List.of(InetAddress.getAllByName(address.host())));
  }

  ServerAddress address() {
    return address;
  }

  boolean isWell() {
    return coolDown.isWell();
  }

  /** Returns whether the server may be used: it is well, or the caller tries it again now. */
  boolean isUsable() {
    return coolDown.isWell() || coolDown.takesTrial();
  }

  CoolDown coolDown() {
    return coolDown;
  }

  /** Returns whether the server is left alone now. */
  Health.Server health() {
    return new Health.Server(toString(), coolDown.pause());
  }

  /** Returns the address that new sessions use; null before the first connection. */
  @Nullable Endpoint current() {
    return current;
  }

  /** Returns how many times a connection broke. One that was used before may be broken too. */
  long breaks() {
    return breaks.get();
  }

  void connectionBroke() {
    breaks.incrementAndGet();
  }

  /**
   * Looks up the addresses, in the order in which they are tried: the one in use, then those of
   * both families in turn (RFC 8305, section 4), and last those that failed.
   */
  List<Endpoint> endpoints(long millis)
      throws UnknownHostException, TimeoutException, InterruptedException {
    List<InetAddress> addresses = alternating(lookUp(millis));
    endpoints.keySet().retainAll(addresses);
    List<Endpoint> result = new ArrayList<>();
    List<Endpoint> leftAlone = new ArrayList<>();
    for (InetAddress one : addresses) {
      Endpoint endpoint =
          endpoints.computeIfAbsent(
              one, a -> new Endpoint(this, a, new CoolDown(network.clock(), coolDownLength)));
      if (endpoint.coolDown().isRunning()) {
        leftAlone.add(endpoint);
      } else if (endpoint == current) {
        result.add(0, endpoint);
      } else {
        result.add(endpoint);
      }
    }
    result.addAll(leftAlone);
    return List.copyOf(result);
  }

  private List<InetAddress> lookUp(long millis)
      throws UnknownHostException, TimeoutException, InterruptedException {
    if (HostNames.isAddress(address.host())) {
      return List.of(InetAddress.getByName(address.host()));
    }
    try {
      return lookup.get(millis);
    } catch (ExecutionException e) {
      UnknownHostException unknown = new UnknownHostException(address.host());
      unknown.initCause(e.getCause());
      throw unknown;
    }
  }

  private static List<InetAddress> alternating(List<InetAddress> addresses) {
    Deque<InetAddress> others = new ArrayDeque<>();
    List<InetAddress> result = new ArrayList<>();
    boolean isFirstV6 = addresses.get(0) instanceof Inet6Address;
    for (InetAddress one : addresses) {
      if (one instanceof Inet6Address != isFirstV6) {
        others.add(one);
      }
    }
    for (InetAddress one : addresses) {
      if (one instanceof Inet6Address == isFirstV6) {
        result.add(one);
        if (!others.isEmpty()) {
          result.add(others.remove());
        }
      }
    }
    result.addAll(others);
    return result;
  }

  /** Notes that an address answered a request of a kind. */
  void answered(int kind, Endpoint endpoint) {
    if (coolDown.answered(kind)) {
      works(endpoint);
    }
  }

  /** Notes that an address accepted a connection, which a server does that hangs. */
  void accepted(Endpoint endpoint) {
    current = endpoint;
  }

  /** Notes that an address works, and is used from now on. */
  void works(Endpoint endpoint) {
    endpoint.coolDown().works();
    current = endpoint;
    coolDown.works();
    if (isLoggedAsFailed.get() && isLoggedAsFailed.compareAndSet(true, false)) {
      LOG.info("server {} works again", this);
    }
  }

  /** Leaves the server alone, as none of its addresses can be used. */
  void failed(int kind, String reason) {
    connectionBroke();
    coolDown.failed(kind, reason);
    warn(reason);
  }

  /** Leaves one address alone; the whole server if there is no other. */
  void failed(int kind, Endpoint endpoint, String reason) {
    endpoint.coolDown().failed(kind, reason);
    if (endpoint == current) {
      current = null;
    }
    if (endpoints.values().stream().allMatch(one -> one.coolDown().isRunning())) {
      failed(kind, reason);
    } else {
      connectionBroke();
    }
  }

  /** See {@link CoolDown#doubted}. */
  void doubted(int kind, String reason) {
    connectionBroke();
    if (coolDown.doubted(kind, reason)) {
      warn(reason);
    }
  }

  private void warn(String reason) {
    if (!isLoggedAsFailed.compareAndSet(false, true)) {
      return;
    }
    String why = network.asWritten(reason);
    if (isOnly) {
      LOG.warn("server {} failed, and is tried again, as there is no other: {}", this, why);
    } else {
      LOG.warn("server {} is left alone for {}: {}", this, LogText.of(coolDownLength), why);
    }
  }

  /** Returns the server as {@code host:port}. */
  @Override
  public String toString() {
    return address.toString();
  }
}
