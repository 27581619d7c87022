// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.properties.LdapAuthProperties;
import io.github.ldapauth.role.RoleMapping;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that some servers take for one, and others keep apart. */
class LookalikesTest {

  private static final String KELVIN = "\u212A";

  /** Alice is in the group with the name given. */
  private static TestDirectory directory(String group) {
    return Directories.people()
        .user(
            "carol",
            user -> user.password("carols").attribute("memberOf", "cn=" + group + "," + GROUPS))
        .start();
  }

  private static LdapAuthConfigBuilder config(TestDirectory directory) {
    return Directories.config(directory).groups(GroupLookup.memberOf());
  }

  private static GroupQuery group(String name) {
    return memberOf("cn=" + name + "," + GROUPS);
  }

  @ParameterizedTest
  @CsvSource({
    "gescha\u0308ft gesperrt, geschäft gesperrt",
    "adm\u0130ns, admins",
    "bac\u212Aup, backup",
    "a\u00A0b, a b",
    "\uFB01nance, finance"
  })
  void lookalikeOfGroupRejectsUnderEveryRule(String inDirectory, String inRule) {
    try (TestDirectory directory = directory(inDirectory)) {
      GroupQuery rule = group(inRule);
      for (var config : List.of(config(directory).deny(rule), config(directory).require(rule))) {
        try (var authenticator = LdapAuthenticator.create(config.build())) {
          assertThat(
                  no(
                          authenticator.authenticate("carol", "carols"),
                          RejectionReason.MEMBERSHIP_UNKNOWN)
                      .detail())
              .contains("<U+")
              .contains("to some servers only");
        }
      }
      AccountStore accounts = new AccountStore();
      var flags = LdapAuthenticator.builder(config(directory).build(), accounts);
      try (var authenticator = flags.flag(rule, Account::setStaff).build()) {
        no(authenticator.authenticate("carol", "carols"), RejectionReason.MEMBERSHIP_UNKNOWN);
      }
      for (var mirror :
          List.of(
              GroupMirror.byDn(Map.of("cn=" + inRule + "," + GROUPS, "rights")),
              GroupMirror.only(inRule),
              GroupMirror.allExcept(inRule))) {
        try (var authenticator =
            LdapAuthenticator.builder(config(directory).build(), accounts)
                .mirrorGroups(mirror, account -> Set.of(), (account, groups) -> {})
                .build()) {
          no(authenticator.authenticate("carol", "carols"), RejectionReason.MEMBERSHIP_UNKNOWN);
        }
      }
      assertThat(accounts.saved).isEmpty();
    }
  }

  @Test
  void lookalikeOfGroupDecidesNoRole() {
    try (TestDirectory directory = directory("app-bac" + KELVIN + "up")) {
      LdapAuthConfig config = config(directory).build();
      List<RoleMapping<String>> mappings =
          List.of(
              RoleMapping.<String>builder(config).role(group("app-backup"), "backup").build(),
              RoleMapping.<String>builder(config)
                  .groupNames(GROUPS, Set.of("app-backup"), List::of)
                  .build(),
              RoleMapping.<String>builder(config)
                  .groupNamePrefix(GROUPS, "app-bac" + "k", List::of)
                  .build());
      try (var authenticator = LdapAuthenticator.create(config)) {
        LdapUser carol = yes(authenticator.authenticate("carol", "carols")).ldapUser();
        for (RoleMapping<String> mapping : mappings) {
          assertThatExceptionOfType(LdapDirectoryException.class)
              .isThrownBy(() -> mapping.of(carol))
              .withMessageContaining("<U+212A>");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\t", "\n", "\uFEFF", "\u00A0", "\u200B"})
  void invisibleCharacterAroundDnIsMistake(String invisible) {
    String number =
        invisible.equals("\n")
            ? "has a line break"
            : String.format("has U+%04X", (int) invisible.charAt(0));
    for (String dn : List.of(invisible + Directories.STAFF, Directories.STAFF + invisible)) {
      try (TestDirectory directory = directory("staff")) {
        assertThatExceptionOfType(InvalidConfigException.class)
            .isThrownBy(() -> config(directory).deny(memberOf(dn)).build())
            .withMessageContaining(number);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(&(uid={username})(!( employeeType=guest)))",
        "(&(uid={username})(!(employeeType\u00A0=guest)))",
        "(&(uid={username})(!(\temployeeType=guest)))",
        "(&(uid={username})(!(employeeType=guest\u200B)))",
        "(&(uid={username})(cn:case Exact:=x))"
      })
  void filterWithOddNameOrInvisibleCharacterIsMistake(String filter) {
    assertThat(UserLookup.search(Directories.PEOPLE, filter).mistakes()).hasSize(1);
  }

  @Test
  void entriesThatDifferInAnyCharacterHaveDifferentKeys() {
    List<String> names = List.of("kevin", KELVIN + "evin", "kevin\u00A0", "kevin\u3000");
    AccountStore accounts = new AccountStore();
    var people = Directories.people();
    for (int i = 0; i < names.size(); i++) {
      String mail = i + "@example.com";
      String name = names.get(i);
      people.user(
          "u" + i,
          user -> user.password("pw").attribute("mail", mail).attribute("displayName", name));
    }
    try (TestDirectory directory = people.start();
        var authenticator =
            LdapAuthenticator.builder(
                    Directories.config(
                            directory,
                            UserLookup.search(Directories.PEOPLE, "(mail={username})")
                                .usernameAttribute("displayName"))
                        .build(),
                    accounts)
                .build()) {
      for (int i = 0; i < names.size(); i++) {
        yes(authenticator.authenticate(i + "@example.com", "pw"));
      }
    }
    assertThat(accounts.saved).containsOnlyKeys(names);
  }

  @ParameterizedTest
  @ValueSource(strings = {"userid", "0.9.2342.19200300.100.1.1", "UID"})
  void everyNameOfAnAttributeFindsIt(String uid) {
    try (TestDirectory directory = directory("staff");
        var authenticator =
            LdapAuthenticator.create(
                Directories.config(
                        directory,
                        UserLookup.search(Directories.PEOPLE, "(mail={username})")
                            .usernameAttribute(uid))
                    .build())) {
      LdapUser alice =
          yes(authenticator.authenticate("alice@example.com", "wonderland")).ldapUser();
      assertThat(alice.username()).isEqualTo("alice");
      assertThat(alice.attributes().first("surname")).contains("Adams");
      assertThat(alice.attributes().first("2.5.4.4")).contains("Adams");
      assertThat(alice.attributes().first("rfc822Mailbox")).contains("alice@example.com");
    }
  }

  @Test
  void underscoresInNamesOfAttributesAreTaken() {
    LdapAuthConfig.builder(
            LdapServer.ldaps("ldap.example.com"),
            UserLookup.search("team_name=people,dc=example,dc=com", "(login_name={username})"))
        .attributes("first_name")
        .groups(GroupLookup.memberOf("member_of"))
        .build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"LDAP.deny", "Ldap.deny", "\uFEFFldap.deny", " ldap.deny"})
  void keyWithPrefixThatOnlyResemblesTheGivenIsMistake(String key) {
    Map<String, String> settings = new HashMap<>();
    settings.put("ldap.server.hosts", "ldap.example.com");
    settings.put("ldap.user-dn-template", "uid={username},dc=example,dc=com");
    LdapAuthProperties.read(settings, "ldap.").build();
    settings.put(key, "(group=cn=suspended,dc=example,dc=com)");

    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> LdapAuthProperties.read(settings, "ldap.").build())
        .withMessageContaining(key);
  }

  @Test
  void textBetweenUserNameAndWildcardFindsUsersByPartOfTheirMail() {
    try (TestDirectory directory = directory("staff");
        var authenticator =
            LdapAuthenticator.create(
                Directories.config(
                        directory,
                        UserLookup.search(Directories.PEOPLE, "(mail={username}@*)")
                            .usernameAttribute("uid"))
                    .build())) {
      yes(authenticator.authenticate("alice", "wonderland"));
      for (String part : List.of("ali", "a*", "*", "alic")) {
        no(authenticator.authenticate(part, "wonderland"), RejectionReason.USER_NOT_FOUND);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(mail={username}*)",
        "(mail=*{username})",
        "(mail=*{username}*)",
        "(mail=a*{username}@*)",
        "(mail={username} *)"
      })
  void userNameBesideWildcardIsMistake(String filter) {
    assertThat(UserLookup.search(Directories.PEOPLE, filter).mistakes()).hasSize(1);
  }
}
