// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.asn1.ASN1Buffer;
import com.unboundid.asn1.ASN1BufferSequence;
import com.unboundid.asn1.ASN1Exception;
import com.unboundid.asn1.ASN1StreamReader;
import com.unboundid.asn1.ASN1StreamReaderSequence;
import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ResultCode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;

/**
 * The messages on a connection: a request, and then its answers (RFC 4511, section 4.1.1). Only one
 * thread at a time uses it.
 *
 * <p>The connection of the SDK is not used: it leaves passwords in buffers, and sends no control
 * before it loaded each class that decodes one.
 */
final class LdapMessages {

  private static final int END = -1;
  private static final int MESSAGE = 0x30;
  private static final int ENTRY = 0x64;
  private static final int REFERENCE = 0x73;
  private static final int INTERMEDIATE = 0x79;

  /** The id of messages that answer no request (RFC 4511, section 4.4). */
  private static final int UNASKED = 0;

  private static final String NOTICE_OF_DISCONNECTION = "1.3.6.1.4.1.1466.20036";

  private final OutputStream out;
  private final ASN1StreamReader in;
  private final LdapAnswers answers;
  private final ASN1Buffer buffer = new ASN1Buffer();
  private int lastId;

  LdapMessages(InputStream in, OutputStream out) {
    this.out = out;
    this.in = new ASN1StreamReader(in, OversizedAnswer.MAX_BYTES);
    this.answers = new LdapAnswers(this.in);
  }

  /**
   * Sends a request, and waits for its answer.
   *
   * @throws LDAPException if there is no answer, or one other than success
   */
  LDAPResult send(LdapRequest request) throws LDAPException {
    LDAPResult answer;
    try {
      write(request);
      answer = read(request);
    } catch (ProtocolException | ASN1Exception e) {
      throw failed(ResultCode.DECODING_ERROR, e);
    } catch (IOException e) {
      throw failed(ResultCode.SERVER_DOWN, e);
    }
    if (!answer.getResultCode().equals(ResultCode.SUCCESS)) {
      throw new LDAPException(answer);
    }
    return answer;
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
      buffer.writeTo(out);
      out.flush();
    } finally {
      buffer.clear();
    }
  }

  private LDAPResult read(LdapRequest request) throws IOException, ASN1Exception, LDAPException {
    while (true) {
      ASN1StreamReaderSequence message = LdapAnswers.required(in.beginSequence());
      if (message.getType() != MESSAGE) {
        throw new ProtocolException("the answer begins with byte " + message.getType());
      }
      int id = LdapAnswers.required(in.readInteger());
      int type = in.peek();
      if (type == END) {
        throw LdapAnswers.closed();
      }
      if (id == lastId) {
        if (type == request.answer()) {
          return answers.readResult(message);
        }
        readPart(type, request);
      } else if (id == UNASKED && type == LdapRequest.EXTENDED_RESPONSE) {
        failIfClosing((ExtendedResult) answers.readResult(message));
      }
      while (message.hasMoreElements()) {
        LdapAnswers.required(in.readElement());
      }
    }
  }

  /** Reads an entry or a reference; intermediate responses (RFC 4511, section 4.13) are skipped. */
  private void readPart(int type, LdapRequest request)
      throws IOException, ASN1Exception, LDAPException {
    boolean isFound = request.isSearch() && (type == ENTRY || type == REFERENCE);
    if (!isFound && type != INTERMEDIATE) {
      throw new LDAPException(
          ResultCode.DECODING_ERROR, "the answer is of another type than the request: " + type);
    }
    FoundEntries found = request.found();
    if (isFound && found != null) {
      if (type == ENTRY) {
        answers.readEntry(found);
      } else {
        answers.readReference(found);
      }
    }
  }

  /** The server closes the connection (RFC 4511, section 4.4.1). */
  private static void failIfClosing(ExtendedResult notice) throws LDAPException {
    if (NOTICE_OF_DISCONNECTION.equals(notice.getOID())) {
      throw new LDAPException(
          ResultCode.SERVER_DOWN,
          "the server closes the connection: "
              + ResultText.ofServer(notice.getDiagnosticMessage()));
    }
  }
}
