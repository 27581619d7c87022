// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.listener.InMemoryRequestHandler;
import com.unboundid.ldap.listener.LDAPListenerClientConnection;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.sdk.DN;
import io.github.ldapauth.testkit.server.Account.Restriction;
import io.github.ldapauth.testkit.server.Account.Subject;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** The user of one connection, and what that user may do until the password is changed. */
final class Requester {

  private final InMemoryRequestHandler worker;
  private final @Nullable LDAPListenerClientConnection connection;
  private @Nullable Restriction restriction;

  Requester(InMemoryRequestHandler worker, @Nullable LDAPListenerClientConnection connection) {
    this.worker = worker;
    this.connection = connection;
  }

  /** Returns the DN that the connection is bound as; the null DN if it is anonymous. */
  DN dn() {
    return worker.getAuthenticatedDN();
  }

  boolean isAnonymous() {
    return dn().isNullDN();
  }

  Client client() {
    return new Client(dn(), connection != null && connection.getSocket() instanceof SSLSocket);
  }

  /** Returns the subject of the certificate that the client has shown; empty if it has not. */
  Optional<DN> certificateSubject() {
    try {
      return connection != null && connection.getSocket() instanceof SSLSocket socket
          ? Entries.parse(socket.getSession().getPeerPrincipal().getName())
          : Optional.empty();
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }

  /** Sets the DN that the connection is bound as. */
  void becomes(DN dn) {
    worker.setAuthenticatedDN(dn);
  }

  /** Does some work as another user. */
  LDAPMessage as(DN user, Supplier<LDAPMessage> work) {
    DN before = dn();
    becomes(user);
    try {
      return work.get();
    } finally {
      becomes(before);
    }
  }

  /** Sets what the user is restricted to; null for no restriction. */
  void restrictTo(@Nullable Restriction restriction) {
    this.restriction = restriction;
  }

  /** Ends the restriction, unless it lasts until the next bind. */
  void hasChangedPassword() {
    if (restriction != null && !restriction.lasting()) {
      restriction = null;
    }
  }

  /**
   * Does the work, or refuses it until the password is changed.
   *
   * @param subject what the request is about
   */
  LDAPMessage unlessRestricted(int id, byte type, Subject subject, Supplier<LDAPMessage> work) {
    return restriction != null && restriction.isAbout(subject)
        ? restriction.refusal().toMessage(id, type)
        : work.get();
  }
}
