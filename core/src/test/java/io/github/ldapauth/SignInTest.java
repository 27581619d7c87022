// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.ADMINS;
import static io.github.ldapauth.fixture.Directories.ALICE;
import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Directories.STAFF;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.TestDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SignInTest {

  private final TestDirectory directory = Directories.people().start();

  @AfterEach
  void stop() {
    directory.close();
  }

  private LdapAuthenticator<LdapUser> authenticator(LdapAuthConfigBuilder config) {
    return LdapAuthenticator.create(config.build());
  }

  @Test
  void theRightPasswordSignsIn() {
    try (var authenticator = authenticator(Directories.withGroups(directory))) {
      LdapUser alice = yes(authenticator.authenticate("alice", "wonderland")).ldapUser();

      assertThat(alice.dn()).isEqualTo(Dn.parse(ALICE));
      assertThat(alice.username()).isEqualTo("alice");
      assertThat(alice.attributes().first("GIVENNAME")).contains("Alice");
      assertThat(alice.hasGroups()).isTrue();
      assertThat(alice.groups().dns()).containsExactly(Dn.parse(STAFF));
      assertThat(alice.groups().names()).containsExactly("staff");
      assertThat(alice.stableId()).isPresent();
    }
  }

  @Test
  void noUserIsNewIfTheApplicationHasNone() {
    try (var authenticator = authenticator(Directories.config(directory))) {
      assertThat(yes(authenticator.authenticate("alice", "wonderland")).created()).isFalse();
    }
  }

  @Test
  void theWrongPasswordDoesNot() {
    try (var authenticator = authenticator(Directories.config(directory))) {
      no(authenticator.authenticate("alice", "looking glass"), RejectionReason.INVALID_CREDENTIALS);
    }
  }

  @Test
  void anUnknownNameIsNotFound() {
    try (var authenticator = authenticator(Directories.config(directory))) {
      var unknown =
          no(authenticator.authenticate("carol", "wonderland"), RejectionReason.USER_NOT_FOUND);
      assertThat(unknown.detail())
          .isEqualTo("no entry matches (uid=carol) below ou=people,dc=example,dc=com");
    }
  }

  @Test
  void aDnTemplateNeedsNoSearchBeforeTheBind() {
    var template = UserLookup.dnTemplate("uid={username},ou=people,dc=example,dc=com");
    try (var authenticator = authenticator(Directories.config(directory, template))) {
      LdapUser alice = yes(authenticator.authenticate("Alice", "wonderland")).ldapUser();

      assertThat(alice.username()).isEqualTo("alice");
      assertThat(alice.attributes().first("sn")).contains("Adams");
      no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      no(authenticator.authenticate("carol", "wonderland"), RejectionReason.INVALID_CREDENTIALS);
    }
  }

  @Test
  void userNameIsReadWithAnyListOfAttributes() {
    var byMail = UserLookup.search(PEOPLE, "(mail={username})");
    try (var authenticator =
        authenticator(Directories.config(directory, byMail).attributes("sn"))) {
      LdapUser alice =
          yes(authenticator.authenticate("ALICE@example.com", "wonderland")).ldapUser();

      assertThat(alice.username()).isEqualTo("alice@example.com");
      assertThat(alice.attributes().first("givenName")).isEmpty();
    }
  }

  @Test
  void userOutsideTheRequiredGroupIsRejectedAfterThePassword() {
    try (var authenticator = authenticator(Directories.staffOnly(directory))) {
      yes(authenticator.authenticate("alice", "wonderland"));
      no(authenticator.authenticate("bob", "builder"), RejectionReason.REQUIREMENT_NOT_MET);
      no(authenticator.authenticate("bob", "wrong"), RejectionReason.INVALID_CREDENTIALS);
    }
  }

  @Test
  void userInADeniedGroupIsRejected() {
    try (var authenticator =
        authenticator(Directories.withGroups(directory).deny(memberOf(STAFF)))) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.DENIED);
      yes(authenticator.authenticate("bob", "builder"));
    }
  }

  @Test
  void severalRequirementsMustAllBeMet() {
    var config = Directories.staffOnly(directory).require(memberOf(ADMINS));
    try (var authenticator = authenticator(config)) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.REQUIREMENT_NOT_MET);
    }
  }

  @Test
  void nestedGroupsCount() {
    var nested = GroupLookup.search(GROUPS, GroupType.groupOfNames().nested());
    var config = Directories.config(directory).groups(nested).require(memberOf(ADMINS));
    try (var authenticator = authenticator(config)) {
      LdapUser alice = yes(authenticator.authenticate("alice", "wonderland")).ldapUser();
      assertThat(alice.groups().names()).containsExactly("admins", "staff");
    }
  }

  @Test
  void groupsWithoutAConfiguredLookupNameTheMissingCall() {
    try (var authenticator = authenticator(Directories.config(directory))) {
      LdapUser alice = yes(authenticator.authenticate("alice", "wonderland")).ldapUser();
      assertThat(alice.hasGroups()).isFalse();
      assertThatThrownBy(alice::groups)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("groups(GroupLookup)");
    }
  }
}
