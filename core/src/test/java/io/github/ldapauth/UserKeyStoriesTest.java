// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Results.assertNotTold;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.roles;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.OnBothDirectories;
import io.github.ldapauth.role.RoleMapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The key of a user, and entries with several names. */
class UserKeyStoriesTest extends OnBothDirectories {

  private final AccountStore accounts = new AccountStore();

  private LdapAuthenticatorBuilder<Account> builder(LdapAuthConfigBuilder config) {
    return LdapAuthenticator.builder(config.build(), accounts);
  }

  /** Keeps users of another type, by a key such as their number, with a name that may change. */
  private static final class People implements UserStore<People.Person> {
    static final class Person {
      String name = "";
      final String key;

      Person(String key) {
        this.key = key;
      }
    }

    final Map<String, Person> byKey = new ConcurrentHashMap<>();

    @Override
    public Optional<Person> find(String key, LdapUser ldapUser) {
      return Optional.ofNullable(byKey.get(key));
    }

    @Override
    public Person create(String key, LdapUser ldapUser) {
      Person person = new Person(key);
      person.name = ldapUser.username();
      return person;
    }

    @Override
    public Person save(Person person) {
      byKey.put(person.key, person);
      return person;
    }
  }

  @Test
  void storeKeyedByAnAttributeFindsTheUserWithTheValue() {
    People people = new People();
    People.Person known = people.save(new People.Person("1000"));
    known.name = "abcdef";
    try (var authenticator =
        LdapAuthenticator.builder(byTemplate().build(), people)
            .keyedByAttribute("uidNumber")
            .build()) {
      assertThat(yes(authenticator.authenticate("Alice", "password")).account()).isSameAs(known);
      assertThat(known.name).isEqualTo("abcdef");

      People.Person bob = yes(authenticator.authenticate("bob", "password")).account();
      assertThat(bob.key).isEqualTo("1001");
      assertThat(bob.name).isEqualTo("bob");

      no(authenticator.authenticate("nonposix", "password"), RejectionReason.KEY_MISSING);
    }
    assertThat(people.byKey).containsOnlyKeys("1000", "1001");
  }

  @Test
  void mappedNameRenamesTheUserFoundByKey() {
    People people = new People();
    People.Person known = people.save(new People.Person("1000"));
    known.name = "abcdef";
    try (var authenticator =
        LdapAuthenticator.builder(byTemplate().build(), people)
            .keyedByAttribute("uidNumber")
            .attribute("cn", (person, name) -> person.name = name)
            .build()) {
      yes(authenticator.authenticate("alice", "password"));
      assertThat(yes(authenticator.authenticate("alice", "password")).account()).isSameAs(known);
    }
    assertThat(known.name).isEqualTo("alice");
  }

  @Test
  void aMappedNameThatIsNotTheKeyLeadsToTheSameUserEachTime() {
    People people = new People();
    try (var authenticator =
        LdapAuthenticator.builder(bySearch().build(), people)
            .attribute("cn", (person, name) -> person.name = name)
            .build()) {
      Authenticated<People.Person> first = yes(authenticator.authenticate("charlie", "password"));
      Authenticated<People.Person> second = yes(authenticator.authenticate("Charlie", "password"));

      assertThat(first.created()).isTrue();
      assertThat(second.created()).isFalse();
      assertThat(second.account()).isSameAs(first.account());
      assertThat(second.account().name).isEqualTo("charlie_cooper");
    }
    assertThat(people.byKey).containsOnlyKeys("charlie");
  }

  private static List<String> personAlso(String uid, String... more) {
    return Stream.concat(personWith(uid, "password").stream(), Stream.of(more)).toList();
  }

  /** Users may often edit their own mail addresses. */
  @Test
  void entryWithAnotherUsersNameAddedIsRejected() {
    var byMail = UserLookup.search(PEOPLE, "(mail={username})");
    var byBoth =
        UserLookup.search(PEOPLE, "(|(uid={username})(mail={username}))").usernameAttribute("mail");
    List<String> mallory =
        personAlso("mallory", "mail: bob@example.com", "mail: mallory@example.com");
    withEntry(
        person("uid=mallory"),
        mallory,
        () -> {
          for (UserLookup users : List.of(byMail, byBoth)) {
            var config = LdapAuthConfig.builder(directory.server(), users);
            try (var authenticator = builder(config).build()) {
              for (String typed : List.of("mallory@example.com", "bob@example.com")) {
                no(authenticator.authenticate(typed, "password"), RejectionReason.AMBIGUOUS_USER);
              }
            }
          }
          try (var authenticator = builder(bySearch()).keyedByAttribute("mail").build()) {
            no(authenticator.authenticate("mallory", "password"), RejectionReason.KEY_MISSING);
          }
        });
    assertThat(accounts.saved).isEmpty();
  }

  @Test
  void entryWithSeveralUserNamesIsRejectedInLookupsToo() {
    var byMail = UserLookup.search(PEOPLE, "(mail={username})");
    var config = LdapAuthConfig.builder(directory.server(), byMail).groups(groupsOfNames());
    RoleMapping<String> staff =
        RoleMapping.<String>builder(config.build())
            .role(memberOf(group("staff_gon")), "staff")
            .build();
    withEntry(
        person("uid=mallory"),
        personAlso("mallory", "mail: bob@example.com", "mail: mallory@example.com"),
        () -> {
          try (var authenticator = builder(config).build()) {
            assertThat(authenticator.populate("mallory@example.com"))
                .isInstanceOfSatisfying(
                    AuthenticationResult.Rejected.class,
                    no -> assertThat(no.reason()).isEqualTo(RejectionReason.AMBIGUOUS_USER));
            assertThatExceptionOfType(LdapDirectoryException.class)
                .isThrownBy(() -> authenticator.lookup("mallory@example.com"))
                .withMessageContaining("has several values of mail, the user name");
            assertNotTold(() -> roles(authenticator, "mallory@example.com", staff));
          }
        });
    assertThat(accounts.saved).isEmpty();
  }

  @Test
  void nameInTheRdnCountsAmongOthersOfTheEntry() {
    withEntry(
        person("uid=mallory"),
        personAlso("mallory", "uid: bob2"),
        () -> {
          for (LdapAuthenticatorBuilder<Account> builder :
              List.of(builder(bySearch()), builder(bySearch()).keyedByAttribute("uid"))) {
            try (var authenticator = builder.build()) {
              assertThat(yes(authenticator.authenticate("bob2", "password")).account().key)
                  .isEqualTo("mallory");
            }
          }
        });
  }

  @Test
  void aBlankValueIsNoKey() {
    withEntry(
        person("uid=blank"),
        personAlso("blank", "employeeNumber:: IA=="),
        () -> {
          try (var authenticator = builder(bySearch()).keyedByAttribute("employeeNumber").build()) {
            no(authenticator.authenticate("blank", "password"), RejectionReason.KEY_MISSING);
          }
        });
    assertThat(accounts.saved).isEmpty();
  }

  @Test
  void anAttributeAsKeyIsComparedAsItIs() {
    Account other = accounts.save(new Account("adams"));
    try (var authenticator = builder(byTemplate()).keyedByAttribute("sn").build()) {
      Account alice = yes(authenticator.authenticate("alice", "password")).account();
      assertThat(alice).isNotSameAs(other);
      assertThat(alice.key).isEqualTo("Adams");
    }
  }
}
