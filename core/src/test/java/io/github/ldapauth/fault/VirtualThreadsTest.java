// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.fixture.PinnedThreads;
import io.github.ldapauth.fixture.VirtualThreads;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten thousand virtual threads sign in at once. */
class VirtualThreadsTest extends FaultStories {

  private static final int THREADS = 10_000;

  @Test
  @Timeout(120)
  void tenThousandSignInAtOnceAndNoneIsPinned() throws Exception {
    Duration patience = Duration.ofMinutes(2);
    AtomicInteger accepted = new AtomicInteger();
    ExecutorService threads = VirtualThreads.assumed();
    var config = config(toFirst.server(), Directories.byUid(), patience).timeLimit(patience);
    try (var authenticator = LdapAuthenticator.create(config.build());
        var pinned = new PinnedThreads()) {
      CountDownLatch together = new CountDownLatch(1);
      for (int i = 0; i < THREADS; i++) {
        threads.execute(
            () -> {
              try {
                together.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              signIns.incrementAndGet();
              if (authenticator.authenticate("alice", "wonderland") instanceof Authenticated) {
                accepted.incrementAndGet();
              }
            });
      }
      together.countDown();
      threads.shutdown();

      assertThat(threads.awaitTermination(110, TimeUnit.SECONDS)).isTrue();
      assertThat(accepted).hasValue(THREADS);
      assertThat(pinned.stop()).isEmpty();
    }
  }
}
