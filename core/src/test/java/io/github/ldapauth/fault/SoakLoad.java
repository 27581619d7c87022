// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.fault;

import static java.util.stream.Collectors.joining;

import io.github.ldapauth.AuthenticationResult;
import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.AuthenticationResult.Rejected;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.fixture.MachineTime;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Users who sign in again and again, each on a thread, with right and wrong passwords. */
final class SoakLoad {

  private final List<LdapAuthenticator<LdapUser>> authenticators;
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicLongArray signIns;
  private final AtomicLongArray answered;
  private final LongAdder yes = new LongAdder();
  private final LongAdder no = new LongAdder();
  private final Map<LdapDirectoryException.Stage, LongAdder> failures = new ConcurrentHashMap<>();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicLong longest = new AtomicLong();
  private final AtomicLong latest = new AtomicLong();

  SoakLoad(List<LdapAuthenticator<LdapUser>> authenticators, int users) {
    this.authenticators = authenticators;
    this.signIns = new AtomicLongArray(users);
    this.answered = new AtomicLongArray(users);
  }

  /** Signs a user in until {@link #end}, with a pause of this length on average. */
  void run(int user, int pauseMillis) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    try {
      while (!pause(random.nextInt(2 * pauseMillis))) {
        signIn(user, random.nextBoolean(), authenticators.get(random.nextInt(2)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      wrong.add(SoakServers.name(user) + ": " + e);
    }
  }

  /** Returns whether the soak ended. Notes how late the thread ran again. */
  private boolean pause(int millis) throws InterruptedException {
    long start = System.nanoTime();
    boolean isEnd = end.await(millis, TimeUnit.MILLISECONDS);
    if (!isEnd) {
      long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      latest.accumulateAndGet(passed - millis, Math::max);
    }
    return isEnd;
  }

  private void signIn(int user, boolean isRight, LdapAuthenticator<LdapUser> authenticator) {
    String name = SoakServers.name(user);
    String password = isRight ? SoakServers.password(user) : "wrong " + user;
    signIns.incrementAndGet(user);
    long start = MachineTime.millis();
    try {
      AuthenticationResult<LdapUser> result = authenticator.authenticate(name, password);
      answered.incrementAndGet(user);
      judge(result, name, isRight);
    } catch (LdapDirectoryException e) {
      failures.computeIfAbsent(e.stage(), stage -> new LongAdder()).increment();
    }
    longest.accumulateAndGet(MachineTime.millis() - start, Math::max);
  }

  private void judge(AuthenticationResult<LdapUser> result, String name, boolean isRight) {
    boolean isTrue;
    if (result instanceof Authenticated<LdapUser> accepted) {
      yes.increment();
      LdapUser found = accepted.ldapUser();
      isTrue = isRight && found.username().equals(name) && found.groups().dns().size() == 1;
    } else {
      no.increment();
      isTrue =
          !isRight && ((Rejected<LdapUser>) result).reason() == RejectionReason.INVALID_CREDENTIALS;
    }
    if (!isTrue) {
      wrong.add(name + (isRight ? ", right password: " : ", wrong password: ") + result);
    }
  }

  /** Lets all threads finish their sign-in and end. */
  void end() {
    end.countDown();
  }

  long signIns() {
    return sum(signIns);
  }

  long signIns(int user) {
    return signIns.get(user);
  }

  /** Returns how many sign-ins of a user got an answer. */
  long answered(int user) {
    return answered.get(user);
  }

  /** Returns the answers that were not true, and exceptions that no sign-in throws. */
  List<String> wrong() {
    return List.copyOf(wrong);
  }

  /** Returns how long the longest sign-in took, in milliseconds of {@link MachineTime}. */
  long longest() {
    return longest.get();
  }

  /** Returns by how many milliseconds the machine let a thread run later than it was due. */
  long latest() {
    return latest.get();
  }

  private static long sum(AtomicLongArray numbers) {
    long sum = 0;
    for (int i = 0; i < numbers.length(); i++) {
      sum += numbers.get(i);
    }
    return sum;
  }

  @Override
  public String toString() {
    return yes
        + " accepted, "
        + no
        + " rejected, failed: "
        + failures.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(joining(", "));
  }
}
