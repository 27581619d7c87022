// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.asn1.ASN1Buffer;
import com.unboundid.asn1.ASN1BufferSequence;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;

/**
 * The messages on a connection: a request, and then its answers (RFC 4511, section 4.1.1). Only one
 * thread at a time uses it.
 *
 * <p>The connection of the SDK is not used: it leaves passwords in buffers, and sends no control
 * before it loaded each class that decodes one.
 */
final class LdapMessages {

  private static final int ENTRY = 0x64;
  private static final int REFERENCE = 0x73;
  private static final int INTERMEDIATE = 0x79;

  /** The id of messages that answer no request (RFC 4511, section 4.4). */
  private static final int UNASKED = 0;

  private static final String NOTICE_OF_DISCONNECTION = "1.3.6.1.4.1.1466.20036";

  private final OutputStream out;
  private final MessageInput in;
  private final ASN1Buffer buffer = new ASN1Buffer();
  private int lastId;

  LdapMessages(InputStream in, OutputStream out) {
    this.out = out;
    this.in = new MessageInput(in);
  }

  /** Returns whether more than the answer to the last request is there. */
  boolean hasUnread() {
    return in.hasMore();
  }

  /**
   * Sends a request, and waits for its answer.
   *
   * @throws LDAPException if the server does not answer, or answers other than by success
   */
  LdapAnswer send(LdapRequest request) throws LDAPException {
    LdapAnswer answer;
    try {
      answer = exchange(request);
    } catch (OversizedAnswer e) {
      throw failed(ResultCode.USER_CANCELED, e);
    } catch (ProtocolException e) {
      throw failed(ResultCode.DECODING_ERROR, e);
    } catch (IOException e) {
      throw failed(ResultCode.SERVER_DOWN, e);
    }
    if (!answer.isSuccess()) {
      throw answer.failure();
    }
    return answer;
  }

  /**
   * Sends a request, and returns its answer, which may be any result.
   *
   * @throws LDAPException if the server closes the connection, or answers another kind of request
   * @throws IOException if the connection ends, or the answer cannot be read
   */
  LdapAnswer exchange(LdapRequest request) throws IOException, LDAPException {
    write(request);
    return read(request);
  }

  private static LDAPException failed(ResultCode code, Exception e) {
    return e instanceof EOFException
        ? new LDAPException(code, e.getMessage())
        : new LDAPException(code, String.valueOf(e.getMessage()), e);
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
      lastId++;
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

  private LdapAnswer read(LdapRequest request) throws IOException, LDAPException {
    while (true) {
      BerReader message = in.next();
      int id = message.number(BerReader.INTEGER);
      int type = message.type();
      if (id == lastId && type == request.answer()) {
        return LdapAnswers.result(message);
      }
      if (id == lastId) {
        readPart(message, request);
      } else if (id == UNASKED && type == LdapRequest.EXTENDED_RESPONSE) {
        failIfClosing(LdapAnswers.result(message));
      }
    }
  }

  /** Reads an entry or a reference; intermediate responses (RFC 4511, section 4.13) are skipped. */
  private static void readPart(BerReader message, LdapRequest request)
      throws IOException, LDAPException {
    int type = message.type();
    boolean isFound = request.isSearch() && (type == ENTRY || type == REFERENCE);
    if (!isFound && type != INTERMEDIATE) {
      throw new LDAPException(
          ResultCode.DECODING_ERROR, "the answer is of another type than the request: " + type);
    }
    FoundEntries found = request.found();
    if (isFound && found != null) {
      if (type == ENTRY) {
        LdapAnswers.entry(message, found);
      } else {
        LdapAnswers.reference(message, found);
      }
    }
  }

  /** The server closes the connection (RFC 4511, section 4.4.1). */
  private static void failIfClosing(LdapAnswer notice) throws LDAPException {
    if (notice.operation().equals(NOTICE_OF_DISCONNECTION)) {
      throw new LDAPException(
          ResultCode.SERVER_DOWN,
          "the server closes the connection: " + ResultText.ofServer(notice.text()));
    }
  }
}
