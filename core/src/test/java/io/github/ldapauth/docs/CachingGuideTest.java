// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.cache.LookupCache;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The blocks of the guide about caching. */
class CachingGuideTest {

  /** Stands for the reader's shared map. */
  static final class RemoteMap {
    private final Map<String, String> values = new HashMap<>();

    @Nullable String get(String key) {
      return values.get(key);
    }

    void put(String key, String value, Duration timeToLive) {
      assertThat(timeToLive).isPositive();
      values.put(key, value);
    }

    void remove(String key) {
      values.remove(key);
    }
  }

  record SharedCache(RemoteMap map) implements LookupCache {

    @Override
    public @Nullable String get(Key key) {
      return map.get(key.text());
    }

    @Override
    public void put(Key key, String value, Duration timeToLive) {
      map.put(key.text(), value, timeToLive);
    }
  }

  private final TestDirectory directory =
      TestDirectory.builder().user("alice", "wonderland").group("staff", "alice").start();
  private final LdapServer server = LdapServer.url(directory.url());
  private final UserLookup users = UserLookup.search("dc=example,dc=com", "(uid={username})");
  private final GroupLookup groups =
      GroupLookup.search("dc=example,dc=com", GroupType.groupOfNames());

  @AfterEach
  void stop() {
    directory.close();
  }

  private void assertGroupsAreCached(LdapAuthConfig config) {
    try (LdapAuthenticator<LdapUser> authenticator = LdapAuthenticator.create(config)) {
      assertThat(authenticator.lookup("alice").orElseThrow().groups().names()).hasSize(1);
      directory.forgetOperations();

      assertThat(authenticator.lookup("alice").orElseThrow().groups().names()).hasSize(1);

      assertThat(directory.operations().requests().count()).isEqualTo(1);
      authenticator.invalidate("alice");
      directory.group("staff").remove("alice");
      assertThat(authenticator.lookup("alice").orElseThrow().groups().names()).isEmpty();
    }
  }

  @Test
  void inMemory() {
    LdapAuthConfig config =
        LdapAuthConfig.builder(server, users).groups(groups).cache(Duration.ofMinutes(5)).build();

    assertGroupsAreCached(config);
  }

  @Test
  void inOwnCache() {
    RemoteMap map = new RemoteMap();
    assertGroupsAreCached(
        LdapAuthConfig.builder(server, users)
            .groups(groups)
            .cache(new SharedCache(map), Duration.ofMinutes(5))
            .build());
    assertThat(map.values.keySet()).isNotEmpty();
  }
}
