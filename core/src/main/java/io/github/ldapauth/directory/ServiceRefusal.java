// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.ldap.sdk.ResultCode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Remembers that a server refused the service account, and for how long it is not asked again: for
 * longer each time. A password that was wrong is left alone for minutes, as directories lock an
 * account after a few wrong ones, usually within half an hour; another password is tried at once.
 */
final class ServiceRefusal {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration FIRST_PAUSE_OF_WRONG = Duration.ofMinutes(5);
  private static final Duration LONGEST_PAUSE_OF_WRONG = Duration.ofHours(1);

  private final String message;
  private final ResultCode code;
  private final byte[] passwordHash;
  private final Duration pause;
  private final long since;

  private ServiceRefusal(
      String message, ResultCode code, byte[] passwordHash, Duration pause, long since) {
    this.message = message;
    this.code = code;
    this.passwordHash = passwordHash;
    this.pause = pause;
    this.since = since;
  }

  /** Returns the refusal that comes after another one, or is the first. */
  static ServiceRefusal after(
      @Nullable ServiceRefusal last, String message, ResultCode code, byte[] password, long now) {
    byte[] hash = hash(password);
    boolean wrong = code.equals(ResultCode.INVALID_CREDENTIALS);
    Duration first = wrong ? FIRST_PAUSE_OF_WRONG : FIRST_PAUSE;
    Duration longest = wrong ? LONGEST_PAUSE_OF_WRONG : LONGEST_PAUSE;
    Duration pause =
        last != null && last.code.equals(code) && last.isOf(hash)
            ? last.pause.multipliedBy(2)
            : first;
    return new ServiceRefusal(
        message, code, hash, pause.compareTo(longest) < 0 ? pause : longest, now);
  }

  /** Returns for how long the password is not to be sent; zero or less if it may. */
  Duration pauseLeft(byte[] password, long now) {
    return code.equals(ResultCode.INVALID_CREDENTIALS) && !isOf(hash(password))
        ? Duration.ZERO
        : pause.minusNanos(now - since);
  }

  private boolean isOf(byte[] hash) {
    return MessageDigest.isEqual(passwordHash, hash);
  }

  static byte[] hash(byte[] password) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(password);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  String message() {
    return message;
  }

  ResultCode code() {
    return code;
  }
}
