// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.cache;

import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Directories.STAFF;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.fixture.CapturedLog;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.fixture.Sneaky;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.Operation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A cache that fails, or holds what an attacker wrote. */
class UntrustedCacheTest extends CacheStories {

  private static final Dn STAFF_DN = Dn.parse(STAFF);

  @Test
  void cacheNeverDecidesASignIn() {
    try (var authenticator =
        LdapAuthenticator.create(Directories.staffOnly(directory).cache(cache, HOUR).build())) {
      yes(authenticator.authenticate("alice", "wonderland"));
      directory.group("staff").attribute("member", directory.dn("bob"));
      directory.user("alice").password("changed");

      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.INVALID_CREDENTIALS);
      no(authenticator.authenticate("alice", "changed"), RejectionReason.REQUIREMENT_NOT_MET);
      assertThat(directory.operations().binds(ALICE)).hasSize(3);
    }
  }

  @Test
  void newUserOfAnOldDnGetsNoCachedGroups() {
    var byMail = UserLookup.search(PEOPLE, "(mail={username})").usernameAttribute("uid");
    var config =
        Directories.config(directory, byMail)
            .groups(GroupLookup.search(GROUPS, GroupType.groupOfNames()))
            .cache(cache, HOUR)
            .build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      assertThat(found(authenticator, "alice@example.com").groups().dns()).contains(STAFF_DN);
      directory.delete("alice");
      directory.user("bob").dn(ALICE);
      directory.group("staff").attribute("member", "");

      assertThat(authenticator.lookup("alice@example.com")).isEmpty();
      LdapUser bob = found(authenticator, "bob@example.com");
      assertThat(bob.dn()).hasToString(ALICE);
      assertThat(bob.groups().dns()).isEmpty();
    }
  }

  @Test
  void inventedDnFindsNoOtherUser() {
    try (var authenticator = caching()) {
      found(authenticator, "alice");
      cache.values.replaceAll((key, value) -> value.replace("uid=alice,", "uid=carol,"));

      assertThat(found(authenticator, "alice").dn()).hasToString(ALICE);
    }
  }

  @Test
  void inventedDnOutsideTheBaseFindsNoUser() {
    var bases = UserLookup.search(PEOPLE, "(sn={username})").usernameAttribute("cn");
    var config = Directories.config(directory, bases).cache(cache, HOUR).build();
    String outside = "cn=impostor,ou=groups,dc=example,dc=com";
    directory.user("carol").dn(outside).attribute("sn", "Adams");
    try (var authenticator = LdapAuthenticator.create(config)) {
      assertThat(found(authenticator, "Adams").dn()).hasToString(ALICE);
      memory(bases).cacheDn("Adams", Dn.parse(outside), Instant.now());

      assertThat(found(authenticator, "Adams").dn()).hasToString(ALICE);
    }
  }

  @Test
  void cachedDnThatTheServerRejectsIsSearchedAgain() {
    var config = Directories.config(directory).cache(cache, HOUR).build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      memory(Directories.byUid()).cacheDn("alice", Dn.parse("uid=al," + PEOPLE), Instant.now());
      directory.faults().next(SEARCH).withFilter("(uid=alice)").answers(34, "invalid DN");

      assertThat(found(authenticator, "alice").dn()).hasToString(ALICE);
    }
  }

  /** Writes into the cache as an authenticator does that finds users in this way. */
  private LookupMemory memory(UserLookup users) {
    String server = LdapServer.url(directory.url()).toString();
    return new LookupMemory(
        cache, HOUR, List.of(server, Directories.SERVICE), users.toString(), null, Set.of());
  }

  @Test
  void inventedGroupsOutsideTheSearchAreIgnored() {
    try (var authenticator = caching()) {
      found(authenticator, "alice");
      cache.values.replaceAll(
          (key, value) -> value.replace(STAFF, STAFF.replace("groups", "graves")));

      assertThat(found(authenticator, "alice").groups().dns()).containsExactly(STAFF_DN);
    }
  }

  @Test
  void groupNameWithoutItsMarkMakesTheTextInvalid() {
    try (var authenticator = caching()) {
      found(authenticator, "alice");
      cache.values.replaceAll((key, value) -> value.replace("6:=staff", "6:?staff"));
      directory.forgetOperations();

      found(authenticator, "alice");
      assertThat(directory.operations().searches()).extracting(Operation::dn).contains(GROUPS);
    }
  }

  @Test
  void passwordsAndAttributesAreNeverCached() {
    try (var authenticator = caching()) {
      yes(authenticator.authenticate("alice", "wonderland"));

      assertThat(cache.values.values())
          .hasSize(2)
          .noneMatch(value -> value.contains("wonderland") || value.contains("Adams"));
    }
  }

  /** Is down. */
  private static final class BrokenCache implements LookupCache {
    @Override
    public @Nullable String get(Key key) {
      Sneaky.<RuntimeException>raise(new IOException("the cache is down"));
      return null;
    }

    @Override
    public void put(Key key, String value, Duration timeToLive) {
      throw new IllegalStateException("the cache is down");
    }
  }

  @Test
  void throwingCacheFallsBackToDirectory() {
    var config = Directories.withGroups(directory).cache(new BrokenCache(), HOUR).build();
    try (var log = new CapturedLog();
        var authenticator = LdapAuthenticator.create(config)) {
      yes(authenticator.authenticate("alice", "wonderland"));
      assertThat(found(authenticator, "alice").groups().dns()).contains(STAFF_DN);

      assertThat(log.lines(LookupCache.class)).isNotEmpty();
      assertThat(log.everything()).contains("the cache is down");
      assertThatThrownBy(() -> authenticator.invalidate("alice")).hasMessage("the cache is down");
    }
  }
}
