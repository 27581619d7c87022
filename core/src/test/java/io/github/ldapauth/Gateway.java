// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.listener.LDAPListener;
import com.unboundid.ldap.listener.LDAPListenerClientConnection;
import com.unboundid.ldap.listener.LDAPListenerConfig;
import com.unboundid.ldap.listener.LDAPListenerRequestHandler;
import com.unboundid.ldap.listener.ProxyRequestHandler;
import com.unboundid.ldap.protocol.AddRequestProtocolOp;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands before a directory of any kind, records what is asked, and knows names that are no DNs, as
 * Active Directory does.
 */
final class Gateway implements AutoCloseable {

  private static final String WHO_AM_I = "1.3.6.1.4.1.4203.1.11.3";

  private final Map<String, String> dnsByName;
  private final LDAPListener listener;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile ExtendedResponseProtocolOp identity;

  Gateway(int port, Map<String, String> dnsByName) {
    this.dnsByName = dnsByName;
    try {
      listener = listen(port);
    } catch (IOException | LDAPException e) {
      throw new AssertionError("the gateway could not listen", e);
    }
  }

  private LDAPListener listen(int port) throws IOException, LDAPException {
    var target = new ProxyRequestHandler(new SingleServerSet("127.0.0.1", port));
    LDAPListenerConfig config = new LDAPListenerConfig(0, new Handler(target));
    config.setListenAddress(InetAddress.getLoopbackAddress());
    LDAPListener started = new LDAPListener(config);
    started.startListening();
    return started;
  }

  LdapServer server() {
    return LdapServer.url("ldap://127.0.0.1:" + listener.getListenPort());
  }

  /**
   * Holds what was asked.
   *
   * @param type {@code bind}, {@code search} or {@code extended}
   * @param name the name of a bind, the base of a search, the OID of an extended operation
   */
  record Request(
      String type, String name, SearchScope scope, String filter, List<String> attributes) {}

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

  /** Answers "Who am I?" with this, instead of what the directory answers. */
  void identity(String authorizationId) {
    identity =
        new ExtendedResponseProtocolOp(
            0, null, null, List.of(), null, new ASN1OctetString(authorizationId));
  }

  /** Answers "Who am I?" as a directory that does not know it. */
  void noIdentity() {
    identity = new ExtendedResponseProtocolOp(2, null, "not supported", List.of(), null, null);
  }

  @Override
  public void close() {
    listener.shutDown(true);
  }

  private final class Handler extends LDAPListenerRequestHandler {

    private final LDAPListenerRequestHandler target;

    Handler(LDAPListenerRequestHandler target) {
      this.target = target;
    }

    @Override
    public Handler newInstance(LDAPListenerClientConnection connection) throws LDAPException {
      return new Handler(target.newInstance(connection));
    }

    @Override
    public void closeInstance() {
      target.closeInstance();
    }

    @Override
    public LDAPMessage processBindRequest(
        int id, BindRequestProtocolOp request, List<Control> controls) {
      requests.add(new Request("bind", request.getBindDN(), null, "", List.of()));
      String dn = dnsByName.getOrDefault(request.getBindDN(), request.getBindDN());
      return target.processBindRequest(
          id, new BindRequestProtocolOp(dn, request.getSimplePassword().stringValue()), controls);
    }

    @Override
    public LDAPMessage processExtendedRequest(
        int id, ExtendedRequestProtocolOp request, List<Control> controls) {
      requests.add(new Request("extended", request.getOID(), null, "", List.of()));
      return request.getOID().equals(WHO_AM_I) && identity != null
          ? new LDAPMessage(id, identity)
          : target.processExtendedRequest(id, request, controls);
    }

    @Override
    public LDAPMessage processSearchRequest(
        int id, SearchRequestProtocolOp request, List<Control> controls) {
      requests.add(
          new Request(
              "search",
              request.getBaseDN(),
              request.getScope(),
              request.getFilter().toString(),
              request.getAttributes()));
      return target.processSearchRequest(id, request, controls);
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
