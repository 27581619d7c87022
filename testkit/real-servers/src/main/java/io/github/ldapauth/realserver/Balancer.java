// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import com.unboundid.ldap.listener.LDAPListener;
import com.unboundid.ldap.listener.LDAPListenerClientConnection;
import com.unboundid.ldap.listener.LDAPListenerConfig;
import com.unboundid.ldap.listener.LDAPListenerRequestHandler;
import com.unboundid.ldap.listener.ProxyRequestHandler;
import com.unboundid.ldap.listener.StartTLSRequestHandler;
import com.unboundid.ldap.protocol.AbandonRequestProtocolOp;
import com.unboundid.ldap.protocol.AddRequestProtocolOp;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.CompareRequestProtocolOp;
import com.unboundid.ldap.protocol.DeleteRequestProtocolOp;
import com.unboundid.ldap.protocol.ExtendedRequestProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ModifyDNRequestProtocolOp;
import com.unboundid.ldap.protocol.ModifyRequestProtocolOp;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.protocol.UnbindRequestProtocolOp;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SingleServerSet;
import io.github.ldapauth.testkit.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * Stands before directory servers with the same entries, on ports of the loopback interface, with
 * StartTLS and ldaps, and hands each request to the next of them. Binds, and changes that the next
 * server accepts, are repeated at the others, so that all see the same client, count the same wrong
 * passwords, and have the same entries, as replicas do.
 */
public final class Balancer implements AutoCloseable {

  private final LDAPListener listener;
  private final LDAPListener ldapsListener;

  private Balancer(LDAPListener listener, LDAPListener ldapsListener) {
    this.listener = listener;
    this.ldapsListener = ldapsListener;
  }

  /**
   * Starts a balancer.
   *
   * @param hostsAndPorts the servers, such as {@code 127.0.0.1:389}
   */
  public static Balancer start(TestCertificates certificates, String... hostsAndPorts) {
    List<ProxyRequestHandler> servers = new ArrayList<>();
    for (String each : hostsAndPorts) {
      int colon = each.lastIndexOf(':');
      servers.add(
          new ProxyRequestHandler(
              new SingleServerSet(
                  each.substring(0, colon), Integer.parseInt(each.substring(colon + 1)))));
    }
    Turns turns = new Turns(servers, new AtomicInteger());
    SSLContext tls = certificates.serverContext();
    LDAPListenerConfig ldaps = new LDAPListenerConfig(0, turns);
    ldaps.setServerSocketFactory(tls.getServerSocketFactory());
    return new Balancer(
        listen(
            new LDAPListenerConfig(0, new StartTLSRequestHandler(tls.getSocketFactory(), turns))),
        listen(ldaps));
  }

  private static LDAPListener listen(LDAPListenerConfig config) {
    config.setListenAddress(InetAddress.getLoopbackAddress());
    try {
      LDAPListener listener = new LDAPListener(config);
      listener.startListening();
      return listener;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns {@code 127.0.0.1:port} for clear text and StartTLS. */
  public String hostAndPort() {
    return "127.0.0.1:" + listener.getListenPort();
  }

  /** Returns {@code 127.0.0.1:port} for ldaps. */
  public String ldapsHostAndPort() {
    return "127.0.0.1:" + ldapsListener.getListenPort();
  }

  @Override
  public void close() {
    listener.shutDown(true);
    ldapsListener.shutDown(true);
  }

  /** Has a connection to each server. The turn is one for all clients. */
  private static final class Turns extends LDAPListenerRequestHandler {

    private final List<? extends LDAPListenerRequestHandler> servers;
    private final AtomicInteger turn;

    Turns(List<? extends LDAPListenerRequestHandler> servers, AtomicInteger turn) {
      this.servers = servers;
      this.turn = turn;
    }

    private LDAPListenerRequestHandler next() {
      return servers.get(turn.getAndIncrement() % servers.size());
    }

    @Override
    public LDAPListenerRequestHandler newInstance(LDAPListenerClientConnection connection)
        throws LDAPException {
      List<LDAPListenerRequestHandler> connected = new ArrayList<>();
      for (LDAPListenerRequestHandler server : servers) {
        connected.add(server.newInstance(connection));
      }
      return new Turns(connected, turn);
    }

    @Override
    public void closeInstance() {
      servers.forEach(LDAPListenerRequestHandler::closeInstance);
    }

    @FunctionalInterface
    private interface Request {
      LDAPMessage send(LDAPListenerRequestHandler server);
    }

    private LDAPMessage repeat(Request request, Predicate<LDAPMessage> isRepeated) {
      LDAPListenerRequestHandler first = next();
      LDAPMessage answer = request.send(first);
      if (isRepeated.test(answer)) {
        servers.stream().filter(other -> other != first).forEach(request::send);
      }
      return answer;
    }

    private static boolean isSuccess(int code) {
      return code == ResultCode.SUCCESS_INT_VALUE;
    }

    @Override
    public LDAPMessage processBindRequest(
        int messageId, BindRequestProtocolOp request, List<Control> controls) {
      return repeat(
          server -> server.processBindRequest(messageId, request, controls), answer -> true);
    }

    @Override
    public LDAPMessage processExtendedRequest(
        int messageId, ExtendedRequestProtocolOp request, List<Control> controls) {
      return repeat(
          server -> server.processExtendedRequest(messageId, request, controls),
          answer -> isSuccess(answer.getExtendedResponseProtocolOp().getResultCode()));
    }

    @Override
    public LDAPMessage processAddRequest(
        int messageId, AddRequestProtocolOp request, List<Control> controls) {
      return repeat(
          server -> server.processAddRequest(messageId, request, controls),
          answer -> isSuccess(answer.getAddResponseProtocolOp().getResultCode()));
    }

    @Override
    public LDAPMessage processDeleteRequest(
        int messageId, DeleteRequestProtocolOp request, List<Control> controls) {
      return repeat(
          server -> server.processDeleteRequest(messageId, request, controls),
          answer -> isSuccess(answer.getDeleteResponseProtocolOp().getResultCode()));
    }

    @Override
    public LDAPMessage processModifyRequest(
        int messageId, ModifyRequestProtocolOp request, List<Control> controls) {
      return repeat(
          server -> server.processModifyRequest(messageId, request, controls),
          answer -> isSuccess(answer.getModifyResponseProtocolOp().getResultCode()));
    }

    @Override
    public LDAPMessage processModifyDNRequest(
        int messageId, ModifyDNRequestProtocolOp request, List<Control> controls) {
      return repeat(
          server -> server.processModifyDNRequest(messageId, request, controls),
          answer -> isSuccess(answer.getModifyDNResponseProtocolOp().getResultCode()));
    }

    @Override
    public LDAPMessage processSearchRequest(
        int messageId, SearchRequestProtocolOp request, List<Control> controls) {
      return next().processSearchRequest(messageId, request, controls);
    }

    @Override
    public LDAPMessage processCompareRequest(
        int messageId, CompareRequestProtocolOp request, List<Control> controls) {
      return next().processCompareRequest(messageId, request, controls);
    }

    @Override
    public void processAbandonRequest(
        int messageId, AbandonRequestProtocolOp request, List<Control> controls) {
      // The servers know their requests by other numbers.
    }

    @Override
    public void processUnbindRequest(
        int messageId, UnbindRequestProtocolOp request, List<Control> controls) {
      // closeInstance() follows.
    }
  }
}
