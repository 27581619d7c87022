// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Mistakes.mistakesOf;
import static io.github.ldapauth.fixture.Nothing.nothing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupSearchLookup;
import io.github.ldapauth.group.GroupType;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes in the ways to find users and groups. */
class LookupMistakesTest {

  private static final LdapServer SERVER = LdapServer.ldaps("ldap.example.com");
  private static final UserSearchLookup BY_UID = UserLookup.search(PEOPLE, "(uid={username})");
  private static final GroupSearchLookup LOOKUP =
      GroupLookup.search(GROUPS, GroupType.groupOfNames());

  @Test
  void nullNameOfAGroupOrAttributeIsAMistake() {
    assertThat(
            mistakesOf(LdapAuthConfig.builder(SERVER, BY_UID).attributes("sn", nothing())::build))
        .containsExactly("attributes: is missing");
    var config = LdapAuthConfig.builder(SERVER, BY_UID).groups(LOOKUP).build();
    for (GroupMirror mirror :
        List.of(
            GroupMirror.byDn(Collections.singletonMap("cn=staff," + GROUPS, nothing())),
            GroupMirror.only("staff", nothing()),
            GroupMirror.allExcept("staff", nothing()))) {
      var builder =
          LdapAuthenticator.builder(config, new AccountStore())
              .mirrorGroups(mirror, Account::groups, Account::setGroups);
      assertThat(mistakesOf(builder::build))
          .singleElement()
          .asString()
          .contains("the name of a group is empty");
    }
  }

  /** A per cent sign is no placeholder before any word. */
  @Test
  void perCentSignsMayStandInFilters() {
    var users = UserLookup.search(PEOPLE, "(&(uid={username})(discount=50%staff))");
    assertThatCode(() -> LdapAuthConfig.builder(SERVER, users).build()).doesNotThrowAnyException();
  }

  static Stream<Arguments> lookups() {
    return Stream.of(
        arguments(
            UserLookup.search("", "(uid={username})"),
            "UserLookup.search base \"\": is empty; write \"everywhere\" for the empty DN"),
        arguments(UserLookup.search("people", "(uid={username})"), "base \"people\": not a DN"),
        arguments(UserLookup.search(PEOPLE, ""), "UserLookup.search filter \"\": is empty"),
        arguments(UserLookup.search(PEOPLE, "(uid={username}"), "not a filter"),
        arguments(UserLookup.search(PEOPLE, "(uid=*)"), "has no placeholder {username}"),
        arguments(UserLookup.search(PEOPLE, "(uid={0})"), "the placeholder {0}; use"),
        arguments(
            UserLookup.search(PEOPLE, "(uid=%(user)s)"),
            "has the placeholder %(user)s; use {username}"),
        arguments(UserLookup.search(PEOPLE, "(uid=%s)"), "the placeholder %s; use"),
        arguments(UserLookup.search(PEOPLE, "(uid=${username})"), "the placeholder ${username};"),
        arguments(UserLookup.search(PEOPLE, "uid=%u"), "the placeholder %u; use"),
        arguments(UserLookup.dnTemplate("uid=%(user)s," + PEOPLE), "the placeholder %(user)s;"),
        arguments(UserLookup.bindName("%s@example.com", BY_UID), "the placeholder %s;"),
        arguments(UserLookup.search(PEOPLE, "({username}=alice)"), "not an attribute description"),
        arguments(UserLookup.search(PEOPLE, "(u id={username})"), "not an attribute description"),
        arguments(
            UserLookup.search(PEOPLE, "(!(uid={username}))"), "is allowed only in an equality"),
        arguments(
            UserLookup.search(PEOPLE, "(uid=*{username}*)"),
            "needs text between {username} and a wildcard"),
        arguments(UserLookup.search(PEOPLE, "(uid>={username})"), "is allowed only in an equality"),
        arguments(
            UserLookup.search(PEOPLE, "(|(uid={username})(mail={username}))"),
            "name the one that holds the user name with usernameAttribute(...)"),
        arguments(BY_UID.usernameAttribute("u id"), "UserLookup.usernameAttribute \"u id\""),
        arguments(
            BY_UID.usernameAttribute("uid").or(BY_UID.usernameAttribute("mail")),
            "UserLookup.usernameAttribute \"mail\": another search has \"uid\"; all searches"),
        arguments(UserLookup.dnTemplate(""), "UserLookup.dnTemplate \"\": is empty"),
        arguments(UserLookup.dnTemplate(PEOPLE), "has no placeholder {username}"),
        arguments(UserLookup.dnTemplate("{username}"), "not a DN"),
        arguments(UserLookup.dnTemplate("{username}@example.com"), "not a DN"),
        arguments(
            UserLookup.dnTemplate("{username}=alice," + PEOPLE),
            "\"{username}\" is not an attribute description"),
        arguments(UserLookup.dnTemplate("uid={username},ou={username}," + PEOPLE), "in two values"),
        arguments(UserLookup.bindName("", BY_UID), "UserLookup.bindName \"\": is empty"),
        arguments(
            UserLookup.bindName("alice@example.com", BY_UID),
            "UserLookup.bindName \"alice@example.com\": has no placeholder {username}"),
        arguments(
            UserLookup.bindName("uid={username}," + PEOPLE, BY_UID),
            "would make DNs; use UserLookup.dnTemplate"),
        arguments(
            UserLookup.bindName("{username}\n@example.com", BY_UID), "contains control characters"),
        arguments(
            UserLookup.bindName(
                "{username}@example.com", UserLookup.search("people", "(uid={username})")),
            "UserLookup.search base \"people\": not a DN"));
  }

  @ParameterizedTest
  @MethodSource("lookups")
  void aMistakenLookupIsNamed(UserLookup users, String mistake) {
    assertThat(mistakesOf(LdapAuthConfig.builder(SERVER, users)::build))
        .singleElement()
        .asString()
        .contains(mistake);
  }
}
