// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.group.GroupQuery.memberOf;

import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.TestDirectory;
import io.github.ldapauth.testkit.TestDirectoryBuilder;

/** The people and the configurations that most stories are about. */
public final class Directories {
  public static final String PEOPLE = "ou=people,dc=example,dc=com";
  public static final String GROUPS = "ou=groups,dc=example,dc=com";
  public static final String SERVICE = "uid=svc," + PEOPLE;
  public static final String ALICE = "uid=alice," + PEOPLE;
  public static final String BOB = "uid=bob," + PEOPLE;
  public static final String STAFF = "cn=staff," + GROUPS;
  public static final String ADMINS = "cn=admins," + GROUPS;

  private Directories() {}

  public static TestDirectoryBuilder people() {
    return TestDirectory.builder()
        .bindRequiredToSearch()
        .user("svc", user -> user.password("service secret"))
        .user(
            "alice",
            user ->
                user.password("wonderland")
                    .attribute("givenName", "Alice")
                    .attribute("sn", "Adams")
                    .attribute("mail", "alice@example.com"))
        .user("bob", user -> user.password("builder").attribute("mail", "bob@example.com"))
        .group("staff", group -> group.members("alice"))
        .group("admins", group -> group.members("staff"));
  }

  public static UserSearchLookup byUid() {
    return UserLookup.search(PEOPLE, "(uid={username})");
  }

  public static LdapAuthConfigBuilder config(TestDirectory directory) {
    return config(directory, byUid());
  }

  public static LdapAuthConfigBuilder config(TestDirectory directory, UserLookup users) {
    return LdapAuthConfig.builder(LdapServer.url(directory.url()), users)
        .serviceAccount(SERVICE, "service secret");
  }

  public static LdapAuthConfigBuilder withGroups(TestDirectory directory) {
    return config(directory).groups(GroupLookup.search(GROUPS, GroupType.groupOfNames()));
  }

  public static LdapAuthConfigBuilder staffOnly(TestDirectory directory) {
    return withGroups(directory).require(memberOf(STAFF));
  }
}
