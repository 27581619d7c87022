// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.listener.InMemoryRequestHandler;
import com.unboundid.ldap.listener.LDAPListener;
import com.unboundid.ldap.listener.LDAPListenerConfig;
import com.unboundid.ldap.listener.LDAPListenerRequestHandler;
import com.unboundid.ldap.listener.StartTLSRequestHandler;
import com.unboundid.ldap.sdk.DeleteRequest;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyDNRequest;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.ResultCode;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs an LDAP directory in memory, on free ports of the loopback interface.
 *
 * <pre>{@code
 * try (TestDirectory directory =
 *     TestDirectory.builder()
 *         .user("alice", user -> user.password("secret"))
 *         .group("staff", group -> group.members("alice"))
 *         .start()) {
 *   …  directory.url()  …  directory.operations().binds()  …
 * }
 * }</pre>
 */
public final class TestDirectory implements AutoCloseable {

  private final InMemoryRequestHandler data;
  private final Map<String, String> dnsByName;
  private final @Nullable TestCertificates certificates;
  private final Operations operations = new Operations();
  private final Faults faults = new Faults();
  private final LDAPListenerConfig plain;
  private final @Nullable LDAPListenerConfig tls;
  private @Nullable LDAPListener plainListener;
  private @Nullable LDAPListener tlsListener;

  TestDirectory(
      InMemoryRequestHandler data,
      Map<String, String> dnsByName,
      Leniency leniency,
      @Nullable TestCertificates certificates)
      throws LDAPException {
    this.data = data;
    this.dnsByName = Map.copyOf(dnsByName);
    this.certificates = certificates;
    RequestHandler recorder = new RequestHandler(data, operations, faults, leniency, null);
    if (certificates == null) {
      plain = listen(recorder);
      tls = null;
    } else {
      var sockets = certificates.serverContext();
      plain =
          listen(
              new RequestHandler(
                  new StartTLSRequestHandler(sockets.getSocketFactory(), data),
                  operations,
                  faults,
                  leniency,
                  null));
      tls = listen(recorder);
      tls.setServerSocketFactory(sockets.getServerSocketFactory());
    }
  }

  private static LDAPListenerConfig listen(LDAPListenerRequestHandler handler) {
    LDAPListenerConfig config = new LDAPListenerConfig(0, handler);
    config.setListenAddress(InetAddress.getLoopbackAddress());
    return config;
  }

  /** Begins a directory. */
  public static TestDirectoryBuilder builder() {
    return new TestDirectoryBuilder();
  }

  /** Listens again, on the same ports, after {@link #stop}. */
  public void start() {
    try {
      plainListener = start(plain);
      tlsListener = tls == null ? null : start(tls);
    } catch (IOException e) {
      throw new IllegalStateException(
          "the directory could not listen on the loopback interface", e);
    }
  }

  private static LDAPListener start(LDAPListenerConfig config) throws IOException {
    LDAPListener listener = new LDAPListener(config);
    listener.startListening();
    config.setListenPort(listener.getListenPort());
    return listener;
  }

  /** Closes all connections and refuses new ones. The entries stay. */
  public void stop() {
    if (plainListener != null) {
      plainListener.shutDown(true);
    }
    if (tlsListener != null) {
      tlsListener.shutDown(true);
    }
  }

  /** Closes all connections, as a restart or a firewall would; new ones are accepted. */
  public void dropConnections() {
    if (plainListener != null) {
      plainListener.closeAllConnections(false);
    }
    if (tlsListener != null) {
      tlsListener.closeAllConnections(false);
    }
  }

  /** Returns {@code ldap://127.0.0.1:port}. */
  public String url() {
    return "ldap://" + hostAndPort();
  }

  /** Returns {@code 127.0.0.1:port} for clear text and StartTLS. */
  public String hostAndPort() {
    return "127.0.0.1:" + plain.getListenPort();
  }

  /** Returns the port for clear text and StartTLS. */
  public int port() {
    return plain.getListenPort();
  }

  /** Returns {@code 127.0.0.1:port} for ldaps. */
  public String ldapsHostAndPort() {
    if (tls == null) {
      throw new IllegalStateException("there is no TLS: call tls(...) on the builder");
    }
    return "127.0.0.1:" + tls.getListenPort();
  }

  /** Returns the certificates that TLS uses. */
  public TestCertificates certificates() {
    if (certificates == null) {
      throw new IllegalStateException("there is no TLS: call tls(...) on the builder");
    }
    return certificates;
  }

  /** Returns what clients did so far. */
  public Operations operations() {
    return operations;
  }

  /** Returns the script of faults. */
  public Faults faults() {
    return faults;
  }

  /** Returns the DN of a user or group that the builder described. */
  public String dn(String name) {
    String dn = dnsByName.get(name);
    if (dn == null) {
      throw new IllegalArgumentException(
          "there is no user or group \"" + name + "\"; there are " + dnsByName.keySet());
    }
    return dn;
  }

  /** Sets a user's password. */
  public void setPassword(String user, String password) {
    setAttribute(user, "userPassword", password);
  }

  /** Sets an attribute of a user or group; without values it is removed. */
  public void setAttribute(String name, String attribute, String... values) {
    Modification replacement = new Modification(ModificationType.REPLACE, attribute, values);
    check(dn(name), () -> data.modify(new ModifyRequest(dn(name), replacement)));
  }

  /** Deletes a user or group. */
  public void delete(String name) {
    check(dn(name), () -> data.delete(new DeleteRequest(dn(name))));
  }

  /** Gives a user or group another RDN; {@link #dn} goes on to return the old DN. */
  public void rename(String name, String newRdn) {
    check(dn(name), () -> data.modifyDN(new ModifyDNRequest(dn(name), newRdn, true)));
  }

  private interface Change {
    LDAPResult apply() throws LDAPException;
  }

  private static void check(String dn, Change change) {
    try {
      ResultCode code = change.apply().getResultCode();
      if (!code.equals(ResultCode.SUCCESS)) {
        throw new IllegalArgumentException("could not change " + dn + ": " + code);
      }
    } catch (LDAPException e) {
      throw new IllegalArgumentException("could not change " + dn, e);
    }
  }

  /** Stops the directory and forgets its entries. */
  @Override
  public void close() {
    stop();
  }

  /** Returns where it listens. */
  @Override
  public String toString() {
    return "TestDirectory[" + url() + "]";
  }
}
