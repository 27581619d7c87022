// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.roles;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static io.github.ldapauth.group.GroupQuery.not;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.SignInMethod.Answer.No;
import io.github.ldapauth.SignInMethod.Answer.UnknownUser;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.OnBothDirectories;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.properties.LdapAuthProperties;
import io.github.ldapauth.role.RoleMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What comes of chains, roles, policies and odd names that meet, as their descriptions foretell.
 */
class ChainCombinationStoriesTest extends OnBothDirectories {

  private static final String MORE = "ou=moregroups,o=test";

  private final AccountStore accounts = new AccountStore();

  private static GroupLookup nested() {
    return GroupLookup.search(GROUPS, GroupType.groupOfNames().nested());
  }

  private LdapAuthenticator<Account> prefixed(String prefix, LdapAuthConfigBuilder config) {
    return LdapAuthenticator.builder(config.build(), accounts)
        .translateUsernames(name -> prefix + name, name -> name.substring(prefix.length()))
        .build();
  }

  private static LdapAuthConfigBuilder below(String base) {
    return LdapAuthConfig.builder(directory.server(), UserLookup.search(base, "(uid={username})"));
  }

  private static SignInChainResult.Rejected<Account> rejected(SignInChainResult<Account> result) {
    return (SignInChainResult.Rejected<Account>) result;
  }

  private static void add(String dn, String password) {
    directory.change(
        "dn: " + dn,
        "changetype: add",
        "objectClass: inetOrgPerson",
        "cn: cn",
        "sn: sn",
        "userPassword: " + password);
  }

  private static void setMember(String group, String change, String dn) {
    directory.change(
        "dn: " + group(group), "changetype: modify", change + ": member", "member: " + dn);
  }

  /** Two directories know an alice; the second one's password opens nothing, at neither. */
  @Test
  void sameNameInTwoDirectoriesOfAChainSignsInAtTheFirst() {
    String twin = "uid=alice," + MORE;
    String other = "uid=zoe," + MORE;
    add(twin, "of the second");
    add(other, "zoe's");
    try (var chain =
        SignInChain.<Account>builder()
            .directory("first", prefixed("a/", below(PEOPLE)))
            .directory("second", prefixed("b/", below(MORE)))
            .build()) {
      assertThat(rejected(chain.authenticate("alice", "of the second")))
          .extracting(SignInChainResult.Rejected::reason, SignInChainResult.Rejected::answeredBy)
          .containsExactly(RejectionReason.INVALID_CREDENTIALS, Optional.of("first"));
      assertThat(chain.authenticate("alice", "password").user()).isPresent();
      assertThat(chain.authenticate("zoe", "zoe's").user()).isPresent();
      assertThat(accounts.saved).containsOnlyKeys("a/alice", "b/zoe");
    } finally {
      directory.change("dn: " + twin, "changetype: delete");
      directory.change("dn: " + other, "changetype: delete");
    }
  }

  /** A local method, a directory read as the user with a rule, and a second directory. */
  @Test
  void userRejectedByARuleIsNotTriedInTheNextDirectory() {
    List<String> askedLocally = new ArrayList<>();
    SignInMethod<Account> local =
        (username, password) -> {
          askedLocally.add(username);
          return username.equals("root") ? new No<>("wrong") : new UnknownUser<>();
        };
    var strict =
        bySearch()
            .groups(nested())
            .readAsUser()
            .require(memberOf(group("parent_gon")).and(not(memberOf(group("empty_gon")))));
    try (var chain =
        SignInChain.<Account>builder()
            .method("local", local)
            .directory("strict", prefixed("", strict))
            .directory("lax", prefixed("", bySearch()))
            .build()) {
      assertThat(rejected(chain.authenticate("bob", "password")).reason())
          .isEqualTo(RejectionReason.REQUIREMENT_NOT_MET);
      assertThat(chain.authenticate("root", "password").user()).isEmpty();
      assertThat(chain.authenticate(" alice ", "password").user()).isPresent();
    }
    assertThat(askedLocally).containsExactly("bob", "root", "alice");
    assertThat(accounts.saved).containsOnlyKeys("alice");
  }

  @Test
  void onlyPopulateMirrorsKnownUsersIfNewUsersAreDisabled() {
    Account bob = accounts.save(new Account("bob"));
    bob.setGroups(Set.of("parent_gon", "by hand"));
    bob.setStaff(true);
    try (var authenticator =
        LdapAuthenticator.builder(bySearch().groups(nested()).build(), accounts)
            .createUsers(false)
            .updateRights(UpdatePolicy.NEW_USERS)
            .flag(memberOf(group("parent_gon")), Account::setStaff)
            .mirrorGroups(
                GroupMirror.byDn(Map.of(group("parent_gon"), "parent_gon")),
                Account::groups,
                Account::setGroups)
            .build()) {
      no(authenticator.authenticate("alice", "password"), RejectionReason.UNKNOWN_TO_APPLICATION);
      assertThat(authenticator.populate("alice").user()).isEmpty();

      yes(authenticator.authenticate("bob", "password"));
      assertThat(bob.groups).containsExactlyInAnyOrder("parent_gon", "by hand");
      authenticator.populate("bob");
      assertThat(bob.groups).containsExactly("by hand");
      assertThat(bob.staff).isFalse();
    }
    assertThat(accounts.saved).containsOnlyKeys("bob");
  }

  /** The group below the named entry counts though it is reached through one that does not. */
  @Test
  void aRoleByNameCountsNestedGroupsOnlyDirectlyBelowItsBase() {
    String outer = "cn=app_outer," + MORE;
    directory.change(
        "dn: " + outer,
        "changetype: add",
        "objectClass: groupOfNames",
        "cn: app_outer",
        "member: " + group("nested_gon"));
    var config =
        bySearch().groups(GroupLookup.search("o=test", GroupType.groupOfNames().nested())).build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      var below =
          RoleMapping.<String>builder(config).groupNamePrefix(MORE, "app_", Set::of).build();
      var above =
          RoleMapping.<String>builder(config).groupNamePrefix("o=test", "app_", Set::of).build();

      assertThat(roles(authenticator, "alice", below)).containsExactly("app_outer");
      assertThat(roles(authenticator, "alice", above)).isEmpty();
      assertThat(roles(authenticator, "bob", below)).isEmpty();
    } finally {
      directory.change("dn: " + outer, "changetype: delete");
    }
  }

  /** A DN template escapes what the posix group holds as it is. */
  @Test
  void unusualNameInATemplateIsInItsPosixGroup() {
    String odd = "#Doe, John+\"X\" <y>;";
    String dn = "uid=\\#Doe\\, John\\+\\\"X\\\" \\<y\\>\\;," + PEOPLE;
    add(dn, "password");
    directory.change(
        "dn: " + group("staff_px"), "changetype: modify", "add: memberUid", "memberUid: " + odd);
    var config =
        byTemplate()
            .groups(GroupLookup.search(GROUPS, GroupType.posixGroup()))
            .require(memberOf(group("staff_px")))
            .deny(memberOf(group("superuser_px")));
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      assertThat(yes(authenticator.authenticate(odd, "password")).ldapUser().username())
          .isEqualTo(odd);
      no(authenticator.authenticate("alice", "password"), RejectionReason.DENIED);
      no(authenticator.authenticate("bob", "password"), RejectionReason.REQUIREMENT_NOT_MET);
    } finally {
      directory.change(
          "dn: " + group("staff_px"),
          "changetype: modify",
          "delete: memberUid",
          "memberUid: " + odd);
      directory.change("dn: " + dn, "changetype: delete");
    }
  }

  /** Text, escapes of two kinds, a negation, nested groups, and a configuration from properties. */
  @Test
  void ruleAsTextNamesAGroupDnWithEscapes() {
    String odd = "cn=100% (club)\\, \\+1," + GROUPS;
    directory.change(
        "dn: " + odd,
        "changetype: add",
        "objectClass: groupOfNames",
        "cn: 100% (club), +1",
        "member: " + group("nested_gon"));
    String rule =
        "(&(group=cn=100% \\28club\\29\\5c, \\5c+1,"
            + GROUPS
            + ")(!(group=cn=alice_gon, ou=query_groups, o=test)))";
    Map<String, String> settings =
        Map.of(
            "server.urls", "ldap://127.0.0.1:" + directory.port(),
            "user-search.base", PEOPLE,
            "user-search.filter", "(uid={username})",
            "group-search.base", "o=test",
            "group-search.type", "groupOfNames",
            "group-search.nested", "true",
            "require", GroupQuery.parse(rule).toString());
    String bob = person("uid=bob");
    setMember("circular_gon", "add", bob);
    try (var authenticator =
        LdapAuthenticator.create(LdapAuthProperties.read(settings, "").build())) {
      yes(authenticator.authenticate("bob", "password"));
      no(authenticator.authenticate("alice", "password"), RejectionReason.REQUIREMENT_NOT_MET);
      no(authenticator.authenticate("nobody", "password"), RejectionReason.REQUIREMENT_NOT_MET);
    } finally {
      setMember("circular_gon", "delete", bob);
      directory.change("dn: " + odd, "changetype: delete");
    }
  }
}
