// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request and its answer. Every request to a server goes through {@link #make}, which logs one
 * line. An answer that cannot be read becomes an {@link LDAPException}.
 */
final class Exchange {

  private static final Logger LOG = LoggerFactory.getLogger(Directory.class);

  private Exchange() {}

  /**
   * Sends a request as {@link #make} does, and requires success.
   *
   * @throws LDAPException with any other result too
   */
  static LdapResult require(
      Stage stage, Connection connection, long millis, Trace trace, LdapRequest request)
      throws LDAPException {
    LdapResult result = make(stage, connection, millis, trace, request);
    if (!result.isSuccess()) {
      throw result.failure();
    }
    return result;
  }

  /**
   * Sends a request, logs it at DEBUG, and adds it to the trace.
   *
   * @param millis how long the whole answer may take; the connection is closed then
   * @return the result, which may be any
   * @throws LDAPException if there is no usable answer. The result code tells whether the
   *     connection is still usable
   */
  static LdapResult make(
      Stage stage, Connection connection, long millis, Trace trace, LdapRequest request)
      throws LDAPException {
    ServerAddress server = connection.endpoint().server().address();
    Sent sent = Sent.now(stage, server, trace, request.text());
    int before = size(request);
    connection.limit(millis);
    try {
      LdapResult result = send(request, connection.messages());
      connection.unlimit();
      sent.answered(result.code(), entries(request, before));
      return result;
    } catch (LDAPException e) {
      LDAPException failure = named(e, connection, millis);
      sent.answered(failure.getResultCode().intValue(), entries(request, before));
      throw failure;
    } catch (ClientStop e) {
      sent.answered(e.code().intValue(), DirectoryRequest.NO_ENTRIES);
      throw e;
    } catch (RuntimeException e) { // the rest of the answer may be unread
      sent.answered(ResultCode.DECODING_ERROR_INT_VALUE, DirectoryRequest.NO_ENTRIES);
      throw new LDAPException(ResultCode.DECODING_ERROR, "the answer cannot be read: " + e, e);
    }
  }

  /** Sends a request. A failure has one of the client's own result codes. */
  static LdapResult send(LdapRequest request, LdapMessages messages) throws LDAPException {
    try {
      return messages.exchange(request);
    } catch (OversizedAnswer e) {
      throw new LDAPException(ResultCode.USER_CANCELED, e.getMessage(), e);
    } catch (ProtocolException e) {
      throw new LDAPException(ResultCode.DECODING_ERROR, e.getMessage(), e);
    } catch (EOFException e) { // its message says all
      throw new LDAPException(ResultCode.SERVER_DOWN, e.getMessage());
    } catch (IOException e) {
      throw new LDAPException(ResultCode.SERVER_DOWN, String.valueOf(e.getMessage()), e);
    }
  }

  /** Opens a connection, TLS included. */
  @FunctionalInterface
  interface Opener {
    Connection open() throws LDAPException;
  }

  /** Opens a connection, logs that at DEBUG, and adds it to the trace. */
  static Connection connect(ServerAddress server, Trace trace, Opener opener) throws LDAPException {
    Sent sent = Sent.now(Stage.CONNECT, server, trace, () -> "connect");
    Connection connection;
    try {
      connection = opener.open();
    } catch (LDAPException e) {
      sent.answered(e.getResultCode().intValue(), DirectoryRequest.NO_ENTRIES);
      throw e;
    }
    boolean isLogged = false;
    try {
      sent.answered(ResultCode.SUCCESS_INT_VALUE, DirectoryRequest.NO_ENTRIES);
      isLogged = true;
      return connection;
    } finally {
      if (!isLogged) { // an appender of the application threw
        connection.close();
      }
    }
  }

  /**
   * Returns the failure of a request. Call it before the connection is closed.
   *
   * @param hint put before the text of the answer
   */
  static LdapDirectoryException failure(
      Stage stage, Connection connection, String hint, LDAPException e) {
    PortHint port = PortHint.of(e, connection);
    String text = (port.text().isEmpty() ? hint : port.text()) + ResultText.of(e);
    return new LdapDirectoryException(
        port.stageOr(stage), connection.hostPort(), e.getResultCode().intValue(), text, e);
  }

  /** Thrown to stop reading the answer to a request. The rest of it stays unread. */
  static final class ClientStop extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ResultCode code;

    ClientStop(ResultCode code) {
      super(code.getName(), null, false, false);
      this.code = code;
    }

    ResultCode code() {
      return code;
    }
  }

  private static LDAPException named(LDAPException e, Connection connection, long millis) {
    if (connection.isOver()) {
      String message = "no answer within " + millis + " ms";
      return new LDAPException(ResultCode.TIMEOUT, message, new SocketTimeoutException(message));
    }
    connection.unlimit();
    if (e.getCause() instanceof OversizedAnswer) {
      connection.close(); // the rest of it is unread
    }
    return e;
  }

  private static int size(LdapRequest request) {
    return request.found() == null ? 0 : request.found().size();
  }

  private static int entries(LdapRequest request, int before) {
    return request.found() == null ? DirectoryRequest.NO_ENTRIES : size(request) - before;
  }

  /** A request before its answer. */
  private record Sent(
      Stage stage,
      ServerAddress server,
      Supplier<String> text,
      Trace trace,
      long start,
      @Nullable JfrRequest recorded) {

    static Sent now(Stage stage, ServerAddress server, Trace trace, Supplier<String> text) {
      JfrRequest recorded =
          JfrRecorder.isStarted() && JfrRequest.isRecorded() ? JfrRequest.started() : null;
      return new Sent(stage, server, text, trace, System.nanoTime(), recorded);
    }

    void answered(int code, int entries) {
      long nanos = System.nanoTime() - start;
      DirectoryRequest request =
          new DirectoryRequest(stage, server, text, start - trace.start(), nanos, code, entries);
      trace.add(request);
      if (recorded != null) {
        recorded.answered(request);
      }
      LOG.debug("{}", request);
    }
  }
}
