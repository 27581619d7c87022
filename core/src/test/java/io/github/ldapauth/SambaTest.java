// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.entry.SearchScope.SUBTREE;
import static io.github.ldapauth.fixture.Results.assertNotTold;
import static io.github.ldapauth.fixture.Results.keptOut;
import static io.github.ldapauth.fixture.Results.letIn;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.github.ldapauth.PasswordChangeResult.Changed;
import io.github.ldapauth.PasswordChangeResult.Refused;
import io.github.ldapauth.PasswordChangeResult.Rejected;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.directory.NewPasswordRefusal;
import io.github.ldapauth.entry.AttributeReader;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupSearchLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.group.MemberDnGroupType;
import io.github.ldapauth.realserver.SambaAd;
import io.github.ldapauth.testkit.TestCertificates;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sign-ins against Samba, as an Active Directory. */
class SambaTest {

  private static final String USERS = "CN=Users," + SambaAd.BASE;
  private static final String PASSWORD = "wonderland";

  private static SambaAd samba;

  @BeforeAll
  static void start() throws Exception {
    samba = SambaAd.start(TestCertificates.forHosts("localhost", "127.0.0.1"));
    for (Entry person :
        List.of(
            person("svc", Map.of()),
            person("alice", Map.of("userPrincipalName", "alice@ad.example.com", "uid", "alice")),
            person("carol", Map.of("userPrincipalName", "Carol.Jones@example.org")),
            person("disabled", Map.of("userAccountControl", "514")),
            person("ended", Map.of("accountExpires", "1")),
            person("mustchange", Map.of("pwdLastSet", "0")),
            person("changing", Map.of()),
            person("bound", Map.of()),
            person("m\u00FCller", Map.of()),
            person("svc-twin", Map.of("description", "svc")),
            person("late", Map.of("pwdLastSet", "0")),
            person("nohours", Map.of()),
            person("elsewhere", Map.of("userWorkstations", "OTHER")),
            person("protected", Map.of()))) {
      if (person.getDN().equals(dn("nohours"))) {
        person.addAttribute("logonHours", new byte[21]);
      }
      samba.addUser(person, PASSWORD);
    }
    try (LDAPConnection administrator = samba.connect()) {
      administrator.add(group("inner", "alice"));
      administrator.add(group("middle", "inner"));
      administrator.add(group("outer", "middle"));
      administrator.add(group("everybody", "Domain Users"));
      Entry shell = group("shell", "svc");
      shell.addAttribute("memberUid", "alice");
      administrator.add(shell);
      administrator.add(group("around", "shell"));
      Entry distribution = group("mail", "svc-twin");
      distribution.addAttribute("groupType", "2");
      administrator.add(distribution);
      administrator.modify(
          dn("Protected Users"), new Modification(ModificationType.ADD, "member", dn("protected")));
      administrator.add(
          "dn: " + dn("card"), "objectClass: contact", "cn: card", "description: alice");
    }
  }

  @AfterAll
  static void stop() {
    if (samba != null) {
      samba.close();
    }
  }

  private static String dn(String name) {
    return "CN=" + name + "," + USERS;
  }

  private static Entry person(String name, Map<String, String> attributes) {
    Entry person = new Entry(dn(name));
    person.addAttribute("objectClass", "user");
    person.addAttribute("sAMAccountName", name);
    person.addAttribute("userAccountControl", attributes.getOrDefault("userAccountControl", "512"));
    attributes.forEach(person::setAttribute);
    return person;
  }

  private static Entry group(String name, String member) {
    Entry group = new Entry(dn(name));
    group.addAttribute("objectClass", "group");
    group.addAttribute("sAMAccountName", name);
    group.addAttribute("member", dn(member));
    return group;
  }

  private static LdapServer server() {
    return LdapServer.ldaps(samba.ldapsHostAndPort()).trustedCertificates(samba.authority());
  }

  private static UserSearchLookup byAccountName() {
    return UserLookup.search(USERS, "(sAMAccountName={username})");
  }

  private static LdapAuthConfigBuilder config(MemberDnGroupType type) {
    GroupSearchLookup groups = GroupLookup.search(USERS, type);
    return LdapAuthConfig.builder(server(), byAccountName())
        .serviceAccount(dn("svc"), PASSWORD)
        .groups(groups);
  }

  /** Signs alice in with reads after the bind and beside it, which must find the same. */
  private static LdapUser alice(LdapAuthConfigBuilder config) {
    LdapUser after = signIn(config.readBesideBind(false));
    LdapUser beside = signIn(config.readBesideBind(true));
    assertThat(beside.groups().dns()).isEqualTo(after.groups().dns());
    assertThat(beside.groups().names()).isEqualTo(after.groups().names());
    assertThat(beside.attributes().names()).isEqualTo(after.attributes().names());
    return beside;
  }

  private static LdapUser signIn(LdapAuthConfigBuilder config) {
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      return yes(authenticator.authenticate("Alice", PASSWORD)).ldapUser();
    }
  }

  @Test
  void nestedGroupsAreTheSameLevelByLevelAndInChain() {
    MemberDnGroupType direct = GroupType.groupOfNames();

    assertThat(alice(config(direct)).groups().names()).containsExactly("inner");
    for (MemberDnGroupType nested : List.of(direct.nested(), direct.inChain())) {
      assertThat(alice(config(nested)).groups().names())
          .containsExactly("inner", "middle", "outer");
    }
  }

  @Test
  void thePrimaryGroupIsFoundWithTheGroupsAroundIt() {
    MemberDnGroupType primary = GroupType.groupOfNames().withPrimaryGroup();

    assertThat(alice(config(primary)).groups().names()).containsExactly("Domain Users", "inner");
    for (MemberDnGroupType nested : List.of(primary.nested(), primary.inChain())) {
      assertThat(alice(config(nested)).groups().names())
          .contains("Domain Users", "everybody", "inner", "middle", "outer");
    }
  }

  @Test
  void automaticLookupReadsTokenGroups() {
    var config = config(GroupType.groupOfNames());

    assertThat(alice(config.groups(GroupLookup.automatic(USERS))).groups().names())
        .contains("Domain Users", "everybody", "inner", "middle", "outer");
  }

  @Test
  void lookupsAreCombined() {
    GroupLookup posix = GroupLookup.search(USERS, GroupType.posixGroup());
    for (GroupLookup tokens :
        List.of(GroupLookup.tokenGroups(USERS), GroupLookup.automatic(USERS))) {
      for (String group : List.of("outer", "around")) {
        var config =
            config(GroupType.groupOfNames()).groups(posix.plus(tokens)).deny(memberOf(dn(group)));
        try (var authenticator = LdapAuthenticator.create(config.build())) {
          no(authenticator.authenticate("alice", PASSWORD), RejectionReason.DENIED);
          yes(authenticator.authenticate("m\u00FCller", PASSWORD));
        }
      }
    }
  }

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
        LdapAuthConfig.builder(server(), users).serviceAccount(dn("svc"), PASSWORD).build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      yes(authenticator.authenticate(typed, PASSWORD));
    }
  }

  @Test
  void usersChangeTheirPasswords() {
    try (var authenticator = LdapAuthenticator.create(config(GroupType.groupOfNames()).build())) {
      assertThat(authenticator.changePassword("changing", PASSWORD, "Through the 1st glass"))
          .isInstanceOf(Changed.class);
      yes(authenticator.authenticate("changing", "Through the 1st glass"));
      assertThat(authenticator.changePassword("late", PASSWORD, "Through the 1st glass"))
          .isInstanceOf(Changed.class);
      yes(authenticator.authenticate("late", "Through the 1st glass"));
      for (String wrong : List.of("wrong", PASSWORD)) { // the last one can still bind
        assertThat(authenticator.changePassword("changing", wrong, "Through the 2nd glass"))
            .isInstanceOfSatisfying(
                Rejected.class,
                no -> assertThat(no.reason()).isEqualTo(RejectionReason.INVALID_CREDENTIALS));
      }
    }
  }

  @Test
  void userBoundByNameChangesThePassword() {
    var users = UserLookup.bindName("{username}@ad.example.com", byAccountName());
    try (var authenticator =
        LdapAuthenticator.create(LdapAuthConfig.builder(server(), users).build())) {
      assertThat(authenticator.changePassword("bound", PASSWORD, "Through the 1st glass"))
          .isInstanceOf(Changed.class);
      yes(authenticator.authenticate("bound", "Through the 1st glass"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "minPwdLength, 20, Through the glass, TOO_SHORT",
    "pwdProperties, 1, through the glass, TOO_WEAK",
    "minPwdAge, -864000000000, Through the 1st glass, CHANGED_TOO_RECENTLY",
    "pwdHistoryLength, 24, wonderland, USED_BEFORE"
  })
  void directorySaysWhyThePasswordStays(
      String setting, String value, String newPassword, NewPasswordRefusal reason)
      throws Exception {
    try (LDAPConnection administrator = samba.connect();
        var authenticator = LdapAuthenticator.create(config(GroupType.groupOfNames()).build())) {
      String before = administrator.getEntry(SambaAd.BASE).getAttributeValue(setting);
      administrator.modify(SambaAd.BASE, replacement(setting, value));
      try {
        assertThat(authenticator.changePassword("svc-twin", PASSWORD, newPassword))
            .isInstanceOfSatisfying(
                Refused.class, no -> assertThat(no.reason()).as(no.detail()).isEqualTo(reason));
      } finally {
        administrator.modify(SambaAd.BASE, replacement(setting, before));
      }
      yes(authenticator.authenticate("svc-twin", PASSWORD));
    }
  }

  private static Modification replacement(String attribute, String value) {
    return new Modification(ModificationType.REPLACE, attribute, value);
  }

  @Test
  void identifiersAreTheTextsThatSambaTakes() {
    AccountStore accounts = new AccountStore();
    for (String attribute : List.of("objectSid", "objectGUID")) {
      try (var authenticator =
          LdapAuthenticator.builder(config(GroupType.groupOfNames()).build(), accounts)
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
            LdapAuthConfig.builder(server(), users).serviceAccount(dn("svc"), PASSWORD).build();
        try (var byId = LdapAuthenticator.create(config)) {
          assertThat(byId.lookup("alice")).isPresent();
        }
      }
    }
  }

  @Test
  void tokenGroupsFindTheSameSecurityGroupsAsTheInChainRule() {
    GroupLookup inChain =
        GroupLookup.search(USERS, GroupType.groupOfNames().withPrimaryGroup().inChain());
    var config = config(GroupType.groupOfNames());

    assertThat(alice(config.groups(GroupLookup.tokenGroups(USERS))).groups().dns())
        .isEqualTo(alice(config.groups(inChain)).groups().dns());
  }

  @Test
  void membershipInADistributionGroupIsUnknownByTokenGroups() {
    var config =
        config(GroupType.groupOfNames())
            .groups(GroupLookup.tokenGroups(USERS))
            .deny(memberOf(dn("mail")));
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      var rejected =
          no(authenticator.authenticate("svc-twin", PASSWORD), RejectionReason.MEMBERSHIP_UNKNOWN);
      assertThat(rejected.detail()).contains("is not a security group");
    }
  }

  @Test
  void rulesMatchTokenGroups() {
    var config =
        config(GroupType.groupOfNames())
            .groups(GroupLookup.tokenGroups(SambaAd.BASE))
            .require(memberOf(dn("outer")).or(memberOf(dn("middle"))));
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      yes(authenticator.authenticate("alice", PASSWORD));
      no(authenticator.authenticate("svc", PASSWORD), RejectionReason.REQUIREMENT_NOT_MET);
    }
  }

  @Test
  void rulesAboutGroupsThatMemberOfDoesNotShowAreUnknown() {
    Map.of("Domain Users", "is the primary group of users", "outer", "contains the group ")
        .forEach(
            (group, why) -> {
              var config =
                  config(GroupType.groupOfNames())
                      .groups(GroupLookup.memberOf())
                      .deny(memberOf(dn(group)));
              try (var authenticator = LdapAuthenticator.create(config.build())) {
                var rejected =
                    no(
                        authenticator.authenticate("alice", PASSWORD),
                        RejectionReason.MEMBERSHIP_UNKNOWN);
                assertThat(rejected.detail()).contains(group, why);
              }
            });
  }

  @Test
  void aRuleAboutANestedGroupLetsItsMembersInAlone() {
    var config = config(GroupType.groupOfNames().inChain()).require(memberOf(dn("outer")));
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      yes(authenticator.authenticate("alice", PASSWORD));
      no(authenticator.authenticate("svc", PASSWORD), RejectionReason.REQUIREMENT_NOT_MET);
    }
  }

  @Test
  void templateReadsBesideTheBindWhatItReadsAfterIt() {
    var users = UserLookup.dnTemplate("CN={username}," + USERS);
    for (MemberDnGroupType type :
        List.of(GroupType.groupOfNames(), GroupType.groupOfNames().withPrimaryGroup())) {
      var config =
          LdapAuthConfig.builder(server(), users)
              .serviceAccount(dn("svc"), PASSWORD)
              .groups(GroupLookup.search(USERS, type));
      assertThat(alice(config).groups().names()).contains("inner");
    }
  }

  @Test
  void severalGroupsOfRulesAreLookedForTogether() {
    var nested = GroupType.groupOfNames().nested();
    var visible = config(nested).deny(memberOf(dn("inner"))).deny(memberOf(dn("outer")));
    try (var authenticator = LdapAuthenticator.create(visible.build())) {
      yes(authenticator.authenticate("svc", PASSWORD));
      no(authenticator.authenticate("alice", PASSWORD), RejectionReason.DENIED);
    }
    try (var authenticator =
        LdapAuthenticator.create(visible.deny(memberOf(dn("Domain Users"))).build())) {
      var rejected =
          no(authenticator.authenticate("svc", PASSWORD), RejectionReason.MEMBERSHIP_UNKNOWN);
      assertThat(rejected.detail()).contains("Domain Users", "is the primary group of users");
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
        LdapAuthenticator.create(LdapAuthConfig.builder(server(), users).build())) {
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
      var config = preset.server(server()).serviceAccount(dn("svc"), PASSWORD).build();
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
    LdapServer catalog = LdapServer.ldaps("127.0.0.1:3269").trustedCertificates(samba.authority());
    LdapAuthConfig adDomain =
        LdapAuthConfig.activeDirectory("ad.example.com")
            .server(server())
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
                server(), UserLookup.search(SambaAd.BASE, "(sAMAccountName={username})"))
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
        LdapAuthConfig.openLdap(server(), SambaAd.BASE).serviceAccount(dn("svc"), PASSWORD).build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      assertThat(authenticator.findProblems())
          .singleElement()
          .asString()
          .contains("the server is Samba AD (Samba Team ", "openLdap is for OpenLDAP");
    }
  }

  /** Samba does not know "Who am I?". */
  @Test
  void userBoundByNameIsConfirmedBySecurityId() {
    var users = UserLookup.bindName("{username}@ad.example.com", byAccountName());
    var config = LdapAuthConfig.builder(server(), users).build();
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
    var config = LdapAuthConfig.builder(server(), users).build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      var rejected =
          no(authenticator.authenticate(username, PASSWORD), RejectionReason.AMBIGUOUS_USER);
      assertThat(rejected.detail()).contains(why);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "disabled, ACCOUNT_DISABLED",
    "ended, ACCOUNT_EXPIRED",
    "mustchange, MUST_CHANGE_PASSWORD",
    "nohours, NOT_AT_THIS_HOUR",
    "elsewhere, NOT_FROM_HERE",
    "protected, REFUSED_BY_DIRECTORY",
    "nobody, USER_NOT_FOUND"
  })
  void eachStateOfAnAccountHasAReason(String username, RejectionReason reason) {
    for (boolean beside : List.of(false, true)) {
      var config = config(GroupType.groupOfNames()).readBesideBind(beside);
      try (var authenticator = LdapAuthenticator.create(config.build())) {
        no(authenticator.authenticate(username, PASSWORD), reason);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "disabled, ACCOUNT_DISABLED",
    "ended, ACCOUNT_EXPIRED",
    "mustchange, MUST_CHANGE_PASSWORD"
  })
  void entryKeepsUsersOutWithoutAPassword(String username, RejectionReason reason) {
    try (var authenticator = LdapAuthenticator.create(config(GroupType.groupOfNames()).build())) {
      keptOut(authenticator, username, reason);
      letIn(authenticator, "alice");
    }
  }

  @Test
  void lockIsReadFromTheEntry() throws Exception {
    samba.addUser(person("careless", Map.of()), PASSWORD);
    try (var authenticator = LdapAuthenticator.create(config(GroupType.groupOfNames()).build())) {
      for (int i = 0; i < 3; i++) {
        no(authenticator.authenticate("careless", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      }
      no(authenticator.authenticate("careless", PASSWORD), RejectionReason.ACCOUNT_LOCKED);
      keptOut(authenticator, "careless", RejectionReason.ACCOUNT_LOCKED);
    }
  }

  @Test
  void bindThatWouldLockTheAccountIsNotSent() throws Exception {
    samba.addUser(person("braked", Map.of()), PASSWORD);
    var config = config(GroupType.groupOfNames());
    try (var careless = LdapAuthenticator.create(config.build());
        var authenticator = LdapAuthenticator.create(config.avoidLockout(SambaAd.BASE).build())) {
      for (int i = 0; i < 2; i++) {
        no(authenticator.authenticate("braked", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      }
      no(authenticator.authenticate("braked", "wrong"), RejectionReason.LOCKOUT_AVOIDED);
      no(authenticator.authenticate("braked", PASSWORD), RejectionReason.LOCKOUT_AVOIDED);
      yes(careless.authenticate("braked", PASSWORD));
      yes(authenticator.authenticate("braked", PASSWORD));
      assertThat(authenticator.findProblems()).isEmpty();
    }
  }

  /** The policy of the domain locks after three wrong passwords. */
  @Test
  void ownPolicyOfAUserBrakesEarlierIfItCanBeRead() throws Exception {
    samba.addUser(person("strict", Map.of()), PASSWORD);
    samba.addUser(person("auditor", Map.of()), PASSWORD);
    try (LDAPConnection administrator = samba.connect()) {
      administrator.modify(
          dn("Domain Admins"), new Modification(ModificationType.ADD, "member", dn("auditor")));
      administrator.add(
          "dn: CN=strict,CN=Password Settings Container,CN=System," + SambaAd.BASE,
          "objectClass: msDS-PasswordSettings",
          "msDS-PSOAppliesTo: " + dn("strict"),
          "msDS-PasswordSettingsPrecedence: 1",
          "msDS-LockoutThreshold: 2",
          "msDS-LockoutObservationWindow: -18000000000",
          "msDS-LockoutDuration: -18000000000",
          "msDS-MinimumPasswordLength: 1",
          "msDS-MinimumPasswordAge: 0",
          "msDS-MaximumPasswordAge: -36288000000000",
          "msDS-PasswordHistoryLength: 0",
          "msDS-PasswordComplexityEnabled: FALSE",
          "msDS-PasswordReversibleEncryptionEnabled: FALSE");
    }
    var config = config(GroupType.groupOfNames()).avoidLockout(SambaAd.BASE);
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      assertNotTold(() -> authenticator.authenticate("strict", "wrong"));
    }
    config.serviceAccount(dn("auditor"), PASSWORD);
    try (var authenticator = LdapAuthenticator.create(config.build())) {
      no(authenticator.authenticate("strict", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      var rejected =
          no(authenticator.authenticate("strict", PASSWORD), RejectionReason.LOCKOUT_AVOIDED);
      assertThat(rejected.detail()).contains("the limit is 2, by CN=strict,");
    }
  }

  private static List<String> problems(String serviceAccount, String password) {
    var config =
        LdapAuthConfig.builder(server(), UserLookup.search(USERS, "(sAMAccountName={username})"))
            .serviceAccount(serviceAccount, password)
            .build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      return authenticator.findProblems();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"svc@ad.example.com", "AD\\svc"})
  void serviceAccountHasEveryNameOfActiveDirectory(String name) {
    assertThat(problems(name, PASSWORD)).isEmpty();
    assertThat(problems(name, "wrong")).singleElement().asString().contains(name, "(49)");
  }

  @ParameterizedTest
  @CsvSource({
    "disabled, account disabled",
    "ended, account expired",
    "mustchange, must change password"
  })
  void stateOfTheServiceAccountIsAProblem(String username, String state) {
    assertThat(problems(dn(username), PASSWORD))
        .singleElement()
        .asString()
        .contains("could not bind, " + state + ": ");
  }

  @Test
  void aConfigurationThatWorksHasNoProblems() {
    var config = config(GroupType.groupOfNames().inChain()).deny(memberOf(dn("outer"))).build();
    var mistaken = config(GroupType.groupOfUniqueNames()).deny(memberOf(dn("outer"))).build();
    try (var works = LdapAuthenticator.create(config);
        var denies = LdapAuthenticator.create(mistaken)) {
      assertThat(works.findProblems()).isEmpty();
      assertThat(denies.findProblems())
          .singleElement()
          .asString()
          .contains("names its members by member, and is searched by uniqueMember");
    }
  }
}
