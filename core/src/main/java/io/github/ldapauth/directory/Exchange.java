// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResult;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.net.SocketTimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request and its answer. Every request to a server goes through {@link #make}. It turns an
 * answer that the SDK cannot handle into an {@link LDAPException}, and logs one line per request.
 */
final class Exchange {

  private static final Logger LOG = LoggerFactory.getLogger(Directory.class);

  private Exchange() {}

  /** Sends a request with the SDK and waits for the answer. */
  @FunctionalInterface
  interface Request<A extends LDAPResult> {
    A send() throws LDAPException;
  }

  /**
   * Sends a request, logs it at DEBUG, and adds it to the trace.
   *
   * @param millis how long the whole answer may take; the connection is closed then
   * @param text the request in words, without a password. Called later, if at all
   * @throws LDAPException if there is no usable answer. The result code tells whether the
   *     connection is still usable
   */
  static <A extends LDAPResult> A make(
      Stage stage,
      Connection connection,
      long millis,
      Trace trace,
      Supplier<String> text,
      Request<A> request)
      throws LDAPException {
    Sent sent = Sent.now(stage, connection.endpoint().server().address(), trace, text);
    connection.limit(millis);
    try {
      A answer = request.send();
      connection.unlimit();
      sent.answered(answer.getResultCode(), entries(answer));
      return answer;
    } catch (LDAPException e) {
      LDAPException failure = named(e, connection, millis);
      sent.answered(failure.getResultCode(), entries(e));
      throw failure;
    } catch (ClientStop e) {
      sent.answered(e.code(), DirectoryRequest.NO_ENTRIES);
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      // The answer has another type than the request's, or the SDK cannot decode it.
      sent.answered(ResultCode.DECODING_ERROR, DirectoryRequest.NO_ENTRIES);
      throw new LDAPException(ResultCode.DECODING_ERROR, "the answer cannot be read: " + e, e);
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
      sent.answered(e.getResultCode(), DirectoryRequest.NO_ENTRIES);
      throw e;
    }
    boolean isLogged = false;
    try {
      sent.answered(ResultCode.SUCCESS, DirectoryRequest.NO_ENTRIES);
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
    return OversizedAnswer.named(e, connection);
  }

  private static int entries(LDAPResult answer) {
    return answer instanceof SearchResult found
        ? found.getEntryCount()
        : DirectoryRequest.NO_ENTRIES;
  }

  private static int entries(LDAPException e) {
    return e instanceof LDAPSearchException found
        ? found.getEntryCount()
        : DirectoryRequest.NO_ENTRIES;
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

    void answered(ResultCode code, int entries) {
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
