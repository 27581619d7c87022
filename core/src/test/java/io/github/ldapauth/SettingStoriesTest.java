// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.Results.no;
import static io.github.ldapauth.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.SignInMethod.Answer;
import io.github.ldapauth.group.GroupQuery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Settings in text form, and several ways of signing in beside each other. */
class SettingStoriesTest extends OnBothDirectories {

  private static Map<String, String> settings() {
    return new HashMap<>(
        Map.of(
            "ldap.server.urls",
            "ldap://" + directory.server(),
            "ldap.user-search.base",
            PEOPLE,
            "ldap.user-search.filter",
            "(uid={username})",
            "ldap.group-search.base",
            GROUPS,
            "ldap.group-search.type",
            "groupOfNames",
            "ldap.require",
            "(group=" + group("active_gon") + ")"));
  }

  @Test
  void peopleSignInWithSettingsInTextForm() {
    var config = LdapAuthProperties.read(settings(), "ldap.").build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      yes(authenticator.authenticate("alice", "password"));
      no(authenticator.authenticate("bob", "password"), RejectionReason.REQUIREMENT_NOT_MET);
    }
  }

  @Test
  void aConfigurationDoesNotChangeWithTheSettingsItWasMadeFrom() {
    Map<String, String> settings = settings();
    var builder = LdapAuthProperties.read(settings, "ldap.");
    var config = builder.build();
    settings.clear();
    builder.deny(GroupQuery.memberOf(group("staff_gon")));
    try (var authenticator = LdapAuthenticator.create(config)) {
      yes(authenticator.authenticate("alice", "password"));
    }
  }

  @Test
  void onlyTheAttributesThatAreNamedAreReadHoweverThePersonIsFound() {
    for (var config : List.of(byTemplate(), bySearch())) {
      try (var authenticator = LdapAuthenticator.create(config.attributes("sn").build())) {
        LdapUser alice = yes(authenticator.authenticate("alice", "password")).ldapUser();
        assertThat(alice.attributes().all("sn")).containsExactly("Adams");
        assertThat(alice.attributes().names()).doesNotContain("givenName", "homeDirectory");
      }
    }
  }

  @Test
  void aLocalSignInBesideTheDirectoryLetsPeopleOfBothIn() {
    SignInMethod<LdapUser> nobody = (username, password) -> new Answer.UnknownPerson<>();
    for (boolean localFirst : new boolean[] {true, false}) {
      var authenticator = LdapAuthenticator.create(bySearch().build());
      var builder = SignInChain.<LdapUser>builder();
      if (localFirst) {
        builder.method("local", nobody).directory("directory", authenticator);
      } else {
        builder.directory("directory", authenticator).method("local", nobody);
      }
      try (var chain = builder.build()) {
        assertThat(chain.authenticate("alice", "password"))
            .isInstanceOfSatisfying(
                ChainResult.Authenticated.class,
                alice -> assertThat(alice.answeredBy()).isEqualTo("directory"));
        assertThat(chain.authenticate("invalid", "i_do_not_exist").user()).isEmpty();
      }
    }
  }
}
