// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The password of the service account: a fixed one, or one from the application's supplier. */
final class ServicePassword {

  private final ServiceAccount account;
  private final SharedCall<String> supplied;

  ServicePassword(ServiceAccount account) {
    this.account = account;
    this.supplied = new SharedCall<>(ServicePassword::newThread, () -> account.password().get());
  }

  /** Leaves the supplier the class loader that it would have without a thread of its own. */
  private static Thread newThread(Runnable call) {
    Thread thread = new DaemonThreads("ldapauth password supplier").newThread(call);
    thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    return thread;
  }

  /** Returns the password if nothing has to be waited for; null if the supplier must be called. */
  @Nullable ServiceSecret atHand() {
    return account.isFixed() ? ServiceSecret.fixed(account.password().get()) : null;
  }

  /**
   * Calls the supplier, on another thread, as it may hang.
   *
   * @throws LdapDirectoryException if it fails, or does not return in time
   */
  ServiceSecret ask(LdapServer server, Deadline deadline) {
    long millis = deadline.millisFor(Stage.SERVICE_BIND, Deadline.LONGEST);
    String supplier = "the password supplier of " + account;
    try {
      String text = supplied.get(millis);
      // A supplier written without null checks may return null.
      if (text == null || text.isEmpty()) {
        throw failure(server, ResultCode.LOCAL_ERROR, supplier + " returned no password", null);
      }
      return ServiceSecret.of(text);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      String message = supplier + " threw " + e.getCause();
      throw failure(server, ResultCode.LOCAL_ERROR, message, e.getCause());
    } catch (TimeoutException e) {
      String message = supplier + " did not return within " + millis + " ms";
      throw failure(server, ResultCode.TIMEOUT, message, null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      String message = "interrupted while waiting for " + supplier;
      throw failure(server, ResultCode.LOCAL_ERROR, message, e);
    }
  }

  private static LdapDirectoryException failure(
      LdapServer server, ResultCode code, String message, @Nullable Throwable cause) {
    return new LdapDirectoryException(
        Stage.SERVICE_BIND, server.toString(), code.intValue(), message, cause);
  }
}
