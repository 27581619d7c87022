// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.cache;

import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Directories.STAFF;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.group.Answer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What look-ups find again in a cache, and what they ask for each time. */
class CacheTest extends CacheStories {

  private static final Dn STAFF_DN = Dn.parse(STAFF);

  @Test
  void lookUpWithoutCacheReadsEverything() {
    try (var authenticator = LdapAuthenticator.create(Directories.withGroups(directory).build())) {
      found(authenticator, "alice");

      assertThat(searchesOf(() -> found(authenticator, "alice"))).hasSize(2);
    }
  }

  @Test
  void secondLookUpReadsOnlyTheEntry() {
    try (var authenticator =
        LdapAuthenticator.create(Directories.withGroups(directory).cache(HOUR).build())) {
      for (String username : List.of("alice", "bob")) {
        LdapUser first = found(authenticator, username);
        directory.user(username).attribute("givenName", "Somebody");
        directory.forgetOperations();
        LdapUser second = found(authenticator, username);

        assertThat(second.groups().dns()).isEqualTo(first.groups().dns());
        assertThat(second.groups().names()).isEqualTo(first.groups().names());
        assertThat(second.attributes().first("givenName")).contains("Somebody");
        assertThat(directory.operations().searches())
            .singleElement()
            .satisfies(search -> assertThat(search.dn()).isEqualTo(first.dn().toString()));
      }
    }
  }

  @Test
  void signInReadsEverythingAndRefillsTheCache() {
    try (var authenticator = caching()) {
      assertThat(found(authenticator, "alice").groups().dns()).contains(STAFF_DN);
      directory.group("staff").attribute("member", directory.dn("bob"));
      assertThat(found(authenticator, "alice").groups().dns()).contains(STAFF_DN);

      assertThat(searchesOf(() -> authenticator.authenticate("alice", "wonderland"))).hasSize(2);
      assertThat(found(authenticator, "alice").groups().dns()).isEmpty();
    }
  }

  @Test
  void rejectedSignInEvictsCachedGroups() {
    try (var authenticator =
        LdapAuthenticator.create(Directories.staffOnly(directory).cache(cache, HOUR).build())) {
      found(authenticator, "alice");
      directory.group("staff").attribute("member", directory.dn("bob"));

      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.REQUIREMENT_NOT_MET);

      assertThat(found(authenticator, "alice").groups().dns()).isEmpty();
    }
  }

  @Test
  void missingUserIsNotCached() {
    try (var authenticator = caching()) {
      directory.user("alice").dn("uid=alicia" + "," + PEOPLE);
      assertThat(authenticator.lookup("alice")).isEmpty();
      assertThat(cache.values).isEmpty();
      assertThat(found(authenticator, "alicia").username()).isEqualTo("alicia");

      directory.user("alice").dn(ALICE);
      assertThat(found(authenticator, "alice").username()).isEqualTo("alice");
    }
  }

  @Test
  void ambiguousUserIsNotCached() {
    var byName = UserLookup.search(PEOPLE, "(sn={username})").usernameAttribute("uid");
    var config = Directories.config(directory, byName).cache(cache, HOUR).build();
    directory.user("bob").attribute("sn", "Adams");
    try (var authenticator = LdapAuthenticator.create(config)) {
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.lookup("Adams"))
          .withMessageContaining("more than one entry matches");
      assertThat(cache.values).isEmpty();

      directory.delete("bob");
      assertThat(found(authenticator, "Adams").username()).isEqualTo("alice");
    }
  }

  @Test
  void blanksAroundANameShareTheCache() {
    try (var authenticator = caching()) {
      found(authenticator, "alice");

      directory.forgetOperations();
      found(authenticator, " alice\u00a0");
      assertThat(directory.operations().searches()).extracting("dn").containsExactly(ALICE);

      directory.forgetOperations();
      found(authenticator, "Alice");
      assertThat(directory.operations().searches()).extracting("dn").containsExactly(PEOPLE);
    }
  }

  @Test
  void outageIsNotCached() {
    try (var authenticator = caching()) {
      directory.faults().next(SEARCH).withFilter("(uid=alice)").answers(51, "busy");
      directory.faults().next(SEARCH).withFilter("(uid=alice)").answers(51, "busy");
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.lookup("alice"));
      directory.faults().next(SEARCH).withFilter("(member=").answers(53, "unwilling");
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> authenticator.lookup("alice"));

      assertThat(found(authenticator, "alice").groups().dns()).contains(STAFF_DN);
    }
  }

  @Test
  void movedUserIsSearchedAgain() {
    var byMail = UserLookup.search(PEOPLE, "(mail={username})").usernameAttribute("uid");
    var config = Directories.config(directory, byMail).cache(cache, HOUR).build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      found(authenticator, "alice@example.com");
      directory.user("alice").dn("uid=alicia" + "," + PEOPLE);

      var searches = searchesOf(() -> found(authenticator, "alice@example.com"));

      assertThat(searches).hasSize(2);
      assertThat(found(authenticator, "alice@example.com").username()).isEqualTo("alicia");
      assertThat(searchesOf(() -> found(authenticator, "alice@example.com"))).hasSize(1);
      yes(authenticator.authenticate("alice@example.com", "wonderland"));
    }
  }

  @Test
  void deletedUserIsNotFound() {
    try (var authenticator = caching()) {
      found(authenticator, "alice");
      directory.delete("alice");

      assertThat(authenticator.lookup("alice")).isEmpty();
    }
  }

  @Test
  void dnTemplateCachesOnlyGroups() {
    var template = UserLookup.dnTemplate("uid={username}," + PEOPLE);
    var config =
        Directories.config(directory, template)
            .groups(GroupLookup.search(GROUPS, GroupType.groupOfNames()))
            .cache(cache, HOUR)
            .build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      found(authenticator, "alice");

      assertThat(searchesOf(() -> found(authenticator, "alice"))).hasSize(1);
      assertThat(cache.values.keySet())
          .extracting(LookupCache.Key::kind)
          .containsExactly(LookupCache.Kind.GROUPS);
    }
  }

  /** The DN that a template makes is spelt as the name was typed. */
  @Test
  void groupsAreCachedByTheDnOfTheDirectory() {
    var template = UserLookup.dnTemplate("uid={username}," + PEOPLE);
    for (UserLookup users : List.of(template, Directories.byUid())) {
      var config =
          Directories.config(directory, users)
              .groups(GroupLookup.search(GROUPS, GroupType.groupOfNames()))
              .cache(HOUR)
              .build();
      try (var authenticator = LdapAuthenticator.create(config)) {
        found(authenticator, "alice");

        assertThat(searchesOf(() -> found(authenticator, "ALICE"))).hasSize(1);
        authenticator.invalidate("aLiCe");
        assertThat(searchesOf(() -> found(authenticator, "ALICE"))).hasSize(2);
      }
    }
  }

  @Test
  void userWithABindNameIsFoundWithoutASearch() {
    var byName = UserLookup.bindName("{username}@example.com", Directories.byUid());
    var config = Directories.config(directory, byName).cache(cache, HOUR).build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      found(authenticator, "alice");

      directory.forgetOperations();
      found(authenticator, "alice");
      assertThat(directory.operations().searches())
          .extracting(Operation::dn)
          .containsExactly(ALICE);
    }
  }

  @Test
  void memberOfIsReadWithTheEntryAndNotCached() {
    directory.user("alice").attribute("memberOf", STAFF);
    var config =
        Directories.config(directory).groups(GroupLookup.memberOf()).cache(cache, HOUR).build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      found(authenticator, "alice");
      directory.user("alice").attribute("memberOf");

      assertThat(found(authenticator, "alice").groups().dns()).isEmpty();
    }
  }

  @Test
  void nestedGroupsAreCachedWithAllLevels() {
    var nested = GroupLookup.search(GROUPS, GroupType.groupOfNames().nested());
    var config = Directories.config(directory).groups(nested).cache(cache, HOUR).build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      found(authenticator, "alice");

      assertThat(searchesOf(() -> found(authenticator, "alice"))).hasSize(1);
      assertThat(found(authenticator, "alice").groups().names()).containsExactly("admins", "staff");
    }
  }

  @Test
  void groupsReadAsUserAreNotCached() {
    var config = Directories.withGroups(directory).readAsUser().cache(cache, HOUR).build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      found(authenticator, "alice");
      directory.group("staff").attribute("member", directory.dn("bob"));

      yes(authenticator.authenticate("alice", "wonderland"));

      assertThat(searchesOf(() -> found(authenticator, "alice"))).hasSize(2);
      assertThat(found(authenticator, "alice").groups().dns()).isEmpty();
    }
  }

  @Test
  void twoDirectoriesShareACacheButNoUsers() {
    try (var other =
            Directories.people()
                .user("alice2", user -> user.password("x").attribute("mail", "m"))
                .start();
        var here = caching();
        var there =
            LdapAuthenticator.create(Directories.withGroups(other).cache(cache, HOUR).build())) {
      other.delete("alice");
      found(here, "alice");

      assertThat(there.lookup("alice")).isEmpty();
      other.group("staff").attribute("member", other.dn("bob"));
      assertThat(found(here, "bob").groups().dns()).isEmpty();
      assertThat(found(there, "bob").groups().dns()).contains(STAFF_DN);
      assertThat(found(here, "bob").groups().dns()).isEmpty();
    }
  }

  @Test
  void twoGroupSearchesShareACacheButNoGroups() {
    var nested = GroupLookup.search(GROUPS, GroupType.groupOfNames().nested());
    var config = Directories.config(directory).groups(nested).cache(cache, HOUR).build();
    try (var direct = caching();
        var deep = LdapAuthenticator.create(config)) {
      assertThat(found(direct, "alice").groups().names()).containsExactly("staff");
      assertThat(found(deep, "alice").groups().names()).containsExactly("admins", "staff");
      assertThat(found(direct, "alice").groups().names()).containsExactly("staff");
    }
  }

  @Test
  void twoNameAttributesShareACacheButNoNames() {
    directory.user("alice").attribute("memberOf", "ou=crew,dc=example,dc=com");
    GroupLookup groups = GroupLookup.search(GROUPS, GroupType.groupOfNames());
    var byCn = Directories.config(directory).groups(groups.plus(GroupLookup.memberOf()));
    var byOu =
        Directories.config(directory)
            .groups(groups.plus(GroupLookup.memberOf().nameAttribute("ou")));
    try (var one = LdapAuthenticator.create(byCn.cache(cache, HOUR).build());
        var other = LdapAuthenticator.create(byOu.cache(cache, HOUR).build())) {
      assertThat(found(one, "alice").groups().names()).containsExactly("staff");
      assertThat(found(other, "alice").groups().names()).containsExactly("crew", "staff");
    }
  }

  /** Another server may have more groups of the user. */
  @Test
  void followedReferencesShareACacheButNoGroups() {
    try (TestDirectory secure = Directories.people().tls().start()) {
      LdapServer server =
          LdapServer.ldaps(secure.ldapsHostAndPort())
              .trustedCertificates(secure.certificates().trustStore());
      for (LdapServer each : List.of(server, server.followReferrals("dc2.example.com"))) {
        var config = Directories.withGroups(secure).server(each).cache(cache, HOUR).build();
        try (var authenticator = LdapAuthenticator.create(config)) {
          found(authenticator, "alice");
        }
      }
      assertThat(cache.values).hasSize(2 * 2);
    }
  }

  /** Cached groups say nothing about a group that was hidden when they were read. */
  @Test
  void groupsAreNotCachedWhileAGroupOfARuleIsHidden() {
    var config = Directories.withGroups(directory).deny(memberOf(STAFF)).cache(cache, HOUR).build();
    directory.group("staff").dn("cn=hidden," + GROUPS);
    try (var authenticator = LdapAuthenticator.create(config)) {
      assertThat(found(authenticator, "alice").groups().contains(STAFF_DN))
          .isEqualTo(Answer.UNKNOWN);
      directory.group("staff").dn(STAFF);

      assertThat(authenticator.lookupPermitted("alice")).isEmpty();
    }
  }
}
