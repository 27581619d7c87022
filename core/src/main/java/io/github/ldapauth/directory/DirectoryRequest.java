// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * A request to a directory server, or the opening of a connection, with what is known of the
 * answer. Holds no password and no value that the directory returned.
 */
public final class DirectoryRequest {

  /** The number of entries in an answer that has none by its nature. */
  static final int NO_ENTRIES = -1;

  private final Stage stage;
  private final ServerAddress server;
  private final Supplier<String> text;
  private final long startNanos;
  private final long nanos;
  private final int code;
  private final int entries;

  DirectoryRequest(
      Stage stage,
      ServerAddress server,
      Supplier<String> text,
      long startNanos,
      long nanos,
      int code,
      int entries) {
    this.stage = stage;
    this.server = server;
    this.text = text;
    this.startNanos = startNanos;
    this.nanos = nanos;
    this.code = code;
    this.entries = entries;
  }

  /** Returns the step of the sign-in that sent the request. */
  public Stage stage() {
    return stage;
  }

  /** Returns the server as {@code host:port}. */
  public String server() {
    return server.toString();
  }

  /**
   * Returns when the request was sent, counted from the moment at which the attempt turned to the
   * directory. Requests whose times overlap ran side by side.
   */
  public Duration start() {
    return Duration.ofNanos(startNanos);
  }

  boolean isBefore(DirectoryRequest other) {
    return startNanos < other.startNanos;
  }

  /** Returns how long the answer took. */
  public Duration duration() {
    return Duration.ofNanos(nanos);
  }

  /**
   * Returns the result code: the server's (RFC 4511, appendix A) or, from 81 on, the client's own.
   */
  public int resultCode() {
    return code;
  }

  /** Returns how many entries a search returned; empty for other requests. */
  public OptionalInt entries() {
    return entries == NO_ENTRIES ? OptionalInt.empty() : OptionalInt.of(entries);
  }

  /**
   * Returns the request as one line, as the log has it at DEBUG: with names and filters, so with
   * the user name.
   */
  @Override
  public String toString() {
    return stage
        + " "
        + text.get()
        + ": code="
        + code
        + (entries == NO_ENTRIES ? "" : " entries=" + entries)
        + " ms="
        + duration().toMillis()
        + " server="
        + server;
  }
}
