// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import static io.github.ldapauth.fixture.Directories.ADMINS;
import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Directories.STAFF;
import static io.github.ldapauth.fixture.Mistakes.mistakesOf;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static io.github.ldapauth.properties.SampleSettings.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapDiagnosis;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.CapturedLog;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.group.Answer;
import io.github.ldapauth.role.RoleMapping;
import io.github.ldapauth.testkit.TestDirectory;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MappingPropertiesTest {

  private static final String PREFIX = "ldap.";

  enum Role {
    ADMIN,
    STAFF
  }

  private static TestDirectory directory;

  @BeforeAll
  static void start() {
    directory =
        Directories.people()
            .group("Doe, John", group -> group.dn("cn=Doe\\, John," + GROUPS).members("bob"))
            .start();
  }

  @AfterAll
  static void stop() {
    directory.close();
  }

  private static Map<String, String> reachable(String... more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("ldap.server.urls", directory.url());
    settings.put("ldap.service-account.dn", SERVICE);
    settings.put("ldap.service-account.password", "service secret");
    settings.put("ldap.user-search.base", PEOPLE);
    settings.put("ldap.user-search.filter", "(uid={username})");
    settings.put("ldap.group-search.base", GROUPS);
    settings.put("ldap.group-search.type", "groupOfNames");
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }

  private static LdapAuthConfig config(Map<String, String> settings) {
    return LdapAuthProperties.read(settings, PREFIX).build();
  }

  @Test
  void rolesComeFromTheGroupsInTheirKeys() {
    var settings =
        reachable("ldap.role.STAFF", STAFF, "ldap.role[ADMIN]", "(|(group=" + ADMINS + "))");
    LdapAuthConfig config = config(settings);
    RoleMapping<Role> roles = MappingProperties.read(settings, PREFIX).roles(config, Role::valueOf);
    try (var authenticator = LdapAuthenticator.create(config)) {
      LdapUser alice = yes(authenticator.authenticate("alice", "wonderland")).ldapUser();
      assertThat(roles.of(alice)).containsExactly(Role.STAFF);
      assertThat(authenticator.findProblems()).isEmpty();
    }
  }

  @Test
  void diagnosisNamesEachRoleByItsKey() {
    var settings = reachable("ldap.role.ADMIN", ADMINS, "ldap.role.STAFF", "CN=staff, " + GROUPS);
    LdapAuthConfig config = config(settings);
    RoleMapping<Role> roles = MappingProperties.read(settings, PREFIX).roles(config, Role::valueOf);
    try (var authenticator = LdapAuthenticator.create(config)) {
      assertThat(LdapDiagnosis.run(authenticator, "alice", null, roles.queries()).checks())
          .filteredOn(check -> check.step() == LdapDiagnosis.Step.ROLE)
          .extracting(LdapDiagnosis.Check::toString)
          .satisfiesExactlyInAnyOrder(
              admin -> assertThat(admin).contains("ldap.role.ADMIN (group=cn=admins,", ": no"),
              staff -> assertThat(staff).contains("ldap.role.STAFF (group=", ": yes"));
    }
  }

  @Test
  void misspeltGroupOfARoleIsAProblemAndGivesNoAnswer() {
    var settings = reachable("ldap.role.ADMIN", "cn=adminz," + GROUPS);
    LdapAuthConfig config = config(settings);
    RoleMapping<Role> roles = MappingProperties.read(settings, PREFIX).roles(config, Role::valueOf);
    try (var authenticator = LdapAuthenticator.create(config)) {
      assertThat(authenticator.findProblems())
          .singleElement()
          .asString()
          .startsWith("ldap.role.ADMIN memberOf \"cn=adminz," + GROUPS + "\": is not there, or");
      LdapUser alice = yes(authenticator.authenticate("alice", "wonderland")).ldapUser();
      assertThatExceptionOfType(LdapDirectoryException.class)
          .isThrownBy(() -> roles.of(alice))
          .withMessageContaining("cn=adminz");
    }
  }

  @Test
  void everySignInNamesTheMisspeltGroupOfARole() {
    LdapAuthConfig config = config(reachable("ldap.role.ADMIN", "cn=adminz," + GROUPS));
    try (CapturedLog log = new CapturedLog();
        var authenticator = LdapAuthenticator.create(config)) {
      authenticator.authenticate("alice", "wonderland");
      LdapUser alice = authenticator.authenticate("alice", "wonderland").user().orElseThrow();

      assertThat(alice.groups().unseen()).containsExactly(Dn.parse("cn=adminz," + GROUPS));
      assertThat(log.lines(LdapAuthenticator.class))
          .filteredOn(line -> line.contains("sign-in of \"alice\": yes"))
          .hasSize(2)
          .allMatch(line -> line.contains(", membership unknown in [cn=adminz," + GROUPS + "] ("));
    }
  }

  @Test
  void rolesAreThereHoweverTheirKeysAreWritten() {
    for (String key : List.of("ldap.role.ADMIN", "ldap.role[ADMIN]", "ldap.role-ADMIN")) {
      assertThat(MappingProperties.read(Map.of(key, STAFF), PREFIX).hasRoles()).isTrue();
    }
    var environment = Map.of("LDAP_ROLE_ADMIN", STAFF);
    assertThat(MappingProperties.read(environment, "LDAP_").hasRoles()).isTrue();
    assertThat(MappingProperties.read(reachable(), PREFIX).hasRoles()).isFalse();
  }

  @Test
  void namesWithSeveralNumbersAreFound() {
    var settings =
        Map.of(
            "LDAP_FLAG_T1_2",
            STAFF,
            "LDAP_FLAG_T12_3",
            ADMINS,
            "LDAP_ATTRIBUTE_1_23",
            "sn",
            "LDAP_ATTRIBUTE_12_3",
            "cn");
    MappingProperties mapping = MappingProperties.read(settings, "LDAP_");

    assertThat(mapping.flag("t1-2")).isEqualTo(memberOf(STAFF));
    assertThat(mapping.flag("T12.3")).isEqualTo(memberOf(ADMINS));
    assertThat(mapping.attribute("1.23")).isEqualTo("sn");
    assertThat(mapping.attribute("12.3")).isEqualTo("cn");
  }

  @Test
  void attributesAndFlagsAreFoundByTheNamesInTheirKeys() {
    var settings = reachable("ldap.attribute.first-name", "givenName", "ldap.flag.is-staff", STAFF);
    MappingProperties mapping = MappingProperties.read(settings, PREFIX);
    AccountStore store = new AccountStore();
    try (var authenticator =
        LdapAuthenticator.builder(config(settings), store)
            .attribute(mapping.attribute("firstName"), Account::setFirstName)
            .flag(mapping.flag("is-staff"), Account::setStaff)
            .build()) {
      Account alice = yes(authenticator.authenticate("alice", "wonderland")).account();
      assertThat(alice.firstName).isEqualTo("Alice");
      assertThat(alice.staff).isTrue();
    }
  }

  @Test
  void namedAttributesLeaveTheOthersToBeRead() {
    var settings =
        reachable("ldap.attribute.first-name", "givenName", "ldap.attribute.phone", "homePhone");
    try (var authenticator = LdapAuthenticator.create(config(settings))) {
      assertThat(authenticator.lookup("alice").orElseThrow().attributes().names())
          .contains("givenName", "mail");
    }
  }

  @Test
  void attributesOfTheApplicationAreReadBesideAllOthers() {
    var settings = reachable("ldap.attribute.a", "mail", "ldap.attribute.b", "entryUUID");
    assertThat(config(settings).toString()).contains("attributes=[*, mail, entryUUID]");
    settings.put("ldap.attributes", "sn, cn");
    assertThat(config(settings).toString()).contains("attributes=[sn, cn, mail, entryUUID]");
  }

  @Test
  void eachMistakeIsReportedWithItsKey() {
    var settings =
        reachable(
            "ldap.role.ADMNI", ADMINS,
            "ldap.role.STAFF", "staff",
            "ldap.role.ADMIN", "cn=admins,o=elsewhere",
            "ldap.attribute.mail", "ma il");
    LdapAuthConfig config = config(reachable());
    MappingProperties mapping = MappingProperties.read(settings, PREFIX);
    assertThat(mistakesOf(() -> mapping.roles(config, Role::valueOf)))
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).startsWith("ldap.role.ADMNI: there is no role ADMNI ("),
            line -> assertThat(line).startsWith("ldap.role.STAFF \"staff\": is no DN; write"),
            line ->
                assertThat(line)
                    .startsWith(
                        "ldap.role.ADMIN memberOf \"cn=admins,o=elsewhere\": is not below"));
    assertThat(mistakesOf(() -> mapping.attribute("mail")))
        .singleElement()
        .asString()
        .startsWith("ldap.attribute.mail \"ma il\": ");
    assertThat(mistakesOf(() -> mapping.attribute("phone")))
        .containsExactly("ldap.attribute.phone: is missing");
    assertThat(mistakesOf(() -> mapping.flag("staff")))
        .containsExactly("ldap.flag.staff: is missing");
    assertThat(mistakesOf(() -> MappingProperties.read(Map.of(), PREFIX).roles(config, n -> n)))
        .containsExactly("ldap.role.<name>: is missing");
  }

  @Test
  void namesInTheEnvironmentAreInCapitals() {
    Map<String, String> settings = Map.of("LDAP_ROLE_ADMIN", ADMINS);
    assertThat(MappingProperties.read(settings, "LDAP_").roles(config(reachable()), n -> n))
        .hasToString("RoleMapping[(group=" + ADMINS + "): ADMIN]");
  }

  @Test
  void dnWithAnEscapedCommaIsWrittenWithTwoBackslashes() throws IOException {
    Properties file =
        SampleSettings.properties(
            Stream.of(
                "ldap.role.JOHN = cn=Doe\\\\, John," + GROUPS,
                "ldap.flag.john = (group=cn=Doe\\\\5c, John," + GROUPS + ")"));
    MappingProperties mapping = MappingProperties.read(file, PREFIX);
    LdapAuthConfig config = config(reachable());
    RoleMapping<String> roles = mapping.roles(config, name -> name);
    try (var authenticator = LdapAuthenticator.create(config)) {
      LdapUser bob = authenticator.lookup("bob").orElseThrow();
      assertThat(roles.of(bob)).containsExactly("JOHN");
      assertThat(mapping.flag("john").evaluate(bob.groups())).isEqualTo(Answer.YES);
    }
    Properties single =
        SampleSettings.properties(Stream.of("ldap.flag.john = cn=Doe\\, John," + GROUPS));
    assertThat(mistakesOf(() -> MappingProperties.read(single, PREFIX).flag("john")))
        .singleElement()
        .asString()
        .endsWith(
            "; in a name, write \\, for a comma, and in a properties file each backslash twice");
  }

  @Test
  void unknownWordIsStillAnUnknownSetting() {
    assertThat(SampleSettings.mistakes(settings("ldap.rolle.ADMIN", ADMINS)))
        .singleElement()
        .asString()
        .startsWith("ldap.rolle.ADMIN: unknown setting");
  }
}
