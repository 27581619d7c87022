// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import com.unboundid.ldap.listener.LDAPListener;
import com.unboundid.ldap.listener.LDAPListenerClientConnection;
import com.unboundid.ldap.listener.LDAPListenerConfig;
import com.unboundid.ldap.listener.LDAPListenerRequestHandler;
import com.unboundid.ldap.listener.ProxyRequestHandler;
import com.unboundid.ldap.protocol.AbandonRequestProtocolOp;
import com.unboundid.ldap.protocol.AddRequestProtocolOp;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.BindResponseProtocolOp;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before directory servers with the same entries, on a port of the loopback interface, and
 * hands each request to the next of them. A bind that the next server accepts is repeated at the
 * others, so that all see the same client.
 */
public final class Balancer implements AutoCloseable {

  private final LDAPListener listener;

  private Balancer(LDAPListener listener) {
    this.listener = listener;
  }

  /**
   * Starts a balancer.
   *
   * @param hostsAndPorts the servers, such as {@code 127.0.0.1:389}
   */
  public static Balancer start(String... hostsAndPorts) {
    List<ProxyRequestHandler> servers = new ArrayList<>();
    for (String each : hostsAndPorts) {
      int colon = each.lastIndexOf(':');
      servers.add(
          new ProxyRequestHandler(
              new SingleServerSet(
                  each.substring(0, colon), Integer.parseInt(each.substring(colon + 1)))));
    }
    LDAPListenerConfig config = new LDAPListenerConfig(0, new Turns(servers, new AtomicInteger()));
    config.setListenAddress(InetAddress.getLoopbackAddress());
    try {
      LDAPListener listener = new LDAPListener(config);
      listener.startListening();
      return new Balancer(listener);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns {@code 127.0.0.1:port} for clear text. */
  public String hostAndPort() {
    return "127.0.0.1:" + listener.getListenPort();
  }

  @Override
  public void close() {
    listener.shutDown(true);
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

    @Override
    public LDAPMessage processBindRequest(
        int messageId, BindRequestProtocolOp request, List<Control> controls) {
      LDAPListenerRequestHandler first = next();
      LDAPMessage answer = first.processBindRequest(messageId, request, controls);
      BindResponseProtocolOp bound = answer.getBindResponseProtocolOp();
      if (bound.getResultCode() == ResultCode.SUCCESS_INT_VALUE) {
        for (LDAPListenerRequestHandler other : servers) {
          if (other != first) {
            other.processBindRequest(messageId, request, controls);
          }
        }
      }
      return answer;
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
    public LDAPMessage processExtendedRequest(
        int messageId, ExtendedRequestProtocolOp request, List<Control> controls) {
      return next().processExtendedRequest(messageId, request, controls);
    }

    @Override
    public LDAPMessage processAddRequest(
        int messageId, AddRequestProtocolOp request, List<Control> controls) {
      return next().processAddRequest(messageId, request, controls);
    }

    @Override
    public LDAPMessage processDeleteRequest(
        int messageId, DeleteRequestProtocolOp request, List<Control> controls) {
      return next().processDeleteRequest(messageId, request, controls);
    }

    @Override
    public LDAPMessage processModifyRequest(
        int messageId, ModifyRequestProtocolOp request, List<Control> controls) {
      return next().processModifyRequest(messageId, request, controls);
    }

    @Override
    public LDAPMessage processModifyDNRequest(
        int messageId, ModifyDNRequestProtocolOp request, List<Control> controls) {
      return next().processModifyDNRequest(messageId, request, controls);
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
