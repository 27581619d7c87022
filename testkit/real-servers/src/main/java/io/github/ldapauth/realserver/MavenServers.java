// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Servers written in Java. The build of this module fetches them from Maven Central into its target
 * folder; its POM has their versions.
 */
final class MavenServers {

  private MavenServers() {}

  /** Skips the calling test, with a message, if the build did not fetch a file. */
  static void assumeFetched(String server, Path file) {
    assumeTrue(
        Files.exists(file),
        server + " is not there (mvn test-compile -pl testkit/real-servers -am): test skipped");
  }

  /** Returns a file or folder that the build fetched, or would have. */
  static Path file(String name) {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(root.resolve(".mvn"))) {
      root = root.getParent();
      if (root == null) {
        throw new IllegalStateException("the tests run outside the project");
      }
    }
    return root.resolve("testkit/real-servers/target/servers").resolve(name);
  }

  /** Returns the start of a command that runs Java with little memory and compiles little. */
  static List<String> java(String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.addAll(List.of(options));
    return command;
  }
}
