// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.testkit.Operation.Type.SEARCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.entry.SearchScope;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.properties.LdapAuthProperties;
import io.github.ldapauth.testkit.Operation;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches that can find no user, found before the first sign-in. */
class UserSearchProblemsTest extends ProblemFinderStories {

  private static final String BASE = "dc=example,dc=com";
  private static final String BY_UID = "(uid={username})";
  private static final String POSIX = "(&(objectClass=posixAccount)(uid=*))";

  private List<String> problems(UserLookup users) {
    return problems(Directories.config(directory, users));
  }

  private String line(String base, String found, String check) {
    return "%s: no user is found by %s; check this base, %s, and what the service account may read (at %s)"
        .formatted(base, found, check, directory.hostAndPort());
  }

  private static String search(String base) {
    return "UserLookup.search base \"" + base + "\"";
  }

  @Test
  void scopeThatReachesNoUserIsAProblem() {
    assertThat(problems(UserLookup.search(BASE, BY_UID).scope(SearchScope.ONE_LEVEL)))
        .containsExactly(
            line(
                search(BASE),
                "(uid=*) directly below " + BASE,
                "UserLookup.search scope, UserLookup.search filter"));
  }

  @Test
  void baseWithoutUsersIsAProblem() {
    assertThat(problems(UserLookup.search(GROUPS, BY_UID)))
        .containsExactly(
            line(search(GROUPS), "(uid=*) below " + GROUPS, "UserLookup.search filter"));
  }

  @Test
  void everySearchHasToFindAUser() {
    var users =
        Directories.byUid()
            .or(UserLookup.search(PEOPLE, "(telephoneNumber={username})"))
            .usernameAttribute("uid");

    assertThat(problems(users))
        .containsExactly(
            line(
                search(PEOPLE),
                "(telephoneNumber=*) below " + PEOPLE,
                "UserLookup.search filter \"(telephoneNumber={username})\""));
  }

  @Test
  void emptyDirectoryOfAnAnonymousSearchIsAProblem() {
    try (var empty = TestDirectory.builder().start()) {
      var config = LdapAuthConfig.builder(LdapServer.url(empty.url()), Directories.byUid());

      assertThat(problems(config))
          .containsExactly(
              search(PEOPLE)
                  + ": no user is found by (uid=*) below "
                  + PEOPLE
                  + "; check this base, UserLookup.search filter, and whether anonymous searches see"
                  + " users; if not, set serviceAccount(...) (at "
                  + empty.hostAndPort()
                  + ")");
    }
  }

  @Test
  void presetOfAnotherSchemaIsNamed() {
    var preset =
        LdapAuthConfig.openLdapRfc2307(LdapServer.url(directory.url()), BASE)
            .serviceAccount(SERVICE, "service secret");

    assertThat(problems(preset))
        .containsExactly(
            line(
                "LdapAuthConfig.openLdapRfc2307 base \"" + BASE + "\"",
                POSIX + " below " + BASE,
                "LdapAuthConfig.openLdapRfc2307 filter"));
  }

  private LdapAuthConfigBuilder properties(String... users) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("ldap.server.urls", directory.url());
    settings.put("ldap.service-account.dn", SERVICE);
    settings.put("ldap.service-account.password", "service secret");
    for (int i = 0; i < users.length; i += 2) {
      settings.put("ldap." + users[i], users[i + 1]);
    }
    return LdapAuthProperties.read(settings, "ldap.");
  }

  @Test
  void keysAreNamedAsWritten() {
    assertThat(problems(properties("preset", "open-ldap-rfc2307", "preset.base", BASE)))
        .containsExactly(
            line(
                "ldap.preset.base \"" + BASE + "\"",
                POSIX + " below " + BASE,
                "ldap.preset (ldap.user-search.filter overrides it)"));
    assertThat(
            problems(
                properties(
                    "user-search.base.1",
                    PEOPLE,
                    "user-search.filter.1",
                    BY_UID,
                    "user-search.base.2",
                    BASE,
                    "user-search.filter.2",
                    "(mail={username})",
                    "user-search.scope.2",
                    "one-level",
                    "user-search.username-attribute",
                    "uid")))
        .containsExactly(
            line(
                "ldap.user-search.base.2 \"" + BASE + "\"",
                "(mail=*) directly below " + BASE,
                "ldap.user-search.scope.2, ldap.user-search.filter.2 \"(mail={username})\""));
  }

  @Test
  void oneRequestLooksForAnyUser() {
    assertThat(problems(Directories.byUid())).isEmpty();

    assertThat(directory.operations().searches())
        .extracting(Operation::filter)
        .containsOnlyOnce("(uid=*)");
  }

  @Test
  void reachedSizeLimitIsNoProblem() {
    directory.faults().next(SEARCH).withFilter("(uid=*)").returnsOnly(1);

    assertThat(problems(Directories.byUid())).isEmpty();
    directory.faults().assertAllUsed();
  }

  /** Servers may refuse it without an index, or give up, although they find one name. */
  @ParameterizedTest
  @ValueSource(ints = {3, 4, 11, 50, 53})
  void refusedSearchForAnyNameIsNoProblem(int resultCode) {
    directory.faults().next(SEARCH).withFilter("(uid=*)").answers(resultCode, "not indexed");

    assertThat(problems(Directories.byUid())).isEmpty();
    directory.faults().assertAllUsed();
  }

  @Test
  void refusedSearchForOneNameIsAProblem() {
    directory.faults().every(SEARCH).withFilter("(uid=").answers(50, "not for you");

    assertThat(problems(Directories.byUid()))
        .singleElement()
        .asString()
        .startsWith(search(PEOPLE) + ": FIND_USER at " + directory.hostAndPort())
        .endsWith("(50): not for you");
  }
}
