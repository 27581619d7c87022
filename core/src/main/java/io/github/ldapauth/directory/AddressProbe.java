// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One IP address of a server, which a diagnosis tries. No pool uses its connections. */
public final class AddressProbe {

  private final Endpoint endpoint;
  private final LdapServer settings;
  private final Network network;
  private final Deadline deadline;

  private AddressProbe(Endpoint endpoint, LdapServer settings, Network network, Deadline deadline) {
    this.endpoint = endpoint;
    this.settings = settings;
    this.network = network;
    this.deadline = deadline;
  }

  /**
   * Looks up the addresses of servers.
   *
   * @throws LdapDirectoryException if that fails
   */
  static List<AddressProbe> of(
      List<ServerAddress> servers, LdapServer settings, Network network, Deadline deadline) {
    Connector connector = new Connector(settings, network);
    return servers.stream()
        .map(address -> network.server(address, settings))
        .flatMap(server -> lookUp(server, connector, settings, deadline))
        .map(endpoint -> new AddressProbe(endpoint, settings, network, deadline))
        .toList();
  }

  private static Stream<Endpoint> lookUp(
      Server server, Connector connector, LdapServer settings, Deadline deadline) {
    try {
      return connector.lookUp(server, millis(settings, deadline)).stream();
    } catch (LDAPException e) {
      throw ConnectionAttempt.failure(e, settings, server.toString(), "");
    }
  }

  private static long millis(LdapServer settings, Deadline deadline) {
    return deadline.millisForOneOf(1, settings.use().connectTimeout());
  }

  /**
   * Opens a connection, TLS included, and closes it.
   *
   * @return what the server showed; empty if there is no TLS
   * @throws LdapDirectoryException if that fails
   */
  public Optional<ServerTls> connect() {
    try {
      Connection connection =
          Exchange.connect(
              endpoint.server().address(),
              deadline.trace(),
              () -> open(new Connector(settings, network)));
      Optional<ServerTls> tls = connection.tls();
      connection.close();
      return tls;
    } catch (LDAPException e) {
      throw ConnectionAttempt.failure(e, settings, endpoint.toString(), "");
    }
  }

  private Connection open(Connector connector) throws LDAPException {
    long millis = millis(settings, deadline);
    return connector.open(endpoint.server(), endpoint, millis, millis);
  }

  /**
   * Begins a handshake to see the certificates of a server that may not be trusted, and breaks it
   * off. Empty if the server shows none.
   */
  public Optional<ServerTls> look() {
    CertificateCatcher catcher = new CertificateCatcher();
    try {
      open(Connector.looking(settings, catcher, network)).abort();
    } catch (LDAPException | LdapDirectoryException e) {
      return catcher.chain().isEmpty()
          ? Optional.empty()
          : Optional.of(new ServerTls(Optional.empty(), catcher.chain()));
    }
    return Optional.empty();
  }

  /** Returns the IP address. */
  @Override
  public String toString() {
    return endpoint.address().getAddress().getHostAddress();
  }
}
