// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.ADMINS;
import static io.github.ldapauth.fixture.Directories.STAFF;
import static io.github.ldapauth.fixture.Nothing.nothing;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.ArgumentMatchers.same;
import static org.mockito.Mockito.atMost;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.AuthenticationResult.Rejected;
import io.github.ldapauth.PopulateResult.Populated;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.InOrder;

class UserStoreTest {

  private final TestDirectory directory = Directories.people().start();
  private final AccountStore accounts = new AccountStore();

  @AfterEach
  void stop() {
    directory.close();
  }

  private LdapAuthenticatorBuilder<Account> builder() {
    return builder(accounts);
  }

  private LdapAuthenticatorBuilder<Account> builder(UserStore<Account> store) {
    return LdapAuthenticator.builder(Directories.withGroups(directory).build(), store)
        .attribute("givenName", Account::setFirstName)
        .attribute("sn", Account::setLastName)
        .flag(memberOf(STAFF).or(memberOf(ADMINS)), Account::setStaff);
  }

  /** Knows nobody, and takes everybody for active. */
  private static UserStore<Account> store() {
    UserStore<Account> store = mock();
    when(store.isActive(any())).thenReturn(true);
    when(store.create(any(), any())).thenReturn(new Account("alice"));
    return store;
  }

  @Test
  void theFirstSignInCreatesTheUserAndTheSecondFindsAndUpdatesIt() {
    try (var authenticator = builder().build()) {
      Authenticated<Account> first = yes(authenticator.authenticate("ALICE", "wonderland"));
      assertThat(first.created()).isTrue();
      assertThat(first.account().key).isEqualTo("alice");
      assertThat(first.account().firstName).isEqualTo("Alice");
      assertThat(first.account().staff).isTrue();

      directory.user("alice").attribute("sn", "Baker");
      directory.group("staff").attribute("member", Directories.BOB);
      Authenticated<Account> second = yes(authenticator.authenticate("alice", "wonderland"));

      assertThat(second.created()).isFalse();
      assertThat(second.account()).isSameAs(first.account());
      assertThat(second.account().lastName).isEqualTo("Baker");
      assertThat(second.account().staff).isFalse();
      assertThat(second.account().saves).isEqualTo(2);
    }
  }

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
  void fieldsCanBeForNewUsersOnlyWhileRightsAreEverybodys() {
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
  void anInactiveUserIsRejectedAndNotSavedButCanBePopulated() {
    Account alice = accounts.save(new Account("alice"));
    alice.setActive(false);
    try (var authenticator = builder().build()) {
      no(
          authenticator.authenticate("alice", "wonderland"),
          RejectionReason.INACTIVE_IN_APPLICATION);
      no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      assertThat(alice.saves).isEqualTo(1);

      assertThat(authenticator.populate("alice").user()).contains(alice);
      assertThat(alice.saves).isEqualTo(2);
    }
  }

  @Test
  void aFlagCanMakeAUserActiveOrInactive() {
    Account alice = accounts.save(new Account("alice"));
    alice.setActive(false);
    Account bob = accounts.save(new Account("bob"));
    try (var authenticator = builder().flag(memberOf(STAFF), Account::setActive).build()) {
      yes(authenticator.authenticate("alice", "wonderland"));
      assertThat(alice.saves).isEqualTo(2);

      no(authenticator.authenticate("bob", "builder"), RejectionReason.INACTIVE_IN_APPLICATION);
      assertThat(bob.saves).isEqualTo(1);
    }
  }

  @Test
  void aNewUserWhomAFlagMakesInactiveIsNotSaved() {
    try (var authenticator = builder().flag(memberOf(STAFF), Account::setActive).build()) {
      no(authenticator.authenticate("bob", "builder"), RejectionReason.INACTIVE_IN_APPLICATION);
    }
    assertThat(accounts.saved).isEmpty();
  }

  @Test
  void aKnownUserIsNotSavedWhereNothingIsMapped() {
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
  void aStoreMayLookForMoreThanTheKeyAndKeepItsOwnSpelling() {
    Account known = accounts.save(new Account("Adams, A."));
    UserStore<Account> byMail =
        new UserStore<>() {
          @Override
          public Optional<Account> find(String key, LdapUser person) {
            return person.attributes().first("mail").isPresent()
                ? Optional.of(known)
                : Optional.empty();
          }

          @Override
          public Account create(String key, LdapUser person) {
            throw new AssertionError("nobody is new");
          }

          @Override
          public Account save(Account account) {
            return account;
          }
        };
    try (var authenticator = builder(byMail).build()) {
      Account alice = yes(authenticator.authenticate("alice", "wonderland")).account();
      assertThat(alice).isSameAs(known);
      assertThat(alice.key).isEqualTo("Adams, A.");
    }
  }

  @Test
  void whereNewUsersAreNotAllowedOnlyKnownOnesSignIn() {
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
  void aRejectedPersonLeavesNoTrace() {
    UserStore<Account> store = mock();
    var config = Directories.staffOnly(directory).build();
    try (var authenticator = LdapAuthenticator.builder(config, store).build()) {
      no(authenticator.authenticate("bob", "builder"), RejectionReason.REQUIREMENT_NOT_MET);
      no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);
    }
    verify(store, never()).find(any(), any());
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
    calls.verify(first).onPopulate(same(alice), argThat(UserStoreTest::isAlice));
    calls.verify(second).onPopulate(same(alice), argThat(UserStoreTest::isAlice));
    calls.verify(store).isActive(alice);
    calls.verify(store).save(alice);
    calls.verifyNoMoreInteractions();
  }

  private static boolean isAlice(LdapUser person) {
    return person.username().equals("alice");
  }

  @Test
  void aPopulateListenerMayChangeTheUserWhoIsSavedAfterwards() {
    List<String> saved = new ArrayList<>();
    UserStore<Account> store = store();
    when(store.save(any()))
        .thenAnswer(
            call -> {
              Account account = call.getArgument(0);
              saved.add(account.firstName);
              return account;
            });
    try (var authenticator =
        builder(store)
            .onPopulate(
                (account, person) -> {
                  assertThat(saved).isEmpty();
                  account.setFirstName(account.firstName + " of " + person.username());
                })
            .build()) {
      yes(authenticator.authenticate("alice", "wonderland"));
    }
    assertThat(saved).containsExactly("Alice of alice");
  }

  @Test
  void whatAListenerOrASetterThrowsReachesTheCallerAndNothingIsSaved() {
    IllegalStateException oops = new IllegalStateException("Oops");
    var throwingListener =
        builder()
            .onPopulate(
                (account, person) -> {
                  throw oops;
                });
    var throwingSetter =
        builder()
            .attribute(
                "mail",
                (account, mail) -> {
                  throw oops;
                });
    for (var throwing : List.of(throwingListener, throwingSetter)) {
      try (var authenticator = throwing.build()) {
        assertThatThrownBy(() -> authenticator.authenticate("alice", "wonderland")).isSameAs(oops);
        assertThatThrownBy(() -> authenticator.populate("alice")).isSameAs(oops);
      }
    }
    assertThat(accounts.saved).isEmpty();
  }

  @Test
  void whatTheStoreThrowsReachesTheCallerAndNothingIsSavedAfterIt() {
    IllegalStateException down = new IllegalStateException("database down");
    List<Consumer<UserStore<Account>>> calls =
        List.of(
            store -> store.find(any(), any()),
            store -> store.create(any(), any()),
            store -> store.isActive(any()),
            store -> store.save(any()));
    for (Consumer<UserStore<Account>> call : calls) {
      UserStore<Account> store = store();
      call.accept(doThrow(down).when(store));
      try (var authenticator = builder(store).build()) {
        assertThatThrownBy(() -> authenticator.authenticate("alice", "wonderland")).isSameAs(down);
      }
      verify(store, atMost(1)).save(any());
      verify(store, atMost(1)).find(any(), any());
    }
  }

  @Test
  void aUserWhomSomebodyElseSavedMeanwhileIsFoundAndFilled() {
    Account mine = new Account("alice");
    Account theirs = new Account("alice");
    UserStore<Account> store = store();
    when(store.find(eq("alice"), any()))
        .thenReturn(Optional.empty())
        .thenReturn(Optional.of(theirs));
    when(store.create(any(), any())).thenReturn(mine);
    when(store.save(mine)).thenThrow(new UserConflictException("duplicate key", null));
    when(store.save(theirs)).thenReturn(theirs);
    try (var authenticator = builder(store).build()) {
      Authenticated<Account> alice = yes(authenticator.authenticate("alice", "wonderland"));

      assertThat(alice.account()).isSameAs(theirs);
      assertThat(alice.created()).isFalse();
      assertThat(theirs.firstName).isEqualTo("Alice");
    }
  }

  @Test
  void knownUserSavedMeanwhileIsFoundAndSavedAgain() {
    Account stale = new Account("alice");
    Account current = new Account("alice");
    UserStore<Account> store = store();
    when(store.find(eq("alice"), any()))
        .thenReturn(Optional.of(stale))
        .thenReturn(Optional.of(current));
    when(store.save(stale)).thenThrow(new UserConflictException("version 1 is gone", null));
    when(store.save(current)).thenReturn(current);
    try (var authenticator = builder(store).build()) {
      assertThat(yes(authenticator.authenticate("alice", "wonderland")).account())
          .isSameAs(current);
    }
    assertThat(current.firstName).isEqualTo("Alice");
  }

  @Test
  void aConflictWithNobodyReachesTheCallerAfterOneMoreLook() {
    UserConflictException conflict = new UserConflictException("duplicate mail address", null);
    UserStore<Account> store = store();
    when(store.find(eq("alice"), any())).thenReturn(Optional.empty());
    when(store.create(any(), any())).thenReturn(new Account("alice"));
    when(store.save(any())).thenThrow(conflict);
    try (var authenticator = builder(store).build()) {
      assertThatThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .isSameAs(conflict);
    }
    verify(store, times(2)).find(eq("alice"), any());
    verify(store, times(1)).save(any());
  }

  @Test
  void twoFirstSignInsAtTheSameTimeMakeOneUser() throws Exception {
    CyclicBarrier bothHaveLooked = new CyclicBarrier(2);
    var authenticator =
        builder(
                new UserStore<>() {
                  @Override
                  public Optional<Account> find(String key, LdapUser person) {
                    return accounts.find(key, person);
                  }

                  @Override
                  public Account create(String key, LdapUser person) {
                    try {
                      bothHaveLooked.await();
                    } catch (Exception e) {
                      throw new AssertionError(e);
                    }
                    return accounts.create(key, person);
                  }

                  @Override
                  public Account save(Account account) {
                    return accounts.save(account);
                  }
                })
            .build();
    var threads = Executors.newFixedThreadPool(2);
    try (authenticator) {
      Callable<AuthenticationResult<Account>> signIn =
          () -> authenticator.authenticate("alice", "wonderland");
      List<Future<AuthenticationResult<Account>>> both = threads.invokeAll(List.of(signIn, signIn));

      Account one = yes(both.get(0).get()).account();
      assertThat(yes(both.get(1).get()).account()).isSameAs(one);
      assertThat(accounts.saved).containsOnlyKeys("alice");
      assertThat(both)
          .extracting(done -> yes(done.get()).created())
          .containsExactlyInAnyOrder(true, false);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void theStoreCanBeAskedByAnAttribute() {
    try (var authenticator = builder().keyedByAttribute("mail").build()) {
      assertThat(yes(authenticator.authenticate("alice", "wonderland")).account().key)
          .isEqualTo("alice@example.com");
      directory.user("bob").attribute("mail");
      no(authenticator.authenticate("bob", "builder"), RejectionReason.KEY_MISSING);
    }
  }

  @Test
  void withTheStableIdAsKeyARenamedPersonStaysTheSameUser() {
    try (var authenticator = builder().keyedByStableId("entryUUID").build()) {
      Account before = yes(authenticator.authenticate("alice", "wonderland")).account();
      directory.user("alice").dn("uid=alicia," + Directories.PEOPLE);

      Authenticated<Account> after = yes(authenticator.authenticate("alicia", "wonderland"));
      assertThat(after.account()).isSameAs(before);
      assertThat(after.ldapUser().username()).isEqualTo("alicia");
    }
  }

  @Test
  void stableIdThatIsNotVisibleHasNoSubstitute() {
    try (var authenticator = builder().keyedByStableId("nsUniqueId").build()) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.KEY_MISSING);
    }
    assertThat(accounts.saved).isEmpty();
  }

  @Test
  void stableIdOfAnUnknownAttributeIsAMistake() {
    assertThatThrownBy(() -> builder().keyedByStableId("employeeNumber").build())
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("keyedByStableId \"employeeNumber\": is no stable id; use one of [");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \u00a0", "a\u0000b"})
  void anOddNameInTheApplicationIsNoKey(String odd) {
    try (var authenticator = builder().translateUsernames(name -> odd, name -> name).build()) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.KEY_MISSING);
    }
    assertThat(accounts.saved).isEmpty();
  }

  @Test
  void aTranslatedNameIsTrimmedAndInLowerCase() {
    try (var authenticator =
        builder().translateUsernames(name -> " ACME-" + name, name -> name).build()) {
      assertThat(yes(authenticator.authenticate("alice", "wonderland")).account().key)
          .isEqualTo("acme-alice");
    }
  }

  @Test
  void whoeverGivesNullIsNamed() {
    SignInGuard before =
        new SignInGuard() {
          @Override
          public Optional<String> beforeSignIn(String username) {
            return nothing();
          }
        };
    SignInGuard after =
        new SignInGuard() {
          @Override
          public Optional<String> beforeUserStore(LdapUser ldapUser) {
            return nothing();
          }
        };
    try (var toApplication = builder().translateUsernames(n -> nothing(), n -> n).build();
        var toDirectory = builder().translateUsernames(n -> n, n -> nothing()).build();
        var guardedBefore = builder().guard(before).build();
        var guardedAfter = builder().guard(after).build();
        var mirroring =
            builder().mirrorGroups(GroupMirror.all(), a -> nothing(), Account::setGroups).build();
        var mirroringNothing =
            builder()
                .mirrorGroups(
                    GroupMirror.all(), a -> Arrays.asList("a", nothing()), Account::setGroups)
                .build()) {
      assertNamed(
          "toApplication of translateUsernames",
          () -> toApplication.authenticate("alice", "wonderland"));
      assertNamed("toDirectory of translateUsernames", () -> toDirectory.lookup("alice"));
      assertNamed(
          "SignInGuard.beforeSignIn", () -> guardedBefore.authenticate("alice", "wonderland"));
      assertNamed(
          "SignInGuard.beforeUserStore", () -> guardedAfter.authenticate("alice", "wonderland"));
      assertNamed("current of mirrorGroups", () -> mirroring.authenticate("alice", "wonderland"));
      assertNamed(
          "current of mirrorGroups", () -> mirroringNothing.authenticate("alice", "wonderland"));
    }
    assertThat(accounts.saved).isEmpty();
  }

  private void assertNamed(String method, ThrowingCallable call) {
    assertThatNullPointerException()
        .isThrownBy(call)
        .withMessageStartingWith(method + " of " + getClass().getName())
        .withMessageEndingWith(" returned null");
  }

  /** The first three parts are stored with their bytes reversed (MS-DTYP, section 2.3.4.2). */
  @ParameterizedTest
  @CsvSource({
    "ffeeddccbbaa998877665544332211f0, ccddeeff-aabb-8899-7766-5544332211f0",
    "ffeeddccbbaa998877665544332211,"
  })
  void theStableIdOfActiveDirectoryIsTheTextThatItsOwnToolsShow(String bytes, @Nullable String id) {
    try (TestDirectory other =
            TestDirectory.builder()
                .like(ServerKind.ACTIVE_DIRECTORY)
                .user("svc", "service secret")
                .user(
                    "dora",
                    user ->
                        user.password("explorer")
                            .attribute("objectGUID", HexFormat.of().parseHex(bytes)))
                .start();
        var authenticator =
            LdapAuthenticator.builder(
                    LdapAuthConfig.builder(
                            LdapServer.url(other.url()),
                            UserLookup.search("dc=example,dc=com", "(cn={username})"))
                        .serviceAccount(other.dn("svc"), "service secret")
                        .build(),
                    accounts)
                .keyedByStableId("objectGUID")
                .build()) {
      AuthenticationResult<Account> dora = authenticator.authenticate("dora", "explorer");
      if (id == null) {
        no(dora, RejectionReason.KEY_MISSING);
      } else {
        assertThat(yes(dora).account().key).isEqualTo(id);
      }
    }
  }

  @Test
  void userNamesAreTranslatedBothWays() {
    try (var authenticator =
        builder()
            .translateUsernames(name -> "ldap_" + name, name -> name.replaceFirst("^ldap_", ""))
            .build()) {
      Authenticated<Account> alice = yes(authenticator.authenticate("Alice", "wonderland"));

      assertThat(alice.account().key).isEqualTo("ldap_alice");
      assertThat(alice.ldapUser().username()).isEqualTo("alice");
      assertThat(authenticator.populate("ldap_alice").user()).contains(alice.account());
      assertThat(authenticator.lookup("ldap_alice")).isPresent();
    }
  }

  @Test
  void aNameThatTranslatesIntoNoNameIsNobody() {
    try (var authenticator = builder().translateUsernames(name -> name, name -> " ").build()) {
      assertThat(authenticator.populate("alice"))
          .isInstanceOfSatisfying(
              Rejected.class,
              no -> assertThat(no.reason()).isEqualTo(RejectionReason.INVALID_USERNAME));
      assertThat(authenticator.lookup("alice")).isEmpty();
    }
    assertThat(directory.operations()).isEmpty();
  }

  @Test
  void populateFillsWithoutAPasswordAndWithoutRules() {
    var config = Directories.staffOnly(directory).deny(memberOf(STAFF)).build();
    try (var authenticator =
        LdapAuthenticator.builder(config, accounts)
            .attribute("sn", Account::setLastName)
            .updateFields(UpdatePolicy.NEW_USERS)
            .build()) {
      assertThat(authenticator.populate("alice")).isInstanceOf(Populated.class);
      Account bob = accounts.save(new Account("bob"));
      assertThat(authenticator.populate("bob"))
          .isInstanceOfSatisfying(
              Populated.class, done -> assertThat(done.account()).isSameAs(bob));
      assertThat(bob.lastName).isEqualTo("bob");
      assertThat(authenticator.populate("nobody").user()).isEmpty();
      assertThat(directory.operations().binds()).extracting("dn").containsOnly(Directories.SERVICE);
    }
  }

  @Test
  void populatePermittedLeavesOutWhomTheRulesKeepOut() {
    var config =
        Directories.withGroups(directory).require(memberOf(STAFF)).deny(memberOf(ADMINS)).build();
    try (var authenticator = LdapAuthenticator.builder(config, accounts).build()) {
      assertThat(authenticator.populatePermitted("alice").user()).isPresent();
      assertThat(authenticator.populatePermitted("bob"))
          .isInstanceOfSatisfying(
              Rejected.class,
              no -> assertThat(no.reason()).isEqualTo(RejectionReason.REQUIREMENT_NOT_MET));
      directory.group("admins").members("alice");
      assertThat(authenticator.populatePermitted("alice"))
          .isInstanceOfSatisfying(
              Rejected.class, no -> assertThat(no.reason()).isEqualTo(RejectionReason.DENIED));
    }
    assertThat(accounts.saved).containsOnlyKeys("alice");
  }

  @Test
  void populatePermittedLeavesOutInactiveUsersAndAsksNoGuard() {
    Account alice = accounts.save(new Account("alice"));
    alice.setActive(false);
    SignInGuard nobody =
        new SignInGuard() {
          @Override
          public Optional<String> beforeSignIn(String username) {
            return Optional.of("nobody signs in now");
          }

          @Override
          public Optional<String> beforeUserStore(LdapUser ldapUser) {
            return Optional.of("nobody signs in now");
          }
        };
    try (var authenticator = builder().guard(nobody).build()) {
      assertThat(authenticator.populatePermitted("alice"))
          .isInstanceOfSatisfying(
              Rejected.class,
              no -> assertThat(no.reason()).isEqualTo(RejectionReason.INACTIVE_IN_APPLICATION));
      assertThat(alice.saves).isEqualTo(1);
      assertThat(authenticator.populatePermitted("bob").user()).isPresent();
    }
    try (var authenticator =
        builder()
            .updateFields(UpdatePolicy.NEW_USERS)
            .flag(memberOf(STAFF), Account::setActive)
            .build()) {
      assertThat(authenticator.populatePermitted("alice").user()).contains(alice);
      assertThat(alice.firstName).isEqualTo("Alice");
      assertThat(alice.saves).isEqualTo(2);
    }
  }

  @Test
  void lookupTouchesNoUser() {
    UserStore<Account> store = store();
    try (var authenticator = builder(store).build()) {
      assertThat(authenticator.lookup("alice"))
          .hasValueSatisfying(alice -> assertThat(alice.groups().names()).containsExactly("staff"));
      assertThat(authenticator.lookup("nobody")).isEmpty();
    }
    verify(store, never()).find(any(), any());
  }

  /** Mocks do that. */
  @Test
  void aStoreThatGivesNullSignsNobodyIn() {
    UserStore<Account> store = mock();
    when(store.find(any(), any())).thenReturn(null).thenReturn(Optional.empty());
    try (var authenticator =
        LdapAuthenticator.builder(Directories.config(directory).build(), store).build()) {
      assertThatThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .hasMessageStartingWith("UserStore.find of ");
      assertThatThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .hasMessageStartingWith("UserStore.create of ");
    }
  }
}
