// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.cache;

import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.cache.LookupCache.Key;
import io.github.ldapauth.cache.LookupCache.Kind;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapAttributes;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.group.Groups;
import io.github.ldapauth.testkit.TestDirectory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The data that is cached, its expiry, and the text of a cache that is ignored. */
class LookupMemoryTest {

  private static final LdapServer SERVER = LdapServer.ldaps("ldap.example.com");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final AtomicReference<Instant> clock = new AtomicReference<>(NOON);
  private final MapCache cache = new MapCache();

  private LookupMemory memory(LdapServer server, UserLookup users) {
    return memory(server, "anonymous", users.toString(), null);
  }

  private LookupMemory memory(
      LdapServer server, String account, String users, @Nullable GroupLookup groups) {
    return new LookupMemory(
        cache, MINUTE, List.of(server.toString(), account), users, groups, Set.of(), clock::get);
  }

  private LookupMemory memory() {
    return memory(SERVER, Directories.byUid());
  }

  @Test
  void dnIsCachedUntilItExpires() {
    memory().cacheDn("alice", Dn.parse(ALICE), clock.get());

    assertThat(memory().cachedDn("alice")).contains(Dn.parse(ALICE));
    clock.set(NOON.plus(MINUTE).minusMillis(1));
    assertThat(memory().cachedDn("alice")).isPresent();
    clock.set(NOON.plus(MINUTE));
    assertThat(memory().cachedDn("alice")).isEmpty();
  }

  @Test
  void groupsAreCachedUntilTheyExpire() {
    try (TestDirectory directory = Directories.people().start()) {
      LdapServer server = LdapServer.url(directory.url());
      GroupLookup groups = GroupLookup.search(GROUPS, GroupType.groupOfNames());
      var config = Directories.config(directory).groups(groups).build();
      try (var authenticator = LdapAuthenticator.create(config)) {
        LdapUser alice = authenticator.lookup("alice").orElseThrow();
        LdapEntry entry = new LdapEntry(alice.dn(), alice.attributes());
        LookupMemory memory = memory(server, "svc", "users", groups);
        memory.cacheGroups(entry, alice.groups(), clock.get());

        clock.set(NOON.plus(MINUTE).minusMillis(1));
        assertThat(memory.cachedGroups(entry).orElseThrow().groups().names())
            .containsExactly("staff");
        clock.set(NOON.plus(MINUTE));
        assertThat(memory.cachedGroups(entry)).isEmpty();
      }
    }
  }

  @Test
  void olderDataNeverReplacesNewer() {
    memory().cacheDn("alice", Dn.parse(ALICE), NOON);
    memory().cacheDn("alice", Dn.parse(Directories.BOB), NOON.minusMillis(1));

    assertThat(memory().cachedDn("alice")).contains(Dn.parse(ALICE));
  }

  @Test
  void lookUpThatBeganBeforeAnEvictionCachesNothing() {
    memory().evictDn("alice");
    memory().cacheDn("alice", Dn.parse(ALICE), NOON.minusMillis(1));

    assertThat(memory().cachedDn("alice")).isEmpty();
  }

  /** The clock of another machine is ahead, or that of this one was set back. */
  @Test
  void evictionReplacesTextDatedByAClockThatIsAhead() {
    Instant ahead = NOON.plusSeconds(5);
    memory().cacheDn("alice", Dn.parse(ALICE), ahead);
    memory().evictDn("alice");
    assertThat(memory().cachedDn("alice")).isEmpty();

    memory().cacheDn("alice", Dn.parse(ALICE), ahead.minusMillis(1));
    assertThat(memory().cachedDn("alice")).isEmpty();
    memory().cacheDn("alice", Dn.parse(ALICE), ahead.plusMillis(1));
    assertThat(memory().cachedDn("alice")).isPresent();
  }

  @Test
  void groupsOfAnEntryWithoutStableIdAreNotCached() {
    GroupLookup groups = GroupLookup.search(GROUPS, GroupType.groupOfNames());
    LookupMemory memory = memory(SERVER, "svc", "users", groups);
    LdapEntry entry = new LdapEntry(Dn.parse(ALICE), LdapAttributes.of(Map.of()));

    memory.cacheGroups(entry, Groups.complete(Map.of(), groups::canFind), NOON);

    assertThat(cache.values).isEmpty();
  }

  @Test
  void groupWithoutNameIsCachedWithoutOne() {
    GroupLookup groups = GroupLookup.search(GROUPS, GroupType.groupOfNames());
    LookupMemory memory = memory(SERVER, "svc", "users", groups);
    var id = List.of("d9e4e0e2-0000-4000-8000-000000000001".getBytes(StandardCharsets.UTF_8));
    LdapEntry entry = new LdapEntry(Dn.parse(ALICE), LdapAttributes.of(Map.of("entryUUID", id)));
    Dn staff = Dn.parse(Directories.STAFF);

    memory.cacheGroups(
        entry, Groups.complete(Map.of(staff, Optional.empty()), groups::canFind), NOON);

    Groups cached = memory.cachedGroups(entry).orElseThrow().groups();
    assertThat(cached.dns()).containsExactly(staff);
    assertThat(cached.nameOf(staff)).isEmpty();
  }

  @Test
  void textFromTheFutureIsIgnored() {
    clock.set(NOON.plus(MINUTE));
    memory().cacheDn("alice", Dn.parse(ALICE), clock.get());
    clock.set(NOON);

    assertThat(memory().cachedDn("alice")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Alice", "alice ", "a+lice", "alic", "alice/DN/alice", "ａlice", ""})
  void everyNameHasItsOwnKey(String other) {
    memory().cacheDn("alice", Dn.parse(ALICE), clock.get());

    assertThat(memory().cachedDn(other)).isEmpty();
  }

  @Test
  void namesThatDifferInWhiteSpaceOrLateAreDifferent() {
    String late = "a".repeat(300);
    memory().cacheDn("a b", Dn.parse("uid=space," + PEOPLE), clock.get());
    memory().cacheDn("a+b", Dn.parse("uid=plus," + PEOPLE), clock.get());
    memory().cacheDn(late + "1", Dn.parse("uid=first," + PEOPLE), clock.get());
    memory().cacheDn(late + "2", Dn.parse("uid=second," + PEOPLE), clock.get());

    assertThat(memory().cachedDn("a b").orElseThrow()).hasToString("uid=space," + PEOPLE);
    assertThat(memory().cachedDn("a+b").orElseThrow()).hasToString("uid=plus," + PEOPLE);
    assertThat(memory().cachedDn(late + "1").orElseThrow()).hasToString("uid=first," + PEOPLE);
    assertThat(memory().cachedDn(late + "2").orElseThrow()).hasToString("uid=second," + PEOPLE);
    assertThat(cache.values.keySet()).extracting(Key::text).doesNotHaveDuplicates().hasSize(4);
  }

  @Test
  void serversSearchesAndAccountsAreSeparate() {
    memory().cacheDn("alice", Dn.parse(ALICE), clock.get());

    assertThat(memory(LdapServer.ldaps("other.example.com"), Directories.byUid()).cachedDn("alice"))
        .isEmpty();
    assertThat(memory(SERVER, UserLookup.search(PEOPLE, "(cn={username})")).cachedDn("alice"))
        .isEmpty();
    assertThat(
            memory(SERVER, Directories.byUid().scope(io.github.ldapauth.entry.SearchScope.BASE))
                .cachedDn("alice"))
        .isEmpty();
    assertThat(
            memory(SERVER, "cn=other," + PEOPLE, Directories.byUid().toString(), null)
                .cachedDn("alice"))
        .isEmpty();
  }

  @Test
  void keysDifferForDifferentGroupSearches() {
    var plain = GroupLookup.search(GROUPS, GroupType.groupOfNames());
    List<GroupLookup> searches =
        List.of(
            plain,
            plain.filter("(cn=a*)"),
            plain.nameAttribute("ou"),
            plain.alsoBelow(PEOPLE),
            plain.scope(io.github.ldapauth.entry.SearchScope.ONE_LEVEL),
            GroupLookup.search(GROUPS, GroupType.groupOfNames().nested()),
            GroupLookup.search(GROUPS, GroupType.groupOfNames().nested(2)),
            GroupLookup.search(GROUPS, GroupType.groupOfUniqueNames()),
            GroupLookup.search(GROUPS, GroupType.posixGroup()));

    assertThat(searches).extracting(GroupLookup::toString).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "1:",
        "5:alice",
        "-1:",
        "9999999999:a",
        "٣:abc",
        "0:0:0:",
        "uid=alice,ou=people,dc=example,dc=com"
      })
  void damagedTextIsIgnored(String text) {
    memory().cacheDn("alice", Dn.parse(ALICE), clock.get());
    cache.values.replaceAll((key, value) -> text);

    assertThat(memory().cachedDn("alice")).isEmpty();
  }

  @Test
  void textThatIsNoDnIsIgnored() {
    memory().cacheDn("alice", Dn.parse(ALICE), clock.get());
    cache.values.replaceAll((key, value) -> value.replace("uid=", "uid?"));

    assertThat(memory().cachedDn("alice")).isEmpty();
  }

  @Test
  void textOfAnotherUserIsIgnored() {
    memory().cacheDn("alice", Dn.parse(ALICE), clock.get());
    memory().cacheDn("bob", Dn.parse(Directories.BOB), clock.get());
    String aboutBob =
        cache.values.get(
            cache.values.keySet().stream()
                .filter(key -> key.subject().equals("bob"))
                .findFirst()
                .orElseThrow());
    cache.values.replaceAll((key, value) -> aboutBob);

    assertThat(memory().cachedDn("alice")).isEmpty();
    assertThat(memory().cachedDn("bob")).contains(Dn.parse(Directories.BOB));
  }

  @Test
  void memoryCacheEvictsTheLeastRecentlyUsed() {
    LookupCache small = LookupCache.inMemory(2);
    Key a = new Key("", Kind.DN, "a");
    Key b = new Key("", Kind.DN, "b");
    Key c = new Key("", Kind.GROUPS, "a");
    small.put(a, "1", MINUTE);
    small.put(b, "2", MINUTE);
    small.get(a);
    small.put(c, "3", MINUTE);

    assertThat(small.get(a)).isEqualTo("1");
    assertThat(small.get(b)).isNull();
    assertThat(small.get(c)).isEqualTo("3");
    assertThat(small).hasToString("LookupCache[2 entries]");
  }

  @Test
  void cacheWithoutCapacityIsRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LookupCache.inMemory(0))
        .withMessageContaining("LookupCache.inMemory 0");
  }

  @Test
  void joinedTextsStayDistinct() {
    for (List<String> texts :
        List.of(List.<String>of(), List.of(""), List.of("1:a", "", "2"), List.of("a\n:", "ü"))) {
      assertThat(LengthPrefixed.read(LengthPrefixed.write(texts))).isEqualTo(Optional.of(texts));
    }
  }
}
