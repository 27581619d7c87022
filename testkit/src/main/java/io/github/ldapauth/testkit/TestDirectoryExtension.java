// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * An extension of JUnit Jupiter 5 or 6 that runs a {@link TestDirectory}, and passes it to
 * parameters of that type.
 *
 * <p>In a static field, one directory serves the class and its nested classes, on the same ports
 * throughout; before each test it is {@linkplain TestDirectory#reset reset}. In an instance field,
 * each test has a directory of its own, so that tests can run at the same time.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final TestDirectoryExtension LDAP =
 *     TestDirectoryExtension.of(TestDirectory.builder().user("alice", "wonderland"));
 *
 * @Test
 * void aliceSignsIn(TestDirectory directory) { … }
 * }</pre>
 */
public final class TestDirectoryExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver {

  private final TestDirectoryBuilder description;
  private final boolean everyFaultIsUsed;
  private final AtomicReference<@Nullable String> running = new AtomicReference<>();
  private @Nullable TestDirectory directory;
  private String startedFor = "";

  private TestDirectoryExtension(TestDirectoryBuilder description, boolean everyFaultIsUsed) {
    this.description = description;
    this.everyFaultIsUsed = everyFaultIsUsed;
  }

  /** Runs directories of this description. */
  public static TestDirectoryExtension of(TestDirectoryBuilder description) {
    return new TestDirectoryExtension(description, false);
  }

  /**
   * Fails a test if it scripts a fault that no request meets, or one without an effect. Default:
   * the test calls {@link Faults#assertAllUsed} itself.
   */
  public TestDirectoryExtension failOnUnusedFaults() {
    return new TestDirectoryExtension(description, true);
  }

  /**
   * Returns the directory.
   *
   * @throws IllegalStateException before and after the tests, when none is running
   */
  public TestDirectory directory() {
    if (directory == null) {
      throw new IllegalStateException(
          "no directory is running: is the field annotated with @RegisterExtension, and static if"
              + " the directory is used before the tests of the class?");
    }
    return directory;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    startUnlessRunning(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    startUnlessRunning(context);
    if (!running.compareAndSet(null, context.getUniqueId())) {
      throw new IllegalStateException(
          "two tests use one directory at the same time: register TestDirectoryExtension in an"
              + " instance field, so that each has its own, or let them run one after the other");
    }
    directory().reset();
  }

  private void startUnlessRunning(ExtensionContext context) {
    if (directory == null) {
      directory = description.start();
      startedFor = context.getUniqueId();
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (!context.getUniqueId().equals(running.get())) {
      return;
    }
    try {
      if (everyFaultIsUsed && context.getExecutionException().isEmpty()) {
        directory().faults().assertAllUsed();
      }
    } finally {
      running.set(null);
      stopIfStartedFor(context);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    stopIfStartedFor(context);
  }

  private void stopIfStartedFor(ExtensionContext context) {
    if (directory != null && startedFor.equals(context.getUniqueId())) {
      directory.close();
      directory = null;
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestDirectory.class;
  }

  @Override
  public TestDirectory resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return directory();
  }
}
