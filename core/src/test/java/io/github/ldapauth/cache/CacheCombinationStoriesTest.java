// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.cache;

import static io.github.ldapauth.fixture.Results.roles;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.GroupMirror;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.OnBothDirectories;
import io.github.ldapauth.fixture.Results;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.role.RoleMapping;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What comes of a cache that meets other features, as their descriptions foretell. */
class CacheCombinationStoriesTest extends OnBothDirectories {

  private static final Duration HOUR = Duration.ofHours(1);

  private final AccountStore accounts = new AccountStore();

  private static GroupLookup nested() {
    return GroupLookup.search(GROUPS, GroupType.groupOfNames().nested());
  }

  private static void setMember(String group, String change, String dn) {
    directory.change(
        "dn: " + group(group), "changetype: modify", change + ": member", "member: " + dn);
  }

  private static void add(String dn, String uid) {
    directory.change(
        "dn: " + dn,
        "changetype: add",
        "objectClass: inetOrgPerson",
        "uid: " + uid,
        "cn: Doe, John (X)",
        "sn: Doe",
        "description: active",
        "userPassword: password");
  }

  private static void delete(String dn) {
    directory.change("dn: " + dn, "changetype: delete");
  }

  private static void rename(String dn, String rdn) {
    directory.change("dn: " + dn, "changetype: modrdn", "newrdn: " + rdn, "deleteoldrdn: 0");
  }

  /** Union search, DN that needs escapes, nested groups, cached DN, rename, mirror. */
  @Test
  void renamedUserIsFoundWithTheGroupsOfTheNewDn() {
    var everywhere =
        UserLookup.search("ou=moregroups,o=test", "(cn={username})")
            .or(UserLookup.search(PEOPLE, "(uid={username})"))
            .usernameAttribute("uid");
    var config =
        LdapAuthConfig.builder(directory.server(), everywhere).groups(nested()).cache(HOUR).build();
    String before = person("cn=Doe\\, John (X)");
    String after = person("cn=\\#1 Doe\\, John\\+");
    add(before, "j(d)*");
    setMember("nested_gon", "add", before);
    setMember("staff_gon", "add", after);
    try (var authenticator =
        LdapAuthenticator.builder(config, accounts)
            .mirrorGroups(GroupMirror.all(), Account::groups, Account::setGroups)
            .build()) {
      authenticator.populate("j(d)*");
      Account john = accounts.saved.get("j(d)*");
      assertThat(john.groups).containsExactly("circular_gon", "nested_gon", "parent_gon");

      rename(before, "cn=\\#1 Doe\\, John\\+");
      authenticator.populate("J(D)*");
      assertThat(john.groups).containsExactly("staff_gon");
      assertThat(yes(authenticator.authenticate("j(d)*", "password")).account()).isSameAs(john);
      assertThat(authenticator.lookup("j(d)*").orElseThrow().dn()).isEqualTo(Dn.parse(after));
    } finally {
      setMember("nested_gon", "delete", before);
      setMember("staff_gon", "delete", after);
      delete(after);
    }
  }

  @Test
  void populateDoesNotRestoreAGroupThatASignInRemoved() {
    try (var authenticator =
        LdapAuthenticator.builder(bySearch().groups(nested()).cache(HOUR).build(), accounts)
            .mirrorGroups(GroupMirror.only("staff_gon"), Account::groups, Account::setGroups)
            .build()) {
      authenticator.populate("alice");
      Account alice = accounts.saved.get("alice");
      setMember("staff_gon", "add", person("uid=bob"));
      setMember("staff_gon", "delete", person("uid=alice"));

      authenticator.populate("alice");
      assertThat(alice.groups).as("what the cache says").containsExactly("staff_gon");
      yes(authenticator.authenticate("alice", "password"));
      assertThat(alice.groups).isEmpty();
      authenticator.populate("alice");
      assertThat(alice.groups).isEmpty();
    } finally {
      setMember("staff_gon", "add", person("uid=alice"));
      setMember("staff_gon", "delete", person("uid=bob"));
    }
  }

  @Test
  void newUserOfAnOldDnGetsNoCachedGroups() {
    String dn = person("uid=temp");
    add(dn, "temp");
    setMember("staff_gon", "add", dn);
    try (var authenticator =
        LdapAuthenticator.builder(bySearch().groups(nested()).cache(HOUR).build(), accounts)
            .keyedByStableId("entryUUID")
            .flag(memberOf(group("staff_gon")), Account::setStaff)
            .build()) {
      Account first = yes(authenticator.authenticate("temp", "password")).account();
      assertThat(first.staff).isTrue();

      delete(dn);
      setMember("staff_gon", "delete", dn);
      add(dn, "temp");
      Account second = authenticator.populate("temp").user().orElseThrow();
      assertThat(second).isNotSameAs(first);
      assertThat(second.staff).isFalse();
    } finally {
      delete(dn);
    }
  }

  @Test
  void userOutsideTheFilterIsNotFoundByACachedDn() {
    var active =
        UserLookup.search(PEOPLE, "(&(uid={username})(description=active))")
            .usernameAttribute("uid");
    var config =
        LdapAuthConfig.builder(directory.server(), active).groups(nested()).cache(HOUR).build();
    String dn = person("uid=temp");
    add(dn, "temp");
    try (var authenticator = LdapAuthenticator.create(config)) {
      var roles = RoleMapping.<String>builder(config).role(memberOf(group("staff_gon")), "staff");
      setMember("staff_gon", "add", dn);
      assertThat(roles(authenticator, "temp", roles.build())).contains("staff");

      directory.change("dn: " + dn, "changetype: modify", "delete: description");
      assertThat(authenticator.lookup("temp")).isEmpty();
      assertThat(roles(authenticator, "temp", roles.build())).isEmpty();
    } finally {
      setMember("staff_gon", "delete", dn);
      delete(dn);
    }
  }

  @Test
  void signInAndInvalidateApplyDenyRulesToCachedRoles() {
    var config =
        bySearch().groups(nested()).deny(memberOf(group("superuser_gon"))).cache(HOUR).build();
    var roles =
        RoleMapping.<String>builder(config).role(memberOf(group("parent_gon")), "boss").build();
    String bob = person("uid=bob");
    setMember("parent_gon", "add", bob);
    try (var authenticator = LdapAuthenticator.create(config)) {
      assertThat(roles(authenticator, "bob", roles)).contains("boss");
      setMember("superuser_gon", "add", bob);
      assertThat(roles(authenticator, "bob", roles)).contains("boss");

      authenticator.invalidate("bob");
      assertThat(roles(authenticator, "bob", roles)).doesNotContain("boss");

      setMember("superuser_gon", "delete", bob);
      yes(authenticator.authenticate("bob", "password"));
      assertThat(roles(authenticator, "bob", roles)).contains("boss");
      setMember("superuser_gon", "add", bob);
      Results.no(authenticator.authenticate("bob", "password"), RejectionReason.DENIED);
      assertThat(roles(authenticator, "bob", roles)).doesNotContain("boss");
    } finally {
      setMember("superuser_gon", "delete", bob);
      setMember("parent_gon", "delete", bob);
    }
  }

  @Test
  void translatedNamesShareTheCache() {
    try (var authenticator =
        LdapAuthenticator.builder(bySearch().groups(nested()).cache(HOUR).build(), accounts)
            .translateUsernames(name -> "ldap-" + name, name -> name.substring("ldap-".length()))
            .build()) {
      yes(authenticator.authenticate("alice", "password"));
      setMember("staff_gon", "add", person("uid=bob"));
      setMember("staff_gon", "delete", person("uid=alice"));

      assertThat(authenticator.lookup("ldap-alice").orElseThrow().groups().names())
          .contains("staff_gon");
      authenticator.invalidate("ldap-ALICE");
      assertThat(authenticator.lookup("ldap-alice").orElseThrow().groups().names())
          .doesNotContain("staff_gon")
          .contains("parent_gon");
    } finally {
      setMember("staff_gon", "add", person("uid=alice"));
      setMember("staff_gon", "delete", person("uid=bob"));
    }
  }
}
