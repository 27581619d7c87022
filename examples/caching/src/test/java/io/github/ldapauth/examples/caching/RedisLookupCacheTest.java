// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.caching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.cache.LookupCache.Key;
import io.github.ldapauth.cache.LookupCache.Kind;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Two machines of an application, with a cache each, in one server. */
class RedisLookupCacheTest {

  /** Takes seconds. */
  private static final int MANY_READS = 20_000;

  private final RedisServer server = RedisServer.start();
  private final TestDirectory directory =
      TestDirectory.builder()
          .user("alice", user -> user.password("wonderland"))
          .group("staff", group -> group.members("alice"))
          .start();
  private final RedisLookupCache hereCache = new RedisLookupCache(server.address(), server.login());
  private final RedisLookupCache thereCache =
      new RedisLookupCache(server.address(), server.login());
  private final LdapAuthenticator<LdapUser> here = machine(hereCache);
  private final LdapAuthenticator<LdapUser> there = machine(thereCache);

  @AfterEach
  void stop() {
    here.close();
    there.close();
    hereCache.close();
    thereCache.close();
    directory.close();
    server.close();
  }

  private LdapAuthenticator<LdapUser> machine(RedisLookupCache cache) {
    return LdapAuthenticator.create(
        LdapAuthConfig.builder(
                LdapServer.url(directory.url()),
                UserLookup.search("ou=people,dc=example,dc=com", "(uid={username})"))
            .groups(GroupLookup.search("ou=groups,dc=example,dc=com", GroupType.groupOfNames()))
            .cache(cache, Duration.ofMinutes(5))
            .build());
  }

  private static Set<String> groupsOfAlice(LdapAuthenticator<LdapUser> machine) {
    return machine.lookup("alice").orElseThrow().groups().names();
  }

  @Test
  void machineUsesWhatAnotherMachineCached() {
    assertThat(groupsOfAlice(here)).containsExactly("staff");
    directory.group("staff").remove("alice");
    directory.forgetOperations();

    assertThat(groupsOfAlice(there)).containsExactly("staff");
    assertThat(directory.operations().searches()).hasSize(1);
  }

  @Test
  void invalidateReachesEveryMachine() {
    assertThat(groupsOfAlice(here)).containsExactly("staff");
    directory.group("staff").remove("alice");

    there.invalidate("alice");

    assertThat(groupsOfAlice(here)).isEmpty();
  }

  @Test
  void valueExpiresOnTheServer() {
    Key key = new Key("0".repeat(64), Kind.DN, "alice");
    hereCache.put(key, "short-lived", Duration.ofMillis(1));
    for (int read = 0; read < MANY_READS && thereCache.get(key) != null; read++) {}
    assertThat(thereCache.get(key)).isNull();

    hereCache.put(key, "long-lived", Duration.ofMinutes(5));
    assertThat(thereCache.get(key)).isEqualTo("long-lived");
  }

  @Test
  void accountOfTheCacheCannotTouchOtherKeys() {
    try (RedisClient client =
        RedisClient.builder()
            .hostAndPort(server.address())
            .clientConfig(server.login().build())
            .build()) {
      assertThatExceptionOfType(JedisAccessControlException.class)
          .isThrownBy(() -> client.get("session:1"));
      assertThatExceptionOfType(JedisAccessControlException.class)
          .isThrownBy(() -> client.flushAll());
    }
  }

  @Test
  void unreachableServerFallsBackToTheDirectory() {
    assertThat(groupsOfAlice(here)).containsExactly("staff");
    server.close();

    assertThat(groupsOfAlice(here)).containsExactly("staff");
    assertThatExceptionOfType(JedisConnectionException.class)
        .isThrownBy(() -> here.invalidate("alice"));
  }
}
