// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import com.unboundid.asn1.ASN1StreamReader;
import com.unboundid.ldap.protocol.BindResponseProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ProtocolOp;
import com.unboundid.ldap.protocol.SearchResultDoneProtocolOp;
import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.protocol.UnbindRequestProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import io.github.ldapauth.directory.LdapServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A server on loopback that answers each request with the bytes of a script, whatever they are. */
final class RawServer implements AutoCloseable {

  /** Ends the connection, in place of a message. */
  static final byte[] END = {};

  /** What to send in answer to a request. */
  @FunctionalInterface
  interface Script {
    Stream<byte[]> answer(LDAPMessage request);
  }

  private final ServerSocket socket;
  private final Script script;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger sent = new AtomicInteger();

  RawServer(Script script) {
    this.script = script;
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new AssertionError("cannot listen", e);
    }
    start(this::accept);
  }

  LdapServer server() {
    return LdapServer.url("ldap://127.0.0.1:" + socket.getLocalPort());
  }

  /** Returns how many connections were opened. */
  int connections() {
    return connections.get();
  }

  /** Returns how many messages a client has taken so far, or the network holds for it. */
  int sent() {
    return sent.get();
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "raw server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        connections.incrementAndGet();
        start(() -> serve(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      ASN1StreamReader reader = new ASN1StreamReader(client.getInputStream());
      OutputStream out = client.getOutputStream();
      for (LDAPMessage request = LDAPMessage.readFrom(reader, true);
          request != null && !(request.getProtocolOp() instanceof UnbindRequestProtocolOp);
          request = LDAPMessage.readFrom(reader, true)) {
        Stream<byte[]> answer = script.answer(request);
        for (byte[] bytes : (Iterable<byte[]>) answer::iterator) {
          if (bytes == END) {
            return;
          }
          out.write(bytes);
          sent.incrementAndGet();
        }
        out.flush();
      }
    } catch (Exception e) {
      return; // the client has had enough
    }
  }

  static byte[] message(LDAPMessage request, ProtocolOp answer, Control... controls) {
    return new LDAPMessage(request.getMessageID(), answer, controls).encode().encode();
  }

  static byte[] bound(LDAPMessage request, int code, String diagnostic, Control... controls) {
    return message(
        request, new BindResponseProtocolOp(code, null, diagnostic, null, null), controls);
  }

  static byte[] entry(LDAPMessage request, String dn, Attribute... attributes) {
    return message(request, new SearchResultEntryProtocolOp(dn, List.of(attributes)));
  }

  static byte[] done(LDAPMessage request, int code, String diagnostic, String... referrals) {
    return message(
        request, new SearchResultDoneProtocolOp(code, null, diagnostic, Arrays.asList(referrals)));
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new AssertionError("cannot close", e);
    }
  }
}
