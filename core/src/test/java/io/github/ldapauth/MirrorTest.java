// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.STAFF;
import static io.github.ldapauth.fixture.Mistakes.mistakesOf;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorTest {

  private final TestDirectory directory = Directories.people().start();
  private final AccountStore accounts = new AccountStore();

  @AfterEach
  void stop() {
    directory.close();
  }

  private LdapAuthenticatorBuilder<Account> mirroring(
      LdapAuthConfigBuilder config, GroupMirror mirror) {
    return LdapAuthenticator.builder(config.build(), accounts)
        .mirrorGroups(mirror, Account::groups, Account::setGroups);
  }

  @ParameterizedTest
  @ValueSource(strings = {"memberOf", "memberOf;range=0-1"})
  void incompleteGroupsRejectAndNoneIsRemoved(String attribute) {
    Account alice = accounts.save(new Account("alice"));
    alice.setGroups(Set.of("by hand"));
    directory.user("alice").attribute(attribute, STAFF, "no DN at all");
    var config = Directories.config(directory).groups(GroupLookup.memberOf());
    var byDn = GroupMirror.byDn(Map.of(STAFF, "staff"));
    for (GroupMirror mirror : new GroupMirror[] {GroupMirror.all(), byDn}) {
      try (var authenticator = mirroring(config, mirror).build()) {
        no(authenticator.authenticate("alice", "wonderland"), RejectionReason.MEMBERSHIP_UNKNOWN);
        assertThat(authenticator.populate("alice").user()).isEmpty();
      }
    }
    assertThat(alice.groups).containsExactly("by hand");
    assertThat(alice.saves).isEqualTo(1);
  }

  @Test
  void exceptionsOfTheGroupCallbacksReachTheCaller() {
    IllegalStateException down = new IllegalStateException("database down");
    Account alice = accounts.save(new Account("alice"));
    var config = Directories.withGroups(directory).build();
    var unreadable =
        LdapAuthenticator.builder(config, accounts)
            .attribute("sn", Account::setLastName)
            .mirrorGroups(
                GroupMirror.all(),
                account -> {
                  throw down;
                },
                Account::setGroups);
    var unwritable =
        LdapAuthenticator.builder(config, accounts)
            .attribute("sn", Account::setLastName)
            .mirrorGroups(
                GroupMirror.all(),
                Account::groups,
                (account, groups) -> {
                  throw down;
                });
    for (var builder : new LdapAuthenticatorBuilder<?>[] {unreadable, unwritable}) {
      try (var authenticator = builder.build()) {
        assertThatThrownBy(() -> authenticator.authenticate("alice", "wonderland")).isSameAs(down);
      }
    }
    assertThat(alice.lastName).isEmpty();
    assertThat(alice.saves).isEqualTo(1);
  }

  @Test
  void concurrentlySavedUserKeepsGroupsThatDoNotFollow() {
    Account theirs = new Account("alice");
    theirs.setGroups(Set.of("by hand", "admins"));
    UserStore<Account> store =
        new AccountStore() {
          @Override
          public Account create(String key, LdapUser ldapUser) {
            save(theirs);
            return new Account(key);
          }
        };
    try (var authenticator =
        LdapAuthenticator.builder(Directories.withGroups(directory).build(), store)
            .mirrorGroups(GroupMirror.only("admins", "staff"), Account::groups, Account::setGroups)
            .build()) {
      assertThat(yes(authenticator.authenticate("alice", "wonderland")).account()).isSameAs(theirs);
    }
    assertThat(theirs.groups).containsExactly("by hand", "staff");
  }

  @Test
  void mistakesAreReportedWhenTheAuthenticatorIsBuilt() {
    var builder =
        LdapAuthenticator.builder(Directories.withGroups(directory).build(), accounts)
            .mirrorGroups(GroupMirror.only(), Account::groups, Account::setGroups)
            .mirrorGroups(GroupMirror.only(" "), Account::groups, Account::setGroups)
            .mirrorGroups(GroupMirror.allExcept(""), Account::groups, Account::setGroups)
            .mirrorGroups(GroupMirror.byDn(Map.of()), Account::groups, Account::setGroups)
            .mirrorGroups(
                GroupMirror.byDn(Map.of("staff", "staff")), Account::groups, Account::setGroups)
            .mirrorGroups(
                GroupMirror.byDn(Map.of("cn=staff,ou=elsewhere", "staff")),
                Account::groups,
                Account::setGroups);
    assertThat(mistakesOf(builder::build))
        .satisfiesExactly(
            m -> assertThat(m).isEqualTo("mirrorGroups only: names no group"),
            m -> assertThat(m).startsWith("mirrorGroups only: the name of a group"),
            m -> assertThat(m).startsWith("mirrorGroups allExcept: the name of a"),
            m -> assertThat(m).isEqualTo("mirrorGroups byDn: names no group"),
            m -> assertThat(m).startsWith("mirrorGroups memberOf \"staff\": not a DN"),
            m -> assertThat(m).contains("cn=staff,ou=elsewhere", "is not below", GROUPS));
  }

  @Test
  void mirroringNeedsAGroupLookup() {
    var builder = mirroring(Directories.config(directory), GroupMirror.all());
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(builder::build)
        .withMessageContaining("mirrorGroups: needs groups(...)");
  }
}
