// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.asn1.ASN1Buffer;
import com.unboundid.asn1.ASN1BufferSequence;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntUnaryOperator;

/**
 * The messages on a connection: a request, and then its answer (RFC 4511, section 4.1.1). Only one
 * thread at a time uses it.
 *
 * <p>The connection of the SDK is not used: it leaves passwords in buffers, and sends no control
 * before it loaded each class that decodes one.
 */
final class LdapMessages {

  /** The id of a message that answers no request (section 4.4). */
  private static final int UNSOLICITED = 0;

  private static final String NOTICE_OF_DISCONNECTION = "1.3.6.1.4.1.1466.20036";

  private static final int MOST_BETWEEN_IDS = 1 << 16;

  private final OutputStream out;
  private final MessageInput in;
  private final IntUnaryOperator nextId;
  private final ASN1Buffer buffer = new ASN1Buffer();
  private int lastId;

  LdapMessages(InputStream in, OutputStream out) {
    this(in, out, LdapMessages::unforeseenAfter);
  }

  /**
   * Numbers requests in a way of its own.
   *
   * @param nextId returns the id after another one
   */
  LdapMessages(InputStream in, OutputStream out, IntUnaryOperator nextId) {
    this.out = out;
    this.in = new MessageInput(in);
    this.nextId = nextId;
  }

  /** A message that arrives before a request must not have the id of that request. */
  private static int unforeseenAfter(int lastId) {
    int from = lastId > Integer.MAX_VALUE - MOST_BETWEEN_IDS ? 0 : lastId;
    return from + 1 + ThreadLocalRandom.current().nextInt(MOST_BETWEEN_IDS);
  }

  /** Returns whether more than the answer to the last request is there. */
  boolean hasUnread() {
    return in.hasMore();
  }

  /**
   * Sends a request, and waits for its result, which may be any.
   *
   * @throws LDAPException if the server closes the connection, or answers another kind of request
   * @throws IOException if the connection ends, or the answer cannot be read
   */
  LdapResult exchange(LdapRequest request) throws IOException, LDAPException {
    write(request);
    return read(request);
  }

  /** Tells the server that no request follows. */
  void unbind() {
    try {
      write(LdapRequest.unbind());
    } catch (IOException e) {
      return; // the server is gone
    }
  }

  private void write(LdapRequest request) throws IOException {
    if (request.mostBytes() > 0) {
      // A buffer that grows leaves a copy behind, so it grows before a password is in it.
      buffer.addOctetString(new byte[request.mostBytes()]);
      buffer.clear();
      buffer.setZeroBufferOnClear();
    }
    try {
      ASN1BufferSequence message = buffer.beginSequence();
      lastId = nextId.applyAsInt(lastId);
      buffer.addInteger(lastId);
      request.body().accept(buffer);
      message.end();
      // Not by writeTo, which would show passwords to the debugging of the SDK.
      ByteBuffer bytes = buffer.asByteBuffer();
      out.write(bytes.array(), bytes.arrayOffset(), bytes.limit());
      out.flush();
    } finally {
      buffer.clear();
    }
  }

  /** Reads messages up to the result. Those with the id of another request are skipped. */
  private LdapResult read(LdapRequest request) throws IOException, LDAPException {
    while (true) {
      BerReader message = in.next();
      int id = message.integer(BerReader.INTEGER);
      int operation = message.tag();
      if (id == lastId && operation == request.response()) {
        return LdapResult.read(message);
      }
      if (id == lastId) {
        readBeforeResult(operation, message, request);
      } else if (id == UNSOLICITED && operation == OperationTag.EXTENDED_RESPONSE) {
        failIfDisconnecting(LdapResult.read(message));
      }
    }
  }

  private static void readBeforeResult(int operation, BerReader message, LdapRequest request)
      throws IOException, LDAPException {
    boolean isIntermediate = operation == OperationTag.INTERMEDIATE_RESPONSE;
    boolean isEntry = operation == OperationTag.SEARCH_RESULT_ENTRY;
    boolean isFound = isEntry || operation == OperationTag.SEARCH_RESULT_REFERENCE;
    if (!isIntermediate && !(isFound && request.isSearch())) {
      throw new LDAPException(
          ResultCode.DECODING_ERROR,
          "the answer is of another type than the request: " + operation);
    }
    FoundEntries found = request.found();
    if (found == null || !isFound) {
      return;
    }
    found.count(message.length());
    if (isEntry) {
      SearchResultReader.entry(message, found);
    } else {
      SearchResultReader.reference(message, found);
    }
  }

  /** The server sends a notice before it closes the connection (section 4.4.1). */
  private static void failIfDisconnecting(LdapResult notice) throws LDAPException {
    if (notice.responseName().equals(NOTICE_OF_DISCONNECTION)) {
      throw new LDAPException(
          ResultCode.SERVER_DOWN,
          "the server closes the connection: " + ResultText.ofServer(notice.diagnosticMessage()));
    }
  }
}
