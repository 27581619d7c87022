// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.SambaTest.domain;
import static io.github.ldapauth.entry.SearchScope.SUBTREE;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.fixture.SambaDomain.PASSWORD;
import static io.github.ldapauth.fixture.SambaDomain.USERS;
import static io.github.ldapauth.fixture.SambaDomain.byAccountName;
import static io.github.ldapauth.fixture.SambaDomain.dn;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.entry.AttributeReader;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.realserver.SambaAd;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of users of Samba, and how they are found. */
abstract class SambaNameStories {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice",
        "alice@ad.example.com",
        "alice@AD",
        "AD\\Alice",
        "carol.jones@example.org",
        "carol@ad.example.com",
        "m\u00FCller",
        "mu\u0308ller"
      })
  void namesThatUsersTypeFindThem(String typed) {
    var users = UserLookup.activeDirectory("ad.example.com").netbiosName("AD");
    var config =
        LdapAuthConfig.builder(domain.server(), users).serviceAccount(dn("svc"), PASSWORD).build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      yes(authenticator.authenticate(typed, PASSWORD));
    }
  }

  @Test
  void identifiersAreTheTextsThatSambaTakes() {
    AccountStore accounts = new AccountStore();
    for (String attribute : List.of("objectSid", "objectGUID")) {
      try (var authenticator =
          LdapAuthenticator.builder(domain.config(GroupType.groupOfNames()).build(), accounts)
              .keyedByStableId(attribute)
              .build()) {
        var alice = yes(authenticator.authenticate("alice", PASSWORD));
        String id = alice.account().key;
        AttributeReader<?> reader =
            attribute.equals("objectSid") ? AttributeReader.SID : AttributeReader.GUID;
        assertThat(reader.read(alice.ldapUser().attributes(), attribute).orElseThrow())
            .hasToString(id);
        var users =
            UserLookup.search(
                USERS, "(&(sAMAccountName={username})(" + attribute + "=" + id + "))");
        var config =
            LdapAuthConfig.builder(domain.server(), users)
                .serviceAccount(dn("svc"), PASSWORD)
                .build();
        try (var byId = LdapAuthenticator.create(config)) {
          assertThat(byId.lookup("alice")).isPresent();
        }
      }
    }
  }

  @Test
  void userBindsByPrincipalNameAndReadsTheOwnEntry() {
    var users =
        UserLookup.bindName(
            "{username}@ad.example.com",
            UserLookup.search(USERS, "(userPrincipalName={username}@ad.example.com)")
                .usernameAttribute("sAMAccountName"));
    try (var authenticator =
        LdapAuthenticator.create(LdapAuthConfig.builder(domain.server(), users).build())) {
      LdapUser alice = yes(authenticator.authenticate("alice", PASSWORD)).ldapUser();

      assertThat(alice.username()).isEqualTo("alice");
      assertThat(alice.stableId()).isPresent();
      no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);
    }
  }

  @Test
  void presetsOfActiveDirectory() {
    for (LdapAuthConfigBuilder preset :
        List.of(
            LdapAuthConfig.sambaAd("ad.example.com"),
            LdapAuthConfig.activeDirectory("ad.example.com"))) {
      var config = preset.server(domain.server()).serviceAccount(dn("svc"), PASSWORD).build();
      try (var authenticator = LdapAuthenticator.create(config)) {
        LdapUser alice =
            yes(authenticator.authenticate("alice@AD.example.com", PASSWORD)).ldapUser();

        assertThat(alice.groups().names()).contains("inner", "outer", "Domain Users");
        assertThat(authenticator.findProblems()).isEmpty();
      }
    }
  }

  private interface Vault {
    String ldapPassword();
  }

  /** Stands for the reader's domains, of which Samba has one. */
  private record Login(String username, String password) {}

  @Test
  void globalCatalogFindsUsersAndTheirDomainSignsThemIn() {
    Vault vault = () -> PASSWORD;
    LdapServer catalog =
        LdapServer.ldaps("127.0.0.1:3269").trustedCertificates(domain.samba().authority());
    LdapAuthConfig adDomain =
        LdapAuthConfig.activeDirectory("ad.example.com")
            .server(domain.server())
            .serviceAccount("svc@ad.example.com", PASSWORD)
            .build();
    LdapAuthConfig salesDomain =
        LdapAuthConfig.activeDirectory("sales.example.com")
            .serviceAccount("svc@ad.example.com", PASSWORD)
            .build();
    Login login = new Login("alice@ad.example.com", PASSWORD);

    LdapAuthenticator<LdapUser> forest =
        LdapAuthenticator.create(
            LdapAuthConfig.builder(
                    catalog, UserLookup.activeDirectory("ad.example.com").base("everywhere"))
                .serviceAccount("svc@ad.example.com", vault::ldapPassword)
                .build());
    Map<Dn, LdapAuthenticator<LdapUser>> domains =
        Map.of(
            Dn.parse("dc=ad,dc=example,dc=com"), LdapAuthenticator.create(adDomain),
            Dn.parse("dc=sales,dc=example,dc=com"), LdapAuthenticator.create(salesDomain));

    Optional<AuthenticationResult<LdapUser>> result =
        forest
            .lookup(login.username())
            .flatMap(
                found ->
                    domains.entrySet().stream()
                        .filter(domain -> found.dn().isWithin(domain.getKey(), SUBTREE))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .map(home -> home.authenticate(found.username(), login.password())));

    LdapUser alice = yes(result.orElseThrow()).ldapUser();
    assertThat(alice.groups().names()).contains("inner", "outer", "Domain Users");
    assertThat(forest.lookup("nobody@ad.example.com")).isEmpty();
    forest.close();
    domains.values().forEach(LdapAuthenticator::close);
  }

  /** The partitions to which each search from the domain refers have no users. */
  @Test
  void referencesOfEachSearchAreNotNamed() {
    var config =
        LdapAuthConfig.builder(
                domain.server(), UserLookup.search(SambaAd.BASE, "(sAMAccountName={username})"))
            .serviceAccount(dn("svc"), PASSWORD)
            .build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      assertThat(
              no(authenticator.authenticate("nobody", PASSWORD), RejectionReason.USER_NOT_FOUND)
                  .detail())
          .doesNotContain("reference");
    }
  }

  @Test
  void presetOfAnotherKindIsNamed() {
    var config =
        LdapAuthConfig.openLdap(domain.server(), SambaAd.BASE)
            .serviceAccount(dn("svc"), PASSWORD)
            .build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      assertThat(authenticator.findProblems())
          .first()
          .asString()
          .contains("the server is Samba AD (Samba Team ", "openLdap is for OpenLDAP");
    }
  }

  /** Samba does not know "Who am I?". */
  @Test
  void userBoundByNameIsConfirmedBySecurityId() {
    var users = UserLookup.bindName("{username}@ad.example.com", byAccountName());
    var config = LdapAuthConfig.builder(domain.server(), users).build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      assertThat(yes(authenticator.authenticate("alice", PASSWORD)).ldapUser().username())
          .isEqualTo("alice");
      no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      assertThat(authenticator.findProblems()).isEmpty();
    }
  }

  /** The twin has another security identifier, and the card, which is a contact, has none. */
  @ParameterizedTest
  @CsvSource({"svc, has another objectSid than", "alice, shows no objectSid"})
  void ownPasswordNeverOpensAnotherUsersEntry(String username, String why) {
    var users =
        UserLookup.bindName(
            "{username}@ad.example.com",
            UserLookup.search(USERS, "(description={username})").usernameAttribute("cn"));
    var config = LdapAuthConfig.builder(domain.server(), users).build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      var rejected =
          no(authenticator.authenticate(username, PASSWORD), RejectionReason.AMBIGUOUS_USER);
      assertThat(rejected.detail()).contains(why);
    }
  }
}
