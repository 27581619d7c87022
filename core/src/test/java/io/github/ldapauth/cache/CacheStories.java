// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.cache;

import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A directory, and an authenticator that caches what it finds there. */
abstract class CacheStories {

  static final Duration HOUR = Duration.ofHours(1);

  final TestDirectory directory =
      Directories.people().user("carol", user -> user.password("carol")).start();
  final MapCache cache = new MapCache();

  @AfterEach
  void stop() {
    directory.close();
  }

  LdapAuthenticator<LdapUser> caching() {
    return LdapAuthenticator.create(Directories.withGroups(directory).cache(cache, HOUR).build());
  }

  static LdapUser found(LdapAuthenticator<LdapUser> authenticator, String username) {
    return authenticator.lookup(username).orElseThrow();
  }

  List<String> searchesOf(Runnable what) {
    directory.forgetOperations();
    what.run();
    return directory.operations().searches().stream().map(Operation::filter).toList();
  }
}
