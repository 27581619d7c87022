// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.SignInChainLink.OfDirectory;
import io.github.ldapauth.directory.Health;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A directory that a chain skips if its search for the user fails.
 *
 * <p>After a failure that took a second or more, the chain skips it for five seconds without asking
 * it. Then one sign-in asks, and the others skip it until that one ends. A faster failure costs
 * less than such a pause would, so that the next sign-in asks again.
 */
final class OptionalDirectory<U> implements SignInChainLink<U> {

  static final Duration SLOW = Duration.ofSeconds(1);
  static final Duration PAUSE = Duration.ofSeconds(5);

  /** The rejections that a directory was not asked for. */
  private static final Set<RejectionReason> OF_NO_DIRECTORY =
      Set.of(
          RejectionReason.INVALID_USERNAME,
          RejectionReason.INVALID_PASSWORD,
          RejectionReason.REFUSED_BY_APPLICATION);

  private final OfDirectory<U> directory;
  private final LongSupplier nanoTime;

  /** The failure for which the directory is skipped. */
  private @Nullable LdapDirectoryException failure;

  private long failedAt;

  /** The thread of the sign-in that asks after a pause. */
  private @Nullable Thread prober;

  OptionalDirectory(OfDirectory<U> directory, LongSupplier nanoTime) {
    this.directory = directory;
    this.nanoTime = nanoTime;
  }

  @Override
  public String name() {
    return directory.name();
  }

  @Override
  public boolean canTellWhoIsUnknown() {
    return directory.canTellWhoIsUnknown();
  }

  @Override
  public Optional<Health> health() {
    return directory.health();
  }

  @Override
  public RejectionDelay rejectionDelay() {
    return directory.rejectionDelay();
  }

  @Override
  public synchronized @Nullable LdapDirectoryException failureDuringPause() {
    if (failure == null) {
      return null;
    }
    boolean isPaused = nanoTime.getAsLong() - failedAt < PAUSE.toNanos();
    if (isPaused || prober != null) {
      return failure;
    }
    prober = Thread.currentThread();
    return null;
  }

  @Override
  public Optional<SignInChainResult<U>> authenticate(String username, Password password) {
    long start = nanoTime.getAsLong();
    try {
      Optional<SignInChainResult<U>> result = directory.authenticate(username, password);
      if (result.isEmpty() || hasAnswered(result.get(), password)) {
        answered();
      }
      return result;
    } catch (LdapDirectoryException e) {
      if (isSkippedAfter(e, password)) {
        failed(e, start);
      }
      throw e;
    } finally {
      probed();
    }
  }

  private boolean hasAnswered(SignInChainResult<U> result, Password password) {
    return password.isSent()
        || !(result instanceof SignInChainResult.Rejected<U> no
            && OF_NO_DIRECTORY.contains(no.reason()));
  }

  /**
   * {@inheritDoc} Exceptions of guards and a lack of free connections do not count, as the
   * directory may be up and know the user.
   */
  @Override
  public boolean isSkippedAfter(LdapDirectoryException e, Password password) {
    return password.isFailure(e)
        && !password.isSent()
        && e.stage() != Stage.WAIT
        && !Thread.currentThread().isInterrupted();
  }

  private synchronized void answered() {
    failure = null;
  }

  private synchronized void failed(LdapDirectoryException e, long start) {
    long now = nanoTime.getAsLong();
    failure = now - start < SLOW.toNanos() ? null : e;
    failedAt = now;
  }

  private synchronized void probed() {
    if (prober == Thread.currentThread()) {
      prober = null;
    }
  }

  @Override
  public void close() {
    directory.close();
  }
}
