// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.ldapauth.SignInEvent;
import io.github.ldapauth.SignInGuard;
import io.github.ldapauth.SignInListener;
import io.github.ldapauth.entry.Dn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A brake against guessing passwords: it allows a number of wrong ones for each entry of the
 * directory, and for each address of a client, within a time that begins with the first.
 *
 * <p>Give one brake to {@code guard} and to {@code onOutcome} of the authenticator's builder, and
 * call the authenticator inside {@link #from}. An attempt is counted before the password is sent,
 * so that a hundred at once are no way around the limit. It is taken back if it was no wrong guess.
 *
 * <p>The brake is in memory: each machine of an application counts for itself.
 */
final class GuessingBrake implements SignInGuard, SignInListener {

  /** Enough for real users. Beyond it, the counts of the least used addresses are evicted. */
  private static final int MAX_COUNTS = 100_000;

  private final int perEntry;
  private final int perAddress;
  private final Cache<Object, AtomicInteger> entries;
  private final Cache<String, AtomicInteger> addresses;
  private final ThreadLocal<@Nullable String> address = new ThreadLocal<>();
  private final ThreadLocal<List<AtomicInteger>> counted = ThreadLocal.withInitial(ArrayList::new);

  /**
   * Creates a brake.
   *
   * @param perEntry the wrong passwords allowed for an entry; fewer than those after which the
   *     directory locks the account, so that a stranger cannot lock it
   * @param perAddress the attempts allowed from an address, behind which many users may be
   * @param period how long an attempt counts
   */
  GuessingBrake(int perEntry, int perAddress, Duration period, Ticker ticker) {
    this.perEntry = perEntry;
    this.perAddress = perAddress;
    Caffeine<Object, Object> settings =
        Caffeine.newBuilder().expireAfterWrite(period).maximumSize(MAX_COUNTS).ticker(ticker);
    this.entries = settings.build();
    this.addresses = settings.build();
  }

  /** Runs a sign-in or a change of a password that a client at this address asks for. */
  <R> R from(String clientAddress, Supplier<R> attempt) {
    address.set(clientAddress);
    try {
      return attempt.get();
    } finally {
      address.remove();
    }
  }

  /** Returns whether attempts from this address are rejected at present. */
  boolean isBraked(String clientAddress) {
    AtomicInteger count = addresses.getIfPresent(clientAddress);
    return count != null && count.get() >= perAddress;
  }

  @Override
  public Optional<String> beforeSignIn(String username) {
    counted.remove();
    String client = address.get();
    return client == null || count(addresses, client, perAddress)
        ? Optional.empty()
        : Optional.of("too many attempts from " + client);
  }

  /** Counts by entry, because one entry answers to many spellings of a user name. */
  @Override
  public Optional<String> beforeBind(Dn dn, Optional<String> stableId) {
    return count(entries, stableId.isPresent() ? stableId.get() : dn, perEntry)
        ? Optional.empty()
        : Optional.of("too many wrong passwords for " + dn);
  }

  private <K> boolean count(Cache<K, AtomicInteger> counts, K key, int limit) {
    AtomicInteger count = counts.get(key, unused -> new AtomicInteger());
    if (count.incrementAndGet() > limit) {
      count.decrementAndGet();
      return false;
    }
    counted.get().add(count);
    return true;
  }

  /** Takes the attempt back unless the answer was no. */
  @Override
  public void onOutcome(SignInEvent event) {
    if (!(event instanceof SignInEvent.Rejected)) {
      counted.get().forEach(AtomicInteger::decrementAndGet);
    }
    counted.remove();
  }
}
