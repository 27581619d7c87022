// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;

/** The application with its embedded directory, on a free port, with a clock to move. */
final class TestApp implements AutoCloseable {

  final TestDirectory directory = DemoDirectory.start();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final WebApp app;

  /** Creates it with further settings: a key, its value, and so on. */
  TestApp(String... settings) {
    Properties properties = DemoDirectory.properties(directory);
    properties.setProperty("app.port", "0");
    properties.setProperty("ldap.min-rejection-time", "0s");
    for (int i = 0; i < settings.length; i += 2) {
      properties.setProperty(settings[i], settings[i + 1]);
    }
    app =
        WebApp.start(
            Settings.of(properties),
            now::get,
            () -> Duration.between(Instant.EPOCH, now.get()).toNanos());
  }

  void wait(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  /** Returns the address of a page. */
  String url(String path) {
    return app.url() + path.substring(1);
  }

  @Override
  public void close() {
    app.close();
    directory.close();
  }
}
