// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** One directory, and 50 clients of the UnboundID SDK at once. */
class ManyThreadsTest {

  private static final int CLIENTS = 50;

  private static <T> List<T> atOnce(IntFunction<Callable<T>> session) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Callable<T>> sessions = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        sessions.add(session.apply(i));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(sessions)) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void eachClientGetsItsOwnAnswers() throws Exception {
    TestDirectoryBuilder builder = TestDirectory.builder();
    for (int i = 0; i < CLIENTS; i++) {
      builder.user("user" + i, "password" + i);
    }
    try (TestDirectory directory = builder.start()) {
      List<String> answers =
          atOnce(
              i ->
                  () -> {
                    try (Conversation client = new Conversation(directory)) {
                      String dn = directory.dn("user" + i);
                      return client.bindWith(dn, "password" + i)
                          + client.bindWith(dn, "wrong").substring(0, 2)
                          + client.find("(uid=user" + i + ")").equals(List.of(dn))
                          + client.set(dn, "mail", i + "@example.com");
                    }
                  });
      assertThat(answers).hasSize(CLIENTS).containsOnly("049true0");
      for (int i = 0; i < CLIENTS; i++) {
        assertThat(directory.user("user" + i).values("mail")).containsExactly(i + "@example.com");
      }
      assertThat(directory.operations().requests().count()).isEqualTo(4 * CLIENTS);
      assertThat(directory.operations().connections()).isEqualTo(CLIENTS);
    }
  }

  @Test
  void wrongPasswordsAtTheSameTimeAreAllCounted() throws Exception {
    try (TestDirectory directory =
        TestDirectory.builder()
            .like(ServerKind.OPEN_LDAP)
            .passwordPolicy(policy -> policy.lockAfter(CLIENTS))
            .user("alice", "wonderland")
            .start()) {
      List<String> answers = atOnce(i -> () -> Conversation.signIn(directory, "alice", "wrong"));
      assertThat(answers).containsOnly("49 {}");
      assertThat(directory.user("alice").values("pwdFailureTime")).hasSize(CLIENTS);
      assertThat(Conversation.signIn(directory, "alice", "wonderland"))
          .isEqualTo("49 {account locked}");
    }
  }
}
