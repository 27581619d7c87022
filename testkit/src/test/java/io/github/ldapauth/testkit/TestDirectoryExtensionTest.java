// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import static io.github.ldapauth.testkit.Operation.Type.BIND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

class TestDirectoryExtensionTest {

  private static Events run(Class<?> tests) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(tests))
        .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
        .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
        .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
        .execute()
        .testEvents();
  }

  @Nested
  class InAStaticField {

    @Test
    void staticFieldSharesOneResetDirectory() {
      run(Shared.class).assertStatistics(counts -> counts.started(4).succeeded(4));
      assertThat(Shared.PORTS).hasSize(1);
      assertThatIllegalStateException().isThrownBy(Shared.LDAP::directory);
    }

    @Test
    void simultaneousTestsNeedAnInstanceField() {
      run(SharedAtTheSameTime.class)
          .assertThatEvents()
          .haveExactly(
              1,
              event(
                  test(),
                  finishedWithFailure(
                      message(text -> text.contains("register TestDirectoryExtension in an")))));
    }
  }

  @Nested
  class InAnInstanceField {

    @Test
    void instanceFieldGivesEachTestADirectory() {
      OwnAtTheSameTime.PORTS.clear();
      run(OwnAtTheSameTime.class).assertStatistics(counts -> counts.started(2).succeeded(2));
      assertThat(OwnAtTheSameTime.PORTS).hasSize(2);
    }

    @Test
    void oneTestInstanceForAllTestsHasOneDirectory() {
      OneInstance.PORTS.clear();
      run(OneInstance.class).assertStatistics(counts -> counts.started(2).succeeded(2));
      assertThat(OneInstance.PORTS).hasSize(1);
    }
  }

  @Test
  void unusedFaultsFailTheTestIfConfigured() {
    run(Unused.class)
        .assertThatEvents()
        .haveExactly(
            1,
            event(
                test("forgets"),
                finishedWithFailure(
                    message(text -> text.contains("TestDirectoryExtensionTest.java:")))));
  }

  static class Shared {

    static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();

    @RegisterExtension
    static final TestDirectoryExtension LDAP =
        TestDirectoryExtension.of(TestDirectory.builder().user("alice", "wonderland"));

    @BeforeAll
    static void isThereBeforeAllTests(TestDirectory directory) {
      PORTS.add(directory.port());
    }

    @BeforeEach
    void isFreshBeforeEachTest(TestDirectory directory) {
      PORTS.add(directory.port());
      assertThat(directory.user("alice").values("mail")).isEmpty();
      assertThat(directory.operations()).isEmpty();
    }

    @Test
    void changesMail() {
      LDAP.directory().user("alice").attribute("mail", "alice@example.com");
    }

    @Test
    void changesMailToo(TestDirectory directory) throws Exception {
      directory.user("alice").attribute("mail", "alice@example.org");
      new Client(directory).close();
    }

    @Nested
    class Inner {

      @Test
      void usesTheSameDirectory(TestDirectory directory) {
        PORTS.add(directory.port());
        directory.delete("alice");
      }

      @Test
      void andFindsItFresh(TestDirectory directory) {
        assertThat(directory.dn("alice")).isNotEmpty();
        directory.stop();
      }
    }
  }

  /** Each test lasts until the other one has failed. */
  @Execution(ExecutionMode.CONCURRENT)
  @ExtendWith(SharedAtTheSameTime.Watcher.class)
  static class SharedAtTheSameTime {

    static final CountDownLatch FAILED = new CountDownLatch(1);

    @RegisterExtension
    static final TestDirectoryExtension LDAP = TestDirectoryExtension.of(TestDirectory.builder());

    @Test
    void one() throws Exception {
      assertThat(FAILED.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void other() throws Exception {
      assertThat(FAILED.await(10, TimeUnit.SECONDS)).isTrue();
    }

    static class Watcher implements TestWatcher {

      @Override
      public void testFailed(ExtensionContext context, Throwable cause) {
        FAILED.countDown();
      }
    }
  }

  @Execution(ExecutionMode.CONCURRENT)
  static class OwnAtTheSameTime {

    static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();
    static final CyclicBarrier BOTH = new CyclicBarrier(2);

    @RegisterExtension
    final TestDirectoryExtension ldap =
        TestDirectoryExtension.of(TestDirectory.builder().user("alice", "wonderland"));

    @Test
    void one(TestDirectory directory) throws Exception {
      PORTS.add(directory.port());
      BOTH.await(10, TimeUnit.SECONDS);
    }

    @Test
    void other() throws Exception {
      PORTS.add(ldap.directory().port());
      BOTH.await(10, TimeUnit.SECONDS);
    }
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class OneInstance {

    static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();

    @RegisterExtension
    final TestDirectoryExtension ldap = TestDirectoryExtension.of(TestDirectory.builder());

    @Test
    void one(TestDirectory directory) {
      PORTS.add(directory.port());
    }

    @Test
    void other(TestDirectory directory) {
      PORTS.add(directory.port());
    }
  }

  static class Unused {

    @RegisterExtension
    final TestDirectoryExtension ldap =
        TestDirectoryExtension.of(TestDirectory.builder().user("alice", "wonderland"))
            .failOnUnusedFaults();

    @Test
    void forgets(TestDirectory directory) {
      directory.faults().next(BIND).answers(51, "busy");
    }

    @Test
    void remembers(TestDirectory directory) throws Exception {
      directory.faults().next(BIND).answers(51, "busy");
      try (Client client = new Client(directory)) {
        assertThat(client.bind(directory.dn("alice"), "wonderland")).isEqualTo(51);
      }
    }
  }
}
