// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.AccountStatus.Problem;
import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LockoutPolicy;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapAttributes;
import io.github.ldapauth.entry.LdapEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The brake that sends no bind which could be the one to lock an account. */
final class LockoutBrake {

  private static final Logger LOG = LoggerFactory.getLogger(LdapAuthenticator.class);
  private static final Duration KNOWN_FOR = Duration.ofMinutes(5);

  private record Known(LockoutPolicy policy, long since) {}

  private final @Nullable Dn common;
  private final LongSupplier nanoTime;
  private final Map<Dn, Known> policies = new ConcurrentHashMap<>();
  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  /**
   * Prepares the brake.
   *
   * @param common the entry with the policy of most users; null to send every bind
   */
  LockoutBrake(@Nullable Dn common, LongSupplier nanoTime) {
    this.common = common;
    this.nanoTime = nanoTime;
  }

  /** Returns the attributes of a user's entry that it needs. */
  List<String> attributes() {
    return common == null ? List.of() : LockoutPolicy.OF_USER;
  }

  /**
   * Requires that a wrong password would not lock the account. A locked one cannot be locked again
   * before its lock is over.
   *
   * @throws Rejection if it would
   * @throws LdapDirectoryException if the policy cannot be read
   */
  void require(
      String bindName, LdapAttributes user, Optional<Problem> problem, DirectorySession session) {
    if (common == null) {
      return;
    }
    Dn named = LockoutPolicy.nameOf(user).flatMap(this::parse).orElse(common);
    LockoutPolicy policy = policyAt(named, session);
    Instant now = Instant.now();
    boolean isLocked =
        problem.equals(Optional.of(Problem.LOCKED)) && !policy.isLockOver(user, now, this::logOnce);
    if (!isLocked && policy.isNearlyReachedBy(user, now, this::logOnce)) {
      throw new Rejection(
          RejectionReason.LOCKOUT_AVOIDED,
          "one more wrong password would lock "
              + bindName
              + ": the limit is "
              + policy.limit()
              + ", by "
              + named);
    }
  }

  private Optional<Dn> parse(String name) {
    Optional<Dn> policy = Dn.tryParse(name);
    if (policy.isEmpty()) {
      logOnce("the entry of a user names a policy that is not a DN");
    }
    return policy;
  }

  /**
   * Reads a policy. One that a user's entry names may set no limit. The common one must, as it
   * might be the wrong entry, or hide its limit.
   */
  LockoutPolicy read(Dn dn, DirectorySession session) {
    return session
        .read(Stage.FIND_USER, dn, LockoutPolicy.ATTRIBUTES)
        .map(LdapEntry::attributes)
        .flatMap(
            entry ->
                LockoutPolicy.of(entry, this::logOnce)
                    .or(
                        () ->
                            Objects.equals(dn, common)
                                ? Optional.empty()
                                : LockoutPolicy.withoutLimit(entry)))
        .orElseThrow(
            () ->
                new LdapDirectoryException(
                    Stage.FIND_USER,
                    "avoidLockout(...) \""
                        + dn
                        + "\": shows no lockoutThreshold, pwdMaxFailure or passwordMaxFailure; let"
                        + " the service account read the policy"));
  }

  private LockoutPolicy policyAt(Dn dn, DirectorySession session) {
    Known known = policies.get(dn);
    if (known != null && nanoTime.getAsLong() - known.since() < KNOWN_FOR.toNanos()) {
      return known.policy();
    }
    long now = nanoTime.getAsLong();
    LockoutPolicy policy = read(dn, session);
    policies.put(dn, new Known(policy, now));
    return policy;
  }

  private void logOnce(String malformed) {
    if (logged.add(malformed)) {
      LOG.warn("number of wrong passwords is unknown: {}", malformed);
    }
  }
}
