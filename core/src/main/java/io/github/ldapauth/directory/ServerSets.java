// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.PostConnectProcessor;
import com.unboundid.ldap.sdk.ServerSet;
import com.unboundid.ldap.sdk.SingleServerSet;
import com.unboundid.ldap.sdk.StartTLSPostConnectProcessor;
import java.util.ArrayList;
import java.util.List;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/**
 * The SDK's server sets for the configured servers. Every relevant option is set, as system
 * properties and environment variables can change the SDK's defaults.
 */
final class ServerSets {

  private ServerSets() {}

  static List<ServerSet> perAddress(LdapServer server) {
    SocketFactory sockets = SocketFactory.getDefault();
    PostConnectProcessor afterConnect = null;
    switch (server.protocol()) {
      case LDAPS -> sockets = tlsSockets(server);
      case START_TLS -> afterConnect = new StartTLSPostConnectProcessor(tlsSockets(server));
      case CLEAR_TEXT, LOOPBACK -> {}
    }
    List<ServerSet> servers = new ArrayList<>();
    for (ServerAddress address : server.addresses()) {
      servers.add(
          new SingleServerSet(
              address.host(), address.port(), sockets, options(server), null, afterConnect));
    }
    return List.copyOf(servers);
  }

  private static SSLSocketFactory tlsSockets(LdapServer server) {
    TlsMaterial tls = server.tls();
    tls.context(); // Java's own trust store may be broken: fail here, not at each sign-in
    return new TlsSocketFactory(
        () -> tls.context().getSocketFactory(), (int) server.connectTimeout().toMillis());
  }

  private static LDAPConnectionOptions options(LdapServer server) {
    LDAPConnectionOptions options = new LDAPConnectionOptions();
    options.setConnectTimeoutMillis((int) server.connectTimeout().toMillis());
    options.setResponseTimeoutMillis(server.responseTimeout().toMillis());
    options.setAbandonOnTimeout(false);
    options.setBindWithDNRequiresPassword(true);
    options.setFollowReferrals(false);
    options.setMaxMessageSize(OversizedAnswer.MAX_BYTES);
    options.setSSLSocketVerifier(new TlsVerifier());
    options.setAllowConcurrentSocketFactoryUse(true);
    options.setUseSynchronousMode(true);
    options.setUseKeepAlive(true);
    options.setUseTCPNoDelay(true);
    options.setUseSchema(false);
    options.setUsePooledSchema(false);
    options.setCaptureConnectStackTrace(false);
    return options;
  }
}
