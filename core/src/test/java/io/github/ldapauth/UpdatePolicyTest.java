// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.STAFF;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.ArgumentMatchers.same;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.ldapauth.AuthenticationResult.Rejected;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.Directories;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

/** What a sign-in writes into new users, and into known ones. */
class UpdatePolicyTest extends UserStoreStories {

  @Test
  void aMissingAttributeLeavesTheUserAsItIs() {
    Account bob = accounts.save(new Account("bob"));
    bob.setFirstName("Robert");
    try (var authenticator = builder().build()) {
      yes(authenticator.authenticate("bob", "builder"));
      assertThat(bob.firstName).isEqualTo("Robert");
      assertThat(bob.lastName).isEqualTo("bob");
    }
  }

  @Test
  void fieldsForNewUsersOnlyLeaveRightsForAllUsers() {
    Account alice = accounts.save(new Account("alice"));
    List<String> populated = new ArrayList<>();
    try (var authenticator =
        builder()
            .updateFields(UpdatePolicy.NEW_USERS)
            .onPopulate((account, person) -> populated.add(account.key))
            .build()) {
      yes(authenticator.authenticate("alice", "wonderland"));
      yes(authenticator.authenticate("bob", "builder"));

      assertThat(alice.firstName).isEmpty();
      assertThat(alice.staff).isTrue();
      assertThat(populated).containsExactly("bob");
    }
  }

  @Test
  void rightsCanBeForNewUsersOnlyToo() {
    Account alice = accounts.save(new Account("alice"));
    try (var authenticator =
        builder()
            .updateFields(UpdatePolicy.NEW_USERS)
            .updateRights(UpdatePolicy.NEW_USERS)
            .build()) {
      assertThat(yes(authenticator.authenticate("alice", "wonderland")).account()).isSameAs(alice);
      assertThat(alice.staff).isFalse();
      assertThat(alice.saves).isEqualTo(1);

      authenticator.populate("alice");
      assertThat(alice.staff).isTrue();
      assertThat(alice.firstName).isEqualTo("Alice");
    }
  }

  @Test
  void knownUserIsNotSavedIfNothingIsMapped() {
    Account alice = accounts.save(new Account("alice"));
    var config = Directories.config(directory).build();
    try (var authenticator = LdapAuthenticator.builder(config, accounts).build()) {
      yes(authenticator.authenticate("alice", "wonderland"));
    }
    assertThat(alice.saves).isEqualTo(1);
  }

  /** Loads copies, and writes the columns that differ from what it loaded. */
  private static final class Table implements UserStore<Account> {
    final Map<String, String> columns = new LinkedHashMap<>();
    Map<String, String> loaded = Map.of();
    Set<String> written = Set.of();
    Runnable meanwhile = () -> {};

    private static Map<String, String> columnsOf(Account account) {
      return Map.of("first name", account.firstName, "last name", account.lastName);
    }

    @Override
    public Optional<Account> find(String key, LdapUser person) {
      loaded = Map.copyOf(columns);
      Account copy = new Account(key);
      copy.setFirstName(columns.get("first name"));
      copy.setLastName(columns.get("last name"));
      meanwhile.run();
      return Optional.of(copy);
    }

    @Override
    public Account create(String key, LdapUser person) {
      throw new AssertionError("nobody is new");
    }

    @Override
    public Account save(Account account) {
      Map<String, String> changed = new LinkedHashMap<>(columnsOf(account));
      changed.entrySet().removeAll(loaded.entrySet());
      written = changed.keySet();
      columns.putAll(changed);
      return account;
    }
  }

  @Test
  void aStoreThatWritesOnlyWhatChangedOverwritesNothingOfOthers() {
    Table table = new Table();
    table.columns.put("first name", "Alice");
    table.columns.put("last name", "Maiden");
    table.meanwhile = () -> table.columns.put("first name", "Alicia");
    try (var authenticator = builder(table).build()) {
      yes(authenticator.authenticate("alice", "wonderland"));
    }
    assertThat(table.written).containsExactly("last name");
    assertThat(table.columns)
        .containsExactly(entry("first name", "Alicia"), entry("last name", "Adams"));
  }

  @Test
  void onlyKnownUsersSignInIfNewUsersAreDisabled() {
    accounts.save(new Account("alice"));
    try (var authenticator = builder().createUsers(false).build()) {
      yes(authenticator.authenticate("alice", "wonderland"));
      no(authenticator.authenticate("bob", "builder"), RejectionReason.UNKNOWN_TO_APPLICATION);
      assertThat(authenticator.populate("bob"))
          .isInstanceOfSatisfying(
              Rejected.class,
              no -> assertThat(no.reason()).isEqualTo(RejectionReason.UNKNOWN_TO_APPLICATION));
    }
    assertThat(accounts.saved).containsOnlyKeys("alice");
  }

  @Test
  void attributesComeBeforeFlagsAndListenersInTheirOrder() {
    List<String> order = new ArrayList<>();
    UserStore<Account> store = store();
    PopulateListener<Account> first = mock();
    PopulateListener<Account> second = mock();
    Account alice = new Account("alice");
    when(store.find(eq("alice"), any())).thenReturn(Optional.empty());
    when(store.create(any(), any())).thenReturn(alice);
    when(store.save(alice)).thenReturn(alice);
    try (var authenticator =
        LdapAuthenticator.builder(Directories.withGroups(directory).build(), store)
            .onPopulate(first)
            .flag(memberOf(STAFF), (account, staff) -> order.add("flag " + staff))
            .attribute("sn", (account, sn) -> order.add(sn))
            .onPopulate(second)
            .build()) {
      yes(authenticator.authenticate("alice", "wonderland"));
    }

    assertThat(order).containsExactly("Adams", "flag true");
    InOrder calls = inOrder(store, first, second);
    calls.verify(store).find(eq("alice"), any());
    calls.verify(store).create(any(), any());
    calls.verify(first).onPopulate(same(alice), argThat(UpdatePolicyTest::isAlice));
    calls.verify(second).onPopulate(same(alice), argThat(UpdatePolicyTest::isAlice));
    calls.verify(store).isActive(alice);
    calls.verify(store).save(alice);
    calls.verifyNoMoreInteractions();
  }

  private static boolean isAlice(LdapUser person) {
    return person.username().equals("alice");
  }
}
