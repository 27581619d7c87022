// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.springboot;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;

/** Starts the application with a directory in memory: alice, "wonderland", and bob, "builder". */
final class Demo {

  private Demo() {}

  public static void main(String[] args) {
    Map<String, Object> settings =
        new HashMap<>(DirectoryForTests.settings(DirectoryForTests.start()));
    settings.put("server.address", "127.0.0.1");
    SpringApplication application = new SpringApplication(Application.class);
    application.addInitializers(
        context ->
            context
                .getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("demo", settings)));
    application.run(args);
  }
}
