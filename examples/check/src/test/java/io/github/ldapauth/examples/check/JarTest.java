// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.testkit.TestDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is run. */
class JarTest {

  private static final Path JAR = Path.of("target/ldapauth-check.jar");

  @TempDir private Path folder;

  @Test
  void jarRunsAndReadsThePasswordFromStandardInput() throws Exception {
    try (TestDirectory directory = TestDirectory.builder().user("alice", "wonderland").start()) {
      Path settings =
          Files.writeString(
              folder.resolve("app.properties"),
              """
              ldap.server.urls = %s
              ldap.user-search.base = dc=example,dc=com
              ldap.user-search.filter = (uid={username})
              """
                  .formatted(directory.url()));
      Process program = start(settings.toString(), "-u", "alice", "--password-stdin");
      program.getOutputStream().write("wonderland\n".getBytes(StandardCharsets.UTF_8));
      program.getOutputStream().close();
      String printed = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(program.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(printed).contains("ok    user bind", "alice can sign in").doesNotContain("\u001b");
      assertThat(program.exitValue()).isZero();
    }
  }

  @Test
  void jarTellsItsVersion() throws Exception {
    Process program = start("--version");
    assertThat(new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .matches("ldapauth check \\d+\\.\\d+\\S*\\s+");
  }

  private static Process start(String... args) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(), "-jar", JAR.toString());
    builder.command().addAll(List.of(args));
    return builder.redirectErrorStream(true).start();
  }
}
