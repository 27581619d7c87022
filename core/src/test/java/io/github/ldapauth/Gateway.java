// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.listener.LDAPListener;
import com.unboundid.ldap.listener.LDAPListenerClientConnection;
import com.unboundid.ldap.listener.LDAPListenerConfig;
import com.unboundid.ldap.listener.LDAPListenerRequestHandler;
import com.unboundid.ldap.listener.ProxyRequestHandler;
import com.unboundid.ldap.protocol.AddRequestProtocolOp;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.BindResponseProtocolOp;
import com.unboundid.ldap.protocol.CompareRequestProtocolOp;
import com.unboundid.ldap.protocol.DeleteRequestProtocolOp;
import com.unboundid.ldap.protocol.ExtendedRequestProtocolOp;
import com.unboundid.ldap.protocol.ExtendedResponseProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ModifyDNRequestProtocolOp;
import com.unboundid.ldap.protocol.ModifyRequestProtocolOp;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SingleServerSet;
import io.github.ldapauth.directory.LdapServer;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Stands before a directory of any kind, records what is asked, and knows names that are no DNs, as
 * Active Directory does. It can answer binds in place of the directory, or nothing at all.
 */
final class Gateway implements AutoCloseable {

  private static final String WHO_AM_I = "1.3.6.1.4.1.4203.1.11.3";

  private final Map<String, String> dnsByName;
  private final LDAPListener listener;
  private final int port;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final AtomicLong opened = new AtomicLong();
  private final Semaphore closed = new Semaphore(0);
  private final Deque<Integer> bindAnswers = new ConcurrentLinkedDeque<>();
  private volatile ExtendedResponseProtocolOp identity;
  private final Map<String, Runnable> interruptions = new ConcurrentHashMap<>();
  private final Map<String, Runnable> changes = new ConcurrentHashMap<>();
  private volatile boolean silent;

  Gateway(int port, Map<String, String> dnsByName) {
    this.dnsByName = dnsByName;
    try {
      listener = listen(port);
      this.port = listener.getListenPort();
    } catch (IOException | LDAPException e) {
      throw new AssertionError("the gateway could not listen", e);
    }
  }

  private LDAPListener listen(int port) throws IOException, LDAPException {
    var target = new ProxyRequestHandler(new SingleServerSet("127.0.0.1", port));
    LDAPListenerConfig config = new LDAPListenerConfig(0, new Handler(target, 0));
    config.setListenAddress(InetAddress.getLoopbackAddress());
    LDAPListener started = new LDAPListener(config);
    started.startListening();
    return started;
  }

  LdapServer server() {
    return server(this);
  }

  /** Returns servers in failover order. */
  static LdapServer server(Gateway... gateways) {
    return LdapServer.url(
        Stream.of(gateways)
            .map(gateway -> "ldap://127.0.0.1:" + gateway.port)
            .toArray(String[]::new));
  }

  /**
   * Holds what was asked.
   *
   * @param connection the number of the connection, from 1
   * @param type {@code bind}, {@code search} or {@code extended}
   * @param name the name of a bind, the base of a search, the OID of an extended operation
   */
  record Request(
      long connection,
      String type,
      String name,
      SearchScope scope,
      String filter,
      List<String> attributes) {}

  List<Request> requests() {
    return List.copyOf(requests);
  }

  /** Returns the types of all requests in order. */
  List<String> types() {
    return requests.stream().map(Request::type).toList();
  }

  /** Returns the names of all binds, as they arrived. */
  List<String> binds() {
    return requests.stream().filter(r -> r.type().equals("bind")).map(Request::name).toList();
  }

  List<Request> searches() {
    return requests.stream().filter(r -> r.type().equals("search")).toList();
  }

  /** Returns the types of the requests on each connection, by its number. */
  Map<Long, List<String>> typesByConnection() {
    return requests.stream()
        .collect(groupingBy(Request::connection, mapping(Request::type, toList())));
  }

  /** Returns how many connections were opened so far. */
  long opened() {
    return opened.get();
  }

  /** Waits until so many more connections are closed than were waited for before. */
  void awaitClosed(int connections) throws InterruptedException {
    assertThat(closed.tryAcquire(connections, 10, TimeUnit.SECONDS))
        .describedAs("%s of %s connections are closed", connections, opened)
        .isTrue();
  }

  /**
   * Answers the next bind that has no answer yet with this result code, and passes it on nowhere.
   */
  void answerBind(int resultCode) {
    bindAnswers.add(resultCode);
  }

  /** Does something once, before the next search that has this text in its base or filter. */
  void beforeSearch(String text, Runnable change) {
    interruptions.put(text, change);
  }

  private void interrupt(SearchRequestProtocolOp search) {
    String whole = search.getBaseDN() + " " + search.getFilter();
    interruptions.keySet().stream()
        .filter(whole::contains)
        .toList()
        .forEach(text -> Objects.requireNonNull(interruptions.remove(text)).run());
  }

  /** Does something before the next request of a type is passed on. */
  void before(String type, Runnable change) {
    changes.put(type, change);
  }

  /** Answers nothing from now on. */
  void fallSilent() {
    silent = true;
  }

  /** Answers "Who am I?" with this, instead of what the directory answers. */
  void identity(String authorizationId) {
    identity =
        new ExtendedResponseProtocolOp(
            0, null, null, List.of(), null, new ASN1OctetString(authorizationId));
  }

  /** Answers "Who am I?" with this result code, as a directory that does not tell. */
  void noIdentity(int resultCode) {
    identity = new ExtendedResponseProtocolOp(resultCode, null, "no", List.of(), null, null);
  }

  @Override
  public void close() {
    listener.shutDown(true);
  }

  private final class Handler extends LDAPListenerRequestHandler {

    private final LDAPListenerRequestHandler target;
    private final long connection;

    Handler(LDAPListenerRequestHandler target, long connection) {
      this.target = target;
      this.connection = connection;
    }

    @Override
    public Handler newInstance(LDAPListenerClientConnection client) throws LDAPException {
      return new Handler(target.newInstance(client), opened.incrementAndGet());
    }

    @Override
    public void closeInstance() {
      target.closeInstance();
      closed.release();
    }

    @Override
    public LDAPMessage processBindRequest(
        int id, BindRequestProtocolOp request, List<Control> controls) {
      record("bind", request.getBindDN(), null, "", List.of());
      if (silent) {
        return null;
      }
      Integer answer = bindAnswers.poll();
      if (answer != null) {
        return new LDAPMessage(
            id, new BindResponseProtocolOp(answer, null, "the gateway says so", List.of(), null));
      }
      String dn = dnsByName.getOrDefault(request.getBindDN(), request.getBindDN());
      return target.processBindRequest(
          id, new BindRequestProtocolOp(dn, request.getSimplePassword().stringValue()), controls);
    }

    @Override
    public LDAPMessage processExtendedRequest(
        int id, ExtendedRequestProtocolOp request, List<Control> controls) {
      record("extended", request.getOID(), null, "", List.of());
      if (silent) {
        return null;
      }
      return request.getOID().equals(WHO_AM_I) && identity != null
          ? new LDAPMessage(id, identity)
          : target.processExtendedRequest(id, request, controls);
    }

    @Override
    public LDAPMessage processSearchRequest(
        int id, SearchRequestProtocolOp request, List<Control> controls) {
      record(
          "search",
          request.getBaseDN(),
          request.getScope(),
          request.getFilter().toString(),
          request.getAttributes());
      interrupt(request);
      return silent ? null : target.processSearchRequest(id, request, controls);
    }

    private void record(
        String type, String name, SearchScope scope, String filter, List<String> attributes) {
      requests.add(new Request(connection, type, name, scope, filter, attributes));
      Runnable change = changes.remove(type);
      if (change != null) {
        change.run();
      }
    }

    @Override
    public LDAPMessage processCompareRequest(
        int id, CompareRequestProtocolOp request, List<Control> controls) {
      return target.processCompareRequest(id, request, controls);
    }

    @Override
    public LDAPMessage processAddRequest(
        int id, AddRequestProtocolOp request, List<Control> controls) {
      throw new UnsupportedOperationException();
    }

    @Override
    public LDAPMessage processDeleteRequest(
        int id, DeleteRequestProtocolOp request, List<Control> controls) {
      throw new UnsupportedOperationException();
    }

    @Override
    public LDAPMessage processModifyRequest(
        int id, ModifyRequestProtocolOp request, List<Control> controls) {
      throw new UnsupportedOperationException();
    }

    @Override
    public LDAPMessage processModifyDNRequest(
        int id, ModifyDNRequestProtocolOp request, List<Control> controls) {
      throw new UnsupportedOperationException();
    }
  }
}
