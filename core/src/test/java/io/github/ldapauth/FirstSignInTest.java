// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPException;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import io.github.ldapauth.testkit.TestDirectoryBuilder;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** The first sign-in of a JVM, which mostly loads classes. */
class FirstSignInTest {

  /** Those of ldapauth, of the LDAP SDK, and of their lambdas; 295 when this was written. */
  private static final int MOST = 305;

  @TempDir private Path folder;

  @Test
  void firstSignInLoadsFewClasses() throws Exception {
    assertThat(loadedClasses())
        .contains(LdapAuthenticator.class.getName(), LDAPException.class.getName())
        .doesNotContain("io.github.ldapauth.JfrSignIn", "io.github.ldapauth.ProblemFinder")
        .doesNotContain("com.unboundid.ldap.sdk.controls.ControlHelper")
        .hasSizeLessThan(MOST);
  }

  /** Its answers to binds have a control, as those of real directories often do. */
  private static TestDirectoryBuilder withWarning() {
    return Directories.people()
        .like(ServerKind.OPEN_LDAP)
        .passwordPolicy(
            policy -> policy.maxAge(Duration.ofDays(90)).warnBefore(Duration.ofDays(91)));
  }

  private List<String> loadedClasses() throws IOException, InterruptedException {
    Path log = folder.resolve("classes.log");
    try (TestDirectory directory = withWarning().start()) {
      Process java =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-Xlog:class+load:file=" + log,
                  "-cp",
                  classPath(),
                  Program.class.getName(),
                  directory.url())
              .inheritIO()
              .start();
      assertThat(java.waitFor()).isZero();
    }
    return Files.readAllLines(log).stream()
        .map(line -> line.replaceFirst("^(\\[.*?])+ ", "").replaceFirst(" source: .*", ""))
        .filter(name -> name.startsWith("io.github.ldapauth.") || name.startsWith("com.unboundid."))
        .toList();
  }

  private static String classPath() {
    return Stream.of(Program.class, LdapAuthenticator.class, LDAPException.class, Logger.class)
        .map(FirstSignInTest::place)
        .collect(joining(File.pathSeparator));
  }

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Signs one user in. */
  static final class Program {

    private Program() {}

    public static void main(String[] arguments) {
      LdapAuthConfig config =
          LdapAuthConfig.builder(
                  LdapServer.url(arguments[0]),
                  UserLookup.search("ou=people,dc=example,dc=com", "(uid={username})"))
              .serviceAccount("uid=svc,ou=people,dc=example,dc=com", "service secret")
              .groups(GroupLookup.search("dc=example,dc=com", GroupType.groupOfNames()))
              .build();
      try (var authenticator = LdapAuthenticator.create(config)) {
        if (authenticator.authenticate("alice", "wonderland").user().isEmpty()) {
          throw new IllegalStateException("rejected");
        }
      }
    }
  }
}
