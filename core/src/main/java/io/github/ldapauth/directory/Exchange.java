// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResult;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
   * Sends a request, and logs it at DEBUG.
   *
   * @param text the request in words, without a password
   * @throws LDAPException if there is no usable answer. The result code tells whether the
   *     connection is still usable
   */
  static <A extends LDAPResult> A make(
      Stage stage, LDAPConnection connection, Supplier<String> text, Request<A> request)
      throws LDAPException {
    long start = System.nanoTime();
    try {
      A answer = request.send();
      log(stage, connection, text, answer.getResultCode(), entries(answer), start);
      return answer;
    } catch (LDAPException e) {
      LDAPException failure = OversizedAnswer.named(e, connection);
      log(stage, connection, text, failure.getResultCode(), entries(e), start);
      throw failure;
    } catch (ClientStop e) {
      log(stage, connection, text, e.code(), "", start);
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      // The answer has another type than the request's, or the SDK cannot decode it.
      log(stage, connection, text, ResultCode.DECODING_ERROR, "", start);
      throw new LDAPException(ResultCode.DECODING_ERROR, "the answer cannot be read: " + e, e);
    }
  }

  /**
   * Returns the failure of a request. Call it before the connection is closed.
   *
   * @param hint put before the text of the answer
   */
  static LdapDirectoryException failure(
      Stage stage, LDAPConnection connection, String hint, LDAPException e) {
    return new LdapDirectoryException(
        stage, connection.getHostPort(), e.getResultCode().intValue(), hint + ResultText.of(e), e);
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

  private static String entries(LDAPResult answer) {
    return answer instanceof SearchResult found ? " entries=" + found.getEntryCount() : "";
  }

  private static String entries(LDAPException e) {
    return e instanceof LDAPSearchException found ? " entries=" + found.getEntryCount() : "";
  }

  private static void log(
      Stage stage,
      LDAPConnection connection,
      Supplier<String> text,
      ResultCode code,
      String entries,
      long start) {
    if (LOG.isDebugEnabled()) {
      LOG.debug(
          "{} {}: code={}{} ms={} server={}",
          stage,
          text.get(),
          code.intValue(),
          entries,
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
          connection.getHostPort());
    }
  }
}
