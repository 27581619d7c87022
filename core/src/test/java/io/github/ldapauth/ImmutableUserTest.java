// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.STAFF;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.ldapauth.entry.AttributeReader;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users of the application that are records. */
class ImmutableUserTest {

  record Person(
      String name, String firstName, Optional<String> mail, boolean staff, Set<String> groups) {

    Person withFirstName(String text) {
      return new Person(name, text, mail, staff, groups);
    }

    Person withMail(Optional<String> text) {
      return new Person(name, firstName, text, staff, groups);
    }

    Person withStaff(boolean is) {
      return new Person(name, firstName, mail, is, groups);
    }

    Person withGroups(Set<String> names) {
      return new Person(name, firstName, mail, staff, names);
    }
  }

  static final class People implements UserStore<Person> {

    final Map<String, Person> saved = new HashMap<>();
    int saves;

    @Override
    public Optional<Person> find(String key, LdapUser ldapUser) {
      return Optional.ofNullable(saved.get(key));
    }

    @Override
    public Person create(String key, LdapUser ldapUser) {
      return new Person(key, "", Optional.empty(), false, Set.of());
    }

    @Override
    public boolean isActive(Person person) {
      return !person.firstName().equals("Robert");
    }

    @Override
    public Person save(Person person) {
      saves++;
      saved.put(person.name(), person);
      return person;
    }
  }

  private final People people = new People();
  private TestDirectory directory;

  @BeforeEach
  void start() {
    directory = Directories.people().start();
  }

  @AfterEach
  void stop() {
    directory.close();
  }

  private LdapAuthenticator<Person> authenticator() {
    return LdapAuthenticator.builder(Directories.withGroups(directory).build(), people)
        .withAttribute("givenName", Person::withFirstName)
        .withAttribute("mail", AttributeReader.TEXT.optional(), Person::withMail)
        .withFlag(memberOf(STAFF), Person::withStaff)
        .withMirroredGroups(GroupMirror.all(), Person::groups, Person::withGroups)
        .build();
  }

  @Test
  void recordIsFilledAndSavedOnce() {
    try (var authenticator = authenticator()) {
      Person alice = yes(authenticator.authenticate("alice", "wonderland")).account();
      assertThat(alice)
          .isEqualTo(
              new Person("alice", "Alice", Optional.of("alice@example.com"), true, Set.of("staff")))
          .isSameAs(people.saved.get("alice"));
      assertThat(people.saves).isEqualTo(1);
    }
  }

  @Test
  void equalRecordIsNotSavedAgain() {
    try (var authenticator = authenticator()) {
      yes(authenticator.authenticate("alice", "wonderland"));
      yes(authenticator.authenticate("alice", "wonderland"));
      assertThat(people.saves).isEqualTo(1);

      directory.user("alice").attribute("givenName", "Alicia");
      assertThat(yes(authenticator.authenticate("alice", "wonderland")).account().firstName())
          .isEqualTo("Alicia");
      assertThat(people.saves).isEqualTo(2);
    }
  }

  @Test
  void activityIsThatOfTheChangedRecord() {
    directory.user("bob").attribute("givenName", "Robert");
    try (var authenticator = authenticator()) {
      no(authenticator.authenticate("bob", "builder"), RejectionReason.INACTIVE_IN_APPLICATION);
      assertThat(people.saves).isZero();
    }
  }

  @Test
  void functionThatReturnsNullIsNamed() {
    try (var authenticator =
        LdapAuthenticator.builder(Directories.config(directory).build(), people)
            .withAttribute("givenName", (person, text) -> null)
            .build()) {
      assertThatNullPointerException()
          .isThrownBy(() -> authenticator.authenticate("alice", "wonderland"))
          .withMessageContaining("withAttribute of ");
    }
  }
}
