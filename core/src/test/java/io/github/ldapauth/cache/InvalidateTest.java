// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.cache;

import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Directories.STAFF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.Operation;
import org.junit.jupiter.api.Test;

/** A user whose cached DN and groups are evicted. */
class InvalidateTest extends CacheStories {

  private static final Dn STAFF_DN = Dn.parse(STAFF);

  @Test
  void invalidatedUserIsReadAgain() {
    try (var authenticator = caching()) {
      found(authenticator, "ALICE");
      found(authenticator, "bob");
      directory.group("staff").attribute("member", directory.dn("bob"));

      authenticator.invalidate("alice");

      assertThat(found(authenticator, "ALICE").groups().dns()).isEmpty();
      assertThat(found(authenticator, "bob").groups().dns()).isEmpty();
      authenticator.invalidate("bob");
      assertThat(found(authenticator, "bob").groups().dns()).contains(STAFF_DN);
    }
  }

  @Test
  void invalidatedUserIsSearchedAgain() {
    try (var authenticator = caching()) {
      found(authenticator, "alice");
      authenticator.invalidate("alice");

      directory.forgetOperations();
      found(authenticator, "alice");
      assertThat(directory.operations().searches())
          .extracting(Operation::dn)
          .containsExactly(PEOPLE, GROUPS);
    }
  }

  @Test
  void invalidatingAMissingUserDoesNothing() {
    try (var authenticator = caching()) {
      authenticator.invalidate("nobody");
      authenticator.invalidate("");
      authenticator.invalidate(null);
    }
  }

  @Test
  void invalidatingWithoutCacheSendsNothing() {
    try (var authenticator = LdapAuthenticator.create(Directories.withGroups(directory).build())) {
      assertThat(searchesOf(() -> authenticator.invalidate("alice"))).isEmpty();
    }
  }

  @Test
  void ambiguousUserCannotBeInvalidated() {
    directory.user("bob").attribute("sn", "Adams");
    var users = UserLookup.search(PEOPLE, "(sn={username})").usernameAttribute("uid");
    var config = Directories.config(directory, users).cache(cache, HOUR).build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.invalidate("Adams"))
          .satisfies(e -> assertThat(e.stage()).isEqualTo(Stage.FIND_USER));
    }
  }
}
