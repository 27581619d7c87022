// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.docs;

import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.GroupMirror;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.UserStore;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The block of the guide for users of django-auth-ldap, and the settings that it must name. */
class MigrationGuideTest {

  private static final String GUIDE = "core/docs/coming-from-django-auth-ldap.md";
  private static final Pattern DECLINED = Pattern.compile("([A-Z]+-\\d+),\".*\",[^,\"]*,\"(.+)\"");

  private static final List<String> SETTINGS =
      List.of(
          "ALWAYS_UPDATE_USER",
          "AUTHORIZE_ALL_USERS",
          "BIND_AS_AUTHENTICATING_USER",
          "REFRESH_DN_ON_BIND",
          "BIND_DN",
          "BIND_PASSWORD",
          "CACHE_TIMEOUT",
          "CONNECTION_OPTIONS",
          "DENY_GROUP",
          "FIND_GROUP_PERMS",
          "GLOBAL_OPTIONS",
          "GROUP_SEARCH",
          "GROUP_TYPE",
          "MIRROR_GROUPS",
          "MIRROR_GROUPS_EXCEPT",
          "NO_NEW_USERS",
          "PERMIT_EMPTY_PASSWORD",
          "REQUIRE_GROUP",
          "SERVER_URI",
          "START_TLS",
          "USER_ATTRLIST",
          "USER_ATTR_MAP",
          "USER_DN_TEMPLATE",
          "USER_FLAGS_BY_GROUP",
          "USER_QUERY_FIELD",
          "USER_SEARCH");

  private final UserStore<Account> accounts = new EmptyStore<>((key, user) -> new Account(key));

  @Test
  void sameConfiguration() {
    LdapAuthConfig config =
        LdapAuthConfig.builder(
                LdapServer.ldaps("ldap.example.com"),
                UserLookup.search("ou=people,dc=example,dc=com", "(uid={username})"))
            .serviceAccount("cn=svc,dc=example,dc=com", "secret")
            .groups(
                GroupLookup.search("ou=groups,dc=example,dc=com", GroupType.groupOfNames().nested())
                    .filter("(objectClass=groupOfNames)"))
            .require(memberOf("cn=staff,ou=groups,dc=example,dc=com"))
            .build();

    LdapAuthenticator<Account> authenticator =
        LdapAuthenticator.builder(config, accounts)
            .attribute("givenName", Account::setFirstName)
            .attribute("sn", Account::setLastName)
            .flag(memberOf("cn=admins,ou=groups,dc=example,dc=com"), Account::setStaff)
            .mirrorGroups(GroupMirror.only("editors"), Account::groups, Account::setGroups)
            .build();

    try (authenticator) {
      assertThat(authenticator.toString()).contains("ldap.example.com:636");
    }
  }

  @Test
  void guideNamesEverySettingOfTheOriginal() throws IOException {
    assertThat(Document.read(GUIDE).code())
        .containsAll(SETTINGS.stream().map(setting -> "`" + setting + "`").toList());
  }

  /** Letters and digits count; the table at the end of the guide must have each reason. */
  @Test
  void guideListsEveryDeclinedBehaviour() throws IOException {
    String guide = letters(String.join("\n", Document.read(GUIDE).prose()));
    List<String> missing = new ArrayList<>();
    for (String row : Files.readAllLines(Document.fromRoot("core/src/test/resources/parity.csv"))) {
      Matcher declined = DECLINED.matcher(row);
      if (declined.matches() && !guide.contains(letters(declined.group(2)))) {
        missing.add(declined.group(1) + ": " + declined.group(2));
      }
    }
    assertThat(missing).describedAs("reasons that are missing in " + GUIDE).isEmpty();
  }

  private static String letters(String text) {
    return text.replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
