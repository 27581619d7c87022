// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.SignInChain;
import io.github.ldapauth.SignInChainResult;
import io.github.ldapauth.SignInMethod;
import io.github.ldapauth.SignInMethod.Answer;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.OnBothDirectories;
import io.github.ldapauth.group.GroupQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
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
  void usersSignInWithTextSettings() {
    var config = LdapAuthProperties.read(settings(), "ldap.").build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      yes(authenticator.authenticate("alice", "password"));
      no(authenticator.authenticate("bob", "password"), RejectionReason.REQUIREMENT_NOT_MET);
    }
  }

  @Test
  void configurationIgnoresLaterChangesOfItsSettings() {
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
  void onlyNamedAttributesAreRead() {
    for (var config : List.of(byTemplate(), bySearch())) {
      try (var authenticator = LdapAuthenticator.create(config.attributes("sn").build())) {
        LdapUser alice = yes(authenticator.authenticate("alice", "password")).ldapUser();
        assertThat(alice.attributes().all("sn")).containsExactly("Adams");
        assertThat(alice.attributes().names()).doesNotContain("givenName", "homeDirectory");
      }
    }
  }

  private static String answeredBy(SignInChainResult<LdapUser> result) {
    assertThat(result).isInstanceOf(SignInChainResult.Authenticated.class);
    return ((SignInChainResult.Authenticated<LdapUser>) result).answeredBy();
  }

  @Test
  void localAndDirectoryUsersSignIn() {
    LdapUser root;
    try (var authenticator = LdapAuthenticator.create(bySearch().build())) {
      root = authenticator.lookup("bob").orElseThrow();
    }
    List<String> asked = new ArrayList<>();
    SignInMethod<LdapUser> local =
        (username, password) -> {
          asked.add(username);
          return username.equals("root") ? new Answer.Yes<>(root) : new Answer.UnknownUser<>();
        };
    for (boolean localFirst : new boolean[] {true, false}) {
      var authenticator = LdapAuthenticator.create(bySearch().build());
      var builder = SignInChain.<LdapUser>builder();
      if (localFirst) {
        builder.method("local", local).directory("directory", authenticator);
      } else {
        builder.directory("directory", authenticator).method("local", local);
      }
      try (var chain = builder.build()) {
        assertThat(answeredBy(chain.authenticate("alice", "password"))).isEqualTo("directory");
        assertThat(answeredBy(chain.authenticate("root", "local"))).isEqualTo("local");
        asked.clear();
        assertThat(chain.authenticate("invalid", "i_do_not_exist").user()).isEmpty();
        assertThat(asked).containsExactly("invalid");
      }
    }
  }

  @Test
  void applicationDefaultsAloneAreEnough() {
    Properties defaults = new Properties();
    defaults.setProperty("ldap.server.urls", "ldap://" + directory.server());
    defaults.setProperty("ldap.user-dn-template", "uid={username}," + PEOPLE);
    var config = LdapAuthProperties.read(new Properties(defaults), "ldap.").build();
    AccountStore accounts = new AccountStore();
    try (var authenticator = LdapAuthenticator.builder(config, accounts).build()) {
      yes(authenticator.authenticate("alice", "password"));
    }
    assertThat(accounts.saved).containsOnlyKeys("alice");
  }
}
