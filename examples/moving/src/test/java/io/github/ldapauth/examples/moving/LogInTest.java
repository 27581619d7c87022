// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.moving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ldapauth.testkit.TestDirectory;
import io.github.ldapauth.testkit.TestDirectoryExtension;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The log-ins before and after answer alike. */
class LogInTest {

  @RegisterExtension
  static final TestDirectoryExtension LDAP =
      TestDirectoryExtension.of(
          TestDirectory.builder()
              .bindRequiredToSearch()
              .user("svc", "service secret")
              .user("alice", user -> user.password("wonderland").attribute("mail", "a@example.com"))
              .group("staff", "alice")
              .group("editors", "alice"));

  interface Maker {
    LogIn make(String url, String serviceDn, String servicePassword);
  }

  static Stream<Named<Maker>> logIns() {
    return Stream.of(
        Named.of("JNDI", JndiLogIn::new),
        Named.of("ldaptive", LdaptiveLogIn::new),
        Named.of("Spring Security", SpringSecurityLogIn::new),
        Named.of("ldapauth", LdapAuthLogIn::new));
  }

  private static LogIn open(Maker maker, TestDirectory directory) {
    return maker.make(directory.url(), directory.dn("svc"), "service secret");
  }

  @ParameterizedTest
  @MethodSource("logIns")
  void rightPasswordGivesMailAndGroups(Maker maker, TestDirectory directory) throws Exception {
    try (LogIn logIn = open(maker, directory)) {
      assertThat(logIn.logIn("alice", "wonderland"))
          .contains(new Member("a@example.com", Set.of("staff", "editors")));
    }
  }

  @ParameterizedTest
  @MethodSource("logIns")
  void wrongPasswordAndUnknownNameAreNo(Maker maker, TestDirectory directory) throws Exception {
    try (LogIn logIn = open(maker, directory)) {
      assertThat(logIn.logIn("alice", "wunderland")).isEmpty();
      assertThat(logIn.logIn("nemo", "wonderland")).isEmpty();
      assertThat(logIn.logIn("alice", "")).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("logIns")
  void stoppedDirectoryIsAnException(Maker maker, TestDirectory directory) {
    try (LogIn logIn = open(maker, directory)) {
      directory.stop();
      assertThatThrownBy(() -> logIn.logIn("alice", "wonderland"));
    }
  }
}
