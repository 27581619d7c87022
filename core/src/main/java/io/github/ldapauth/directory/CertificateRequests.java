// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * A key manager that notes which servers ask for a client certificate. Those that demand one may
 * close the connection without a reason.
 */
final class CertificateRequests extends X509ExtendedKeyManager {

  private final @Nullable X509KeyManager key;
  private final Set<Socket> asked =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  /**
   * Presents the certificate of this key.
   *
   * @param key null to present none
   */
  CertificateRequests(@Nullable X509KeyManager key) {
    this.key = key;
  }

  /** Returns whether the server at the other end asked for a certificate. */
  boolean includes(Socket socket) {
    return asked.contains(socket);
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] types, Principal @Nullable [] issuers, Socket socket) {
    asked.add(socket);
    return key == null ? null : key.chooseClientAlias(types, issuers, socket);
  }

  @Override
  public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
    return key == null ? null : key.getClientAliases(type, issuers);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return key == null ? null : key.getCertificateChain(alias);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return key == null ? null : key.getPrivateKey(alias);
  }

  @Override
  public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String type, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }
}
