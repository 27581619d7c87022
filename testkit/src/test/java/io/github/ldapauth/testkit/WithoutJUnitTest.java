// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPConnection;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The kit needs JUnit only for its extension. */
class WithoutJUnitTest {

  /** Uses the kit as a program, or tests with another framework, would. */
  static final class Program {

    private Program() {}

    public static void main(String... args) throws Exception {
      try (TestDirectory directory =
              TestDirectory.builder()
                  .like(ServerKind.OPEN_LDAP)
                  .tls()
                  .user("alice", "wonderland")
                  .group("staff", "alice")
                  .start();
          LDAPConnection connection = new LDAPConnection("127.0.0.1", directory.port())) {
        directory.faults().next(Operation.Type.SEARCH).answers(51, "busy");
        connection.bind(directory.dn("alice"), "wonderland");
        System.out.print(directory.operations().binds("alice").count() + " bind");
      }
    }
  }

  @Test
  void directoryRunsWithOnlyTheSdk() throws Exception {
    String classPath =
        Stream.of(TestDirectory.class, LDAPConnection.class, Program.class)
            .map(WithoutJUnitTest::place)
            .collect(joining(File.pathSeparator));
    assertThat(classPath).doesNotContain(place(Test.class));

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                Program.class.getName())
            .redirectErrorStream(true)
            .start();
    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).endsWith("1 bind");
    assertThat(process.waitFor()).isZero();
  }

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
