// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers that DNS names for a service. Sessions look them up again once in half a minute, as
 * Java does with addresses; resolvers cache them as long as DNS says. If DNS fails, the servers
 * stay.
 */
final class FoundServers {

  static final long AGE = TimeUnit.SECONDS.toNanos(30);

  private static final Logger LOG = LoggerFactory.getLogger(Directory.class);

  private final SrvService service;
  private final LdapServer settings;
  private final Network network;
  private final SharedCall<List<String>> lookup;
  private final CoolDown failure;
  private final AtomicLong nextLookup = new AtomicLong();
  private volatile Found found = Found.NONE;
  private Set<String> lastAnswer = Set.of();

  /**
   * The servers of the records, and the order in which they are tried.
   *
   * @param answer the text of all records, the ignored ones too
   */
  private record Found(Set<String> answer, Map<SrvRecord, Server> servers, List<Server> inOrder) {

    static final Found NONE = new Found(Set.of(), Map.of(), List.of());

    static Found of(Set<String> answer, Map<SrvRecord, Server> servers) {
      return new Found(answer, servers, draw(servers));
    }

    static List<Server> draw(Map<SrvRecord, Server> servers) {
      return SrvRecord.draw(servers.keySet(), most -> ThreadLocalRandom.current().nextInt(most + 1))
          .stream()
          .map(servers::get)
          .distinct()
          .toList();
    }
  }

  FoundServers(SrvService service, LdapServer settings, Network network) {
    this.service = service;
    this.settings = settings;
    this.network = network;
    this.lookup = new SharedCall<>(new DaemonThreads("ldapauth DNS " + service), service::records);
    this.failure = new CoolDown(network.clock(), settings.use().coolDown());
  }

  /** Returns the servers that were found last, in the order in which they are tried. */
  List<Server> last() {
    return found.inOrder();
  }

  /** Returns the servers that were found last, in an order that is drawn now. */
  List<Server> drawn() {
    return Found.draw(found.servers());
  }

  /** Returns whether DNS answers; for use before any server is found. */
  Health.Server health() {
    return new Health.Server(service.toString(), failure.pause());
  }

  /**
   * Returns the servers in the order in which they are tried. Asks DNS, if it was not asked lately.
   *
   * @throws LdapDirectoryException if no server is known
   */
  List<Server> lookUp(Deadline deadline) {
    List<Server> known = last();
    boolean isKnown = !known.isEmpty();
    long due = nextLookup.get();
    long now = network.clock().nanos();
    if (isKnown && (now - due < 0 || !nextLookup.compareAndSet(due, now + AGE))) {
      return known;
    }
    long millis = deadline.millisForOneOf(isKnown ? 2 : 1, settings.use().connectTimeout());
    try {
      return accept(lookup.get(millis));
    } catch (ExecutionException e) {
      return failed(ResultCode.CONNECT_ERROR, reason(e.getCause()), e.getCause());
    } catch (TimeoutException e) {
      return failed(ResultCode.CONNECT_ERROR, "DNS did not answer within " + millis + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed(ResultCode.LOCAL_ERROR, "interrupted while waiting for DNS", e);
    } catch (IllegalStateException e) {
      return failed(ResultCode.CONNECT_ERROR, String.valueOf(e.getMessage()), null);
    }
  }

  private static String reason(@Nullable Throwable e) {
    return e == null || e.getMessage() == null ? String.valueOf(e) : LogText.of(e.getMessage());
  }

  /** Uses the servers of an answer from now on. The order stays if the records are the same. */
  private synchronized List<Server> accept(List<String> records) {
    nextLookup.set(network.clock().nanos() + AGE);
    Set<String> answer = Set.copyOf(records);
    if (!answer.equals(found.answer())) {
      change(answer);
    }
    if (failure.works()) {
      LOG.info("DNS lookup of {} works again", service);
    }
    return last();
  }

  private void change(Set<String> answer) {
    Map<SrvRecord, Server> servers = new HashMap<>();
    List<String> ignored = new ArrayList<>();
    for (String text : answer) {
      try {
        if (!SrvRecord.isNone(text)) {
          SrvRecord parsed = service.parse(text);
          servers.put(parsed, network.server(parsed.target(), settings));
        }
      } catch (IllegalArgumentException e) {
        String why = network.asWritten(String.valueOf(e.getMessage()));
        ignored.add("\"" + LogText.of(text) + "\" is " + why);
      }
    }
    if (!ignored.isEmpty() && !answer.equals(lastAnswer)) {
      LOG.warn("SRV records of {} are ignored: {}", service, ignored);
    }
    lastAnswer = answer;
    if (!servers.isEmpty()) {
      found = Found.of(answer, servers);
      LOG.info("servers of {}: {}", service, last());
    } else if (ignored.isEmpty()) {
      found = Found.NONE;
      throw new IllegalStateException("DNS says that there is no server");
    } else {
      throw new IllegalStateException("no SRV record can be used: " + ignored);
    }
  }

  /** Returns the servers that were found before; throws if there are none. */
  private List<Server> failed(ResultCode code, String reason, @Nullable Throwable cause) {
    boolean isInterrupted = code.equals(ResultCode.LOCAL_ERROR);
    boolean isNew = !isInterrupted && failure.failed(CoolDown.NONE, reason);
    List<Server> before = last();
    if (before.isEmpty()) {
      throw new LdapDirectoryException(
          Stage.CONNECT, service.toString(), code.intValue(), reason, cause);
    }
    if (isNew) {
      LOG.warn("DNS lookup of {} failed; its last servers {} stay: {}", service, before, reason);
    }
    return before;
  }
}
