// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.caching;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.TestDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two machines that share a cache, as two members in one process. */
class HazelcastLookupCacheTest {

  private final List<Integer> ports = freePorts();
  private final HazelcastInstance first = member(0);
  private final HazelcastInstance second = member(1);
  private final TestDirectory directory =
      TestDirectory.builder()
          .user("alice", user -> user.password("wonderland"))
          .group("staff", group -> group.members("alice"))
          .start();

  @AfterEach
  void stop() {
    directory.close();
    second.shutdown();
    first.shutdown();
  }

  private HazelcastInstance member(int number) {
    return Hazelcast.newHazelcastInstance(HazelcastLookupCache.loopback(ports.get(number), ports));
  }

  private static List<Integer> freePorts() {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket one = new ServerSocket(0, 1, loopback);
        ServerSocket two = new ServerSocket(0, 1, loopback)) {
      return List.of(one.getLocalPort(), two.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private LdapAuthenticator<LdapUser> on(HazelcastInstance member) {
    return LdapAuthenticator.create(
        LdapAuthConfig.builder(
                LdapServer.url(directory.url()),
                UserLookup.search("ou=people,dc=example,dc=com", "(uid={username})"))
            .groups(GroupLookup.search("ou=groups,dc=example,dc=com", GroupType.groupOfNames()))
            .cache(new HazelcastLookupCache(member.getMap("ldap")), Duration.ofMinutes(5))
            .build());
  }

  @Test
  void whatOneMachineFoundAnotherNeedNotAskFor() {
    try (var here = on(first);
        var there = on(second)) {
      assertThat(here.lookup("alice").orElseThrow().groups().names()).containsExactly("staff");
      directory.group("staff").remove("alice");
      directory.forgetOperations();

      assertThat(there.lookup("alice").orElseThrow().groups().names()).containsExactly("staff");
      assertThat(directory.operations().searches().count()).isEqualTo(1);

      there.invalidate("alice");
      assertThat(here.lookup("alice").orElseThrow().groups().names()).isEmpty();
    }
  }

  @Test
  void theMembersFindEachOtherOnTheLoopbackInterfaceAlone() {
    assertThat(first.getCluster().getMembers())
        .hasSize(2)
        .allSatisfy(member -> assertThat(member.getAddress().getHost()).isEqualTo("127.0.0.1"));
  }
}
