// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.SearchScope;
import io.github.ldapauth.fixture.Gateway.Request;
import io.github.ldapauth.fixture.ThroughGateway;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Finding the entry of a user. */
class FindingStoriesTest extends ThroughGateway {

  @Test
  void aTemplateIsFilledInAsItIsWritten() {
    LdapUser alice =
        signIn(through(UserLookup.dnTemplate("UID={username},OU=People, O=Test")), "Alice");

    assertThat(gateway.binds()).containsExactly("UID=Alice,OU=People,O=Test");
    assertThat(alice.dn()).hasToString(ALICE);
    assertThat(alice.username()).isEqualTo("alice");
  }

  @Test
  void aNameIsOneValueOfTheTemplate() {
    isRefused(through(template()), "alice,1", "password", RejectionReason.INVALID_CREDENTIALS);

    assertSent("bind");
    assertThat(gateway.binds()).containsExactly("uid=alice\\,1," + PEOPLE);
  }

  @Test
  void aNameIsOneValueOfTheFilter() {
    isRefused(through(byUid()), "alice*", "password", RejectionReason.USER_NOT_FOUND);

    assertThat(gateway.requests())
        .singleElement()
        .extracting(Request::filter)
        .isEqualTo("(uid=alice\\2a)");
  }

  @Test
  void searchThatFindsNoneOrSeveralRejects() {
    isRefused(
        through(search("(uidNumber={username})")),
        "alice",
        "password",
        RejectionReason.USER_NOT_FOUND);
    isRefused(
        through(search("(|(uid=*)(uid={username}))")),
        "alice",
        "password",
        RejectionReason.AMBIGUOUS_USER);
    assertThat(gateway.binds()).isEmpty();
  }

  @Test
  void userIsFoundBelowEitherOfTwoBases() {
    var either = UserLookup.search(GROUPS, "(uid={username})").or(byUid());

    assertThat(signIn(through(either), "alice").dn()).hasToString(ALICE);
    assertThat(gateway.searches()).extracting(Request::name).containsExactly(GROUPS, PEOPLE);
  }

  @Test
  void referenceToAnotherServerIsNoUser() {
    whereOtherPeopleAreElsewhere(
        elsewhere -> {
          assertThat(signIn(through(byUid()), "alice").dn()).hasToString(ALICE);
          isRefused(through(byUid()), "dave", "dave", RejectionReason.USER_NOT_FOUND);
        });
  }

  @Test
  void searchReferredToAnotherServerFails() {
    whereOtherPeopleAreElsewhere(
        elsewhere -> {
          var config = through(UserLookup.search(elsewhere, "(uid={username})"));
          assertThat(getsNoAnswer(config, Stage.FIND_USER).resultCode()).hasValue(10);
          assertThat(gateway.binds()).isEmpty();
        });
  }

  /** Refers from an entry here to a server of its own, which must never hear of it. */
  private static void whereOtherPeopleAreElsewhere(Consumer<String> story) {
    String dn = "ou=elsewhere," + PEOPLE;
    try (var other = TestDirectory.builder().baseDn("o=test").user("dave", "dave").start()) {
      directory.change(
          "dn: " + dn,
          "changetype: add",
          "objectClass: referral",
          "objectClass: extensibleObject",
          "ou: elsewhere",
          "ref: " + other.url() + "/" + PEOPLE);
      try {
        story.accept(dn);
      } finally {
        directory.change(
            "dn: " + dn, "control: 2.16.840.1.113730.3.4.2 true", "changetype: delete");
      }
      assertThat(other.operations()).isEmpty();
    }
  }

  @Test
  void missingBaseFails() {
    var config = through(UserLookup.search("ou=nowhere,o=test", "(uid={username})"));

    LdapDirectoryException failure = getsNoAnswer(config, Stage.FIND_USER);
    assertThat(failure.resultCode()).hasValue(32);
    assertThat(failure)
        .hasMessageContaining("UserLookup.search base \"ou=nowhere,o=test\": no such object (32)");
  }

  @Test
  void unionFailsIfOnePartFails() {
    var union = byUid().or(UserLookup.search("ou=nowhere,o=test", "(uid={username})"));

    getsNoAnswer(through(union), Stage.FIND_USER);
    assertThat(gateway.binds()).isEmpty();
  }

  @Test
  void aFilterNeedsNoParentheses() {
    assertThat(signIn(through(search("uid={username}")), "alice").dn()).hasToString(ALICE);
  }

  @Test
  void undefinedFilterFindsNoUser() {
    for (String filter : List.of("(noSuchAttribute={username})", "(jpegPhoto={username})")) {
      isRefused(through(search(filter)), "alice", "password", RejectionReason.USER_NOT_FOUND);
    }
    assertThat(gateway.types()).containsExactly("search", "search");
  }

  @Test
  void aBaseMayBeWrittenInAnyCaseAndWithBlanks() {
    var users = UserLookup.search("OU=People,  O=Test", "(uid={username})");

    assertThat(signIn(through(users), "alice").dn()).hasToString(ALICE);
    assertThat(gateway.searches()).extracting(Request::name).containsExactly("OU=People,  O=Test");
  }

  @Test
  void userOutsideTheBaseIsNotFound() {
    var among = UserLookup.search(GROUPS, "(uid={username})");

    isRefused(through(among), "alice", "password", RejectionReason.USER_NOT_FOUND);
    assertThat(gateway.searches()).extracting(Request::name).containsExactly(GROUPS);
  }

  @Test
  void aSearchReachesAsFarAsItsScope() {
    var everywhere = UserLookup.search("o=test", "(uid={username})");
    var herself = UserLookup.search(ALICE, "(uid={username})");

    for (var users :
        List.of(
            everywhere, byUid().scope(SearchScope.ONE_LEVEL), herself.scope(SearchScope.BASE))) {
      assertThat(signIn(through(users), "alice").dn()).hasToString(ALICE);
    }
    for (var users :
        List.of(everywhere.scope(SearchScope.ONE_LEVEL), byUid().scope(SearchScope.BASE))) {
      isRefused(through(users), "alice", "password", RejectionReason.USER_NOT_FOUND);
    }
    assertThat(gateway.searches())
        .extracting(request -> request.scope().getName())
        .containsExactly("SUB", "ONE", "BASE", "ONE", "BASE");
  }

  @Test
  void entryFoundBySeveralSearchesIsOneUser() {
    var twice = byUid().or(UserLookup.search("o=test", "(uid={username})"));

    assertThat(signIn(through(twice), "alice").dn()).hasToString(ALICE);
    assertThat(gateway.types()).containsExactly("search", "search", "bind");
  }

  @Test
  void userThatWasNotFoundIsSearchedForAgain() {
    try (var authenticator = authenticator(through(byUid()))) {
      no(authenticator.authenticate("dave", "dave"), RejectionReason.USER_NOT_FOUND);
      withEntry(
          person("uid=dave"),
          personWith("dave", "dave"),
          () -> yes(authenticator.authenticate("dave", "dave")));
    }
    assertThat(gateway.types()).containsExactly("search", "search", "bind");
  }

  @ParameterizedTest
  @ValueSource(strings = {"uid=MiXed", "uid=ÉMILE", "uid=İ"})
  void theDnIsUsedAsTheDirectorySpellsIt(String rdn) {
    String username = rdn.substring("uid=".length());
    withEntry(
        person(rdn),
        personWith(username, "password"),
        () -> assertThat(signIn(through(byUid()), username).dn()).hasToString(person(rdn)));

    assertThat(gateway.binds()).containsExactly(person(rdn));
  }
}
