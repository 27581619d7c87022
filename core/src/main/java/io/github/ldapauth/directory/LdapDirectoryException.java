// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if the directory fails: it could not be reached, did not answer, or cannot do what the
 * configuration requires. It never means that a user's password is wrong. The message is one line,
 * fit for a log.
 */
public final class LdapDirectoryException extends RuntimeException {

  private static final long serialVersionUID = 1;
  private static final int FIRST_CODE_OF_THE_CLIENT = 81;

  /** The step of a sign-in that failed. */
  public enum Stage {
    /**
     * No free connection in this program: all were in use, the thread was interrupted, or the
     * authenticator is closed. Nothing was sent.
     */
    WAIT,
    /** None of the servers accepted a connection, and finished the TLS handshake in time. */
    CONNECT,
    /** The TLS handshake failed, or the certificate is not the server's. */
    TLS,
    /** The service account could not bind. */
    SERVICE_BIND,
    /** The search for the user failed. */
    FIND_USER,
    /** The bind as the user failed, without an answer about the user. */
    USER_BIND,
    /** The user's entry could not be read. */
    READ_USER,
    /** The user's groups could not be read, or not all of them. */
    READ_GROUPS,
    /**
     * The change of a password failed. If there was no answer, it is unknown which password is
     * valid.
     */
    CHANGE_PASSWORD
  }

  private final Stage stage;
  private final String server;
  private final int resultCode;

  LdapDirectoryException(
      Stage stage, String server, int resultCode, String message, @Nullable Throwable cause) {
    // DNs and server messages may contain line breaks.
    super(stage + (server.isEmpty() ? "" : " at " + server) + ": " + LogText.whole(message), cause);
    this.stage = stage;
    this.server = server;
    this.resultCode = resultCode;
  }

  /** Constructs an exception for an unusable answer, without a server and a result code. */
  public LdapDirectoryException(Stage stage, String message) {
    this(stage, "", -1, message, null);
  }

  /** Constructs the same failure with another message. */
  private LdapDirectoryException(String message, LdapDirectoryException failure) {
    super(message, failure.getCause());
    stage = failure.stage;
    server = failure.server;
    resultCode = failure.resultCode;
    for (Throwable beside : failure.getSuppressed()) {
      addSuppressed(beside);
    }
    setStackTrace(failure.getStackTrace());
  }

  /** Returns the same failure with more text at the end of its message. */
  public LdapDirectoryException explainedBy(String explanation) {
    return new LdapDirectoryException(getMessage() + LogText.whole(explanation), this);
  }

  /**
   * Returns the same failure with other words in its message; this one if they change nothing.
   *
   * @param words takes the message and returns another
   */
  public LdapDirectoryException reworded(UnaryOperator<String> words) {
    String message = String.valueOf(getMessage());
    String other = words.apply(message);
    return other.equals(message) ? this : new LdapDirectoryException(LogText.whole(other), this);
  }

  /** Returns the step that failed. */
  public Stage stage() {
    return stage;
  }

  /**
   * Returns the server as {@code host:port}, or all configured servers if none could be reached;
   * empty if the failure is of none.
   */
  public Optional<String> server() {
    return server.isEmpty() ? Optional.empty() : Optional.of(server);
  }

  /** Returns whether the server answered, and does not say that it cannot work now. */
  boolean isRefusal() {
    return resultCode >= 0
        && resultCode < FIRST_CODE_OF_THE_CLIENT
        && !ServerFault.mayAskAnother(resultCode);
  }

  /**
   * Returns the result code: the server's (RFC 4511, appendix A) or, from 81 on, the client's own,
   * such as 85 for a time-out and 91 for a failed connect. Empty if there is none.
   */
  public OptionalInt resultCode() {
    return resultCode < 0 ? OptionalInt.empty() : OptionalInt.of(resultCode);
  }
}
