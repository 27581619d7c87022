// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.caching;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CaffeineLookupCacheTest {

  private final TestDirectory directory =
      TestDirectory.builder()
          .user("alice", user -> user.password("wonderland"))
          .group("staff", group -> group.members("alice"))
          .start();
  private final CaffeineLookupCache cache = new CaffeineLookupCache(1000);
  private final LdapAuthenticator<LdapUser> authenticator =
      LdapAuthenticator.create(
          LdapAuthConfig.builder(
                  LdapServer.url(directory.url()),
                  UserLookup.search("ou=people,dc=example,dc=com", "(uid={username})"))
              .groups(GroupLookup.search("ou=groups,dc=example,dc=com", GroupType.groupOfNames()))
              .cache(cache, Duration.ofMinutes(5))
              .build());

  @AfterEach
  void stop() {
    authenticator.close();
    directory.close();
  }

  private Set<String> groupsOfAlice() {
    return authenticator.lookup("alice").orElseThrow().groups().names();
  }

  @Test
  void secondLookUpUsesTheCachedDnAndGroups() {
    assertThat(groupsOfAlice()).containsExactly("staff");
    directory.group("staff").remove("alice");

    assertThat(groupsOfAlice()).containsExactly("staff");
    assertThat(cache.hits()).isEqualTo(2);
  }

  @Test
  void invalidatedUserIsSearchedForAgain() {
    assertThat(groupsOfAlice()).containsExactly("staff");
    directory.group("staff").remove("alice");

    authenticator.invalidate("alice");

    assertThat(groupsOfAlice()).isEmpty();
  }
}
