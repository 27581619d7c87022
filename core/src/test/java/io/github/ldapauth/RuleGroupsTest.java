// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Directories.BOB;
import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Directories.STAFF;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.directory.Directory;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.fixture.CapturedLog;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.group.Answer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.group.Groups;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long it is believed that a group can be seen. */
class RuleGroupsTest {

  private static final Dn GROUP = Dn.parse(STAFF);

  private final TestDirectory directory = Directories.people().start();
  private final Directory connections = Directories.connectionsTo(directory);
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
  private final RuleGroups rules =
      rules(GroupLookup.search(GROUPS, GroupType.groupOfNames()), GROUP);

  private RuleGroups rules(GroupLookup lookup, Dn... named) {
    return new RuleGroups(
        lookup,
        Set.of(named),
        group -> "deny " + group,
        UnaryOperator.identity(),
        List.of(Dn.parse(PEOPLE)),
        now::get);
  }

  @AfterEach
  void stop() {
    connections.close();
    directory.close();
  }

  /** Reads the groups of bob, who is in none, and returns how many searches that took. */
  private int searches(Answer expected) {
    try (var session = connections.openSession(Duration.ofSeconds(10))) {
      LdapEntry bob = session.read(Stage.READ_USER, Dn.parse(BOB), List.of("*")).orElseThrow();
      directory.forgetOperations();
      Groups groups = rules.read(bob, session);
      assertThat(groups.contains(GROUP)).isEqualTo(expected);
    }
    return directory.operations().searches().count();
  }

  @Test
  void visibleGroupIsLookedForOnceInFiveMinutes() {
    assertThat(searches(Answer.NO)).isEqualTo(4);
    assertThat(searches(Answer.NO)).isEqualTo(1);
    now.addAndGet(Duration.ofMinutes(5).toNanos() - 1);
    assertThat(searches(Answer.NO)).isEqualTo(1);
    now.incrementAndGet();
    assertThat(searches(Answer.NO)).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 11, 32, 50, 53})
  void groupWithoutAnAnswerIsUnknown(int resultCode) {
    directory.faults().every(SEARCH).as(STAFF).answers(resultCode, "not for you");
    searches(Answer.UNKNOWN);
  }

  @Test
  void hiddenGroupIsLookedForAgainEachTime() {
    directory.faults().every(SEARCH).as(STAFF).answers(32, "");
    searches(Answer.UNKNOWN);
    searches(Answer.UNKNOWN);
    directory.faults().clear();
    searches(Answer.NO);
  }

  @Test
  void hiddenGroupIsLoggedOnceUntilItIsSeen() {
    String line =
        "WARNING deny " + STAFF + ": is not there, or cannot be seen; membership in it is unknown";
    try (CapturedLog log = new CapturedLog()) {
      directory.faults().every(SEARCH).as(STAFF).answers(32, "");
      searches(Answer.UNKNOWN);
      searches(Answer.UNKNOWN);
      assertThat(log.lines(LdapAuthenticator.class)).containsExactly(line);
      directory.faults().clear();
      searches(Answer.NO);
      now.addAndGet(Duration.ofMinutes(5).toNanos());
      directory.faults().every(SEARCH).as(STAFF).answers(32, "");
      searches(Answer.UNKNOWN);
      assertThat(log.lines(LdapAuthenticator.class)).containsExactly(line, line);
    }
  }

  @Test
  void outageIsNeitherVisibleNorHidden() {
    directory.faults().next(SEARCH).as(STAFF).answers(52, "restarting");
    directory.faults().next(SEARCH).as(STAFF).answers(52, "restarting");
    assertThatExceptionOfType(LdapDirectoryException.class).isThrownBy(() -> searches(Answer.NO));
    assertThat(searches(Answer.NO)).isEqualTo(4);
  }

  @Test
  void groupThatAnotherSignInSeesWhileGroupsAreReadIsLookedForToo() {
    AtomicReference<Runnable> afterSearch = new AtomicReference<>();
    RuleGroups shared = rules(GroupLookup.search(GROUPS, type(afterSearch)), GROUP);
    directory.group("staff").dn("cn=staff," + PEOPLE); // outside the search
    afterSearch.set(
        () -> {
          directory.group("staff").dn(STAFF);
          assertThat(read(BOB, shared).contains(GROUP)).isEqualTo(Answer.NO);
        });

    assertThat(read(ALICE, shared).contains(GROUP)).isEqualTo(Answer.YES);
  }

  @Test
  void groupThatIsHiddenFromTheSecondSearchStays() {
    Dn admins = Dn.parse("cn=admins," + GROUPS);
    AtomicReference<Runnable> afterSearch =
        new AtomicReference<>(() -> directory.group("staff").dn("cn=staff," + PEOPLE));
    RuleGroups shared = rules(GroupLookup.search(GROUPS, type(afterSearch)), GROUP, admins);

    Groups groups = read(ALICE, shared);

    assertThat(groups.contains(GROUP)).isEqualTo(Answer.YES);
    assertThat(groups.contains(admins)).isEqualTo(Answer.NO);
  }

  /** Finds groups of names, and does something once after a search. */
  private static GroupType type(AtomicReference<Runnable> afterSearch) {
    return (user, groups) -> {
      List<LdapEntry> found = GroupType.groupOfNames().find(user, groups);
      afterSearch.getAndSet(() -> {}).run();
      return found;
    };
  }

  private Groups read(String dn, RuleGroups rules) {
    try (var session = connections.openSession(Duration.ofSeconds(10))) {
      LdapEntry user = session.read(Stage.READ_USER, Dn.parse(dn), List.of("*")).orElseThrow();
      return rules.read(user, session);
    }
  }

  @Test
  void cachedGroupsAreCheckedToo() {
    Groups cached = Groups.complete(Map.of(), group -> true);
    directory.faults().every(SEARCH).as(STAFF).answers(32, "");
    try (var session = connections.openSession(Duration.ofSeconds(10))) {
      Groups checked = rules.check(cached, session);
      assertThat(checked.contains(GROUP)).isEqualTo(Answer.UNKNOWN);
      assertThat(checked.doubt(GROUP))
          .hasValue("group " + STAFF + " is not there, or cannot be seen");
    }
  }
}
