// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.SERVICE;

import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Two addresses of one directory, and the problems of a configuration. */
abstract class ProblemFinderStories {

  static final Duration SHORT = Duration.ofSeconds(1);
  static final String NOWHERE = "ou=nowhere,dc=example,dc=com";
  static final String ANONYMOUSLY = ": searched anonymously, as there is no serviceAccount(...): ";
  final TestDirectory directory = Directories.people().start();
  final TestDirectory other = Directories.people().start();

  @AfterEach
  void stop() {
    directory.close();
    other.close();
  }

  static List<String> problems(LdapAuthConfigBuilder config) {
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      return authenticator.findProblems();
    }
  }

  /** Searches both directories as the service account. */
  LdapAuthConfigBuilder both(LdapServer server) {
    return LdapAuthConfig.builder(server, Directories.byUid())
        .serviceAccount(SERVICE, "service secret");
  }

  LdapServer bothAddresses() {
    return LdapServer.url(directory.url(), other.url());
  }

  LdapAuthConfigBuilder anonymous(UserLookup users) {
    return LdapAuthConfig.builder(LdapServer.url(directory.url()), users);
  }
}
