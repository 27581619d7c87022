// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.testkit.TestCertificates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * The times of a thousand rejections on a real OpenLDAP: every second one is of an unknown user
 * name, and the others are of a wrong password. The least time is far above what either takes, even
 * on a busy machine, so that only medians that tell them apart fail.
 */
class EqualTimesOnSlapdTest {

  private static final Duration LEAST = Duration.ofMillis(150);
  private static final int THREADS = 16;
  private static final int PAIRS_OF_A_THREAD = 32;

  private record Pair(long unknown, long wrong) {}

  private static long time(LdapAuthenticator<LdapUser> authenticator, String name) {
    long start = System.nanoTime();
    assertThat(authenticator.authenticate(name, "wrong").user()).isEmpty();
    return System.nanoTime() - start;
  }

  private static List<Pair> pairs(LdapAuthenticator<LdapUser> authenticator) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < PAIRS_OF_A_THREAD; i++) {
      pairs.add(new Pair(time(authenticator, "nobody" + i), time(authenticator, "alice")));
    }
    return pairs;
  }

  private static double median(List<Long> times) {
    return times.stream().sorted().toList().get(times.size() / 2);
  }

  @Test
  void unknownNameTakesAsLongAsWrongPassword() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (Slapd slapd =
        Slapd.start(TestCertificates.forHosts("127.0.0.1"), Directories.slapdLdif())) {
      LdapAuthConfig config =
          LdapAuthConfig.builder(
                  LdapServer.url("ldap://" + slapd.hostAndPort()), Directories.byUid())
              .serviceAccount(SERVICE, "service secret")
              .minRejectionTime(LEAST)
              .decoyBind("uid=decoy," + PEOPLE)
              .build();
      try (var authenticator = LdapAuthenticator.create(config)) {
        Callable<List<Pair>> task = () -> pairs(authenticator);
        List<Pair> all = new ArrayList<>();
        for (Future<List<Pair>> some : threads.invokeAll(Collections.nCopies(THREADS, task))) {
          all.addAll(some.get());
        }

        assertThat(all).hasSizeGreaterThan(500);
        assertThat(median(all.stream().map(Pair::wrong).toList()))
            .isCloseTo(median(all.stream().map(Pair::unknown).toList()), withPercentage(10));
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
