// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Mistakes.mistakesOf;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import io.github.ldapauth.testkit.TestDirectoryBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The values of the presets, and sign-ins with them. */
class PresetTest {

  private static final String DOMAIN = "example.com";
  private static final String BASE = "dc=example,dc=com";
  private static final LdapServer SERVER = LdapServer.ldaps("ldap.example.com");

  private static final Pattern VALUES =
      Pattern.compile(
          "preset=\\w+\\.(?<name>\\w+).*, users=.*base=(?<base>.*), scope=SUBTREE, filter=(?<filter>.*)]]"
              + ".*, groups=(?<groups>.*), accountAttributes=\\[(?<states>.*?)]");

  static List<LdapAuthConfigBuilder> presets() {
    return List.of(
        LdapAuthConfig.activeDirectory(DOMAIN),
        LdapAuthConfig.sambaAd(DOMAIN),
        LdapAuthConfig.freeIpa(DOMAIN),
        LdapAuthConfig.openLdap(SERVER, BASE),
        LdapAuthConfig.openLdapRfc2307(SERVER, BASE),
        LdapAuthConfig.ds389(SERVER, BASE),
        LdapAuthConfig.openDj(SERVER, BASE),
        UntriedPresets.eDirectory(SERVER, "o=example"),
        UntriedPresets.lldap(SERVER, BASE),
        UntriedPresets.googleSecureLdap(DOMAIN),
        UntriedPresets.jumpCloud("5be4c52b"),
        UntriedPresets.kanidm(SERVER, BASE),
        UntriedPresets.authentik(SERVER, BASE));
  }

  /** The guide shows them, so that a change of a value is seen in a review and by readers. */
  @Test
  void valuesAreThoseInTheGuide() throws IOException {
    String guide = Files.readString(Path.of("docs/presets.md"));

    assertThat(presets()).allSatisfy(preset -> assertThat(guide).contains(row(preset)));
  }

  private static String row(LdapAuthConfigBuilder preset) {
    Matcher values = VALUES.matcher(preset.toString());
    assertThat(values.find()).describedAs(preset.toString()).isTrue();
    return "| `%s` | `%s` | `%s` | `%s` | %s |"
        .formatted(
            values.group("name"),
            values.group("base"),
            values.group("filter"),
            values.group("groups").replace(", SUBTREE, no filter, cn)", ")"),
            values.group("states").isEmpty() ? "" : "`" + values.group("states") + "`");
  }

  @ParameterizedTest
  @MethodSource("presets")
  void everyPresetBuildsWithAServer(LdapAuthConfigBuilder preset) {
    LdapAuthConfigBuilder anonymous = preset.serviceAccount("cn=svc", "secret").server(SERVER);

    assertThat(anonymous.build().toString()).contains("server=ldap.example.com:636", "preset=");
  }

  @Test
  void idsThatAKindOfServerDoesNotHaveAreNotRequested() {
    LdapAuthConfigBuilder eDirectory = UntriedPresets.eDirectory(SERVER, "o=example");

    assertThat(eDirectory.build().stableIdAttributes()).isEmpty();
    assertThat(LdapAuthConfig.ds389(SERVER, BASE).build().stableIdAttributes())
        .containsExactly("nsUniqueId");
  }

  static Stream<Arguments> directories() {
    return Stream.of(
        arguments(ServerKind.ACTIVE_DIRECTORY, LdapAuthConfig.activeDirectory(DOMAIN)),
        arguments(ServerKind.ACTIVE_DIRECTORY, LdapAuthConfig.sambaAd(DOMAIN)),
        arguments(ServerKind.FREE_IPA, LdapAuthConfig.freeIpa(DOMAIN)),
        arguments(ServerKind.OPEN_LDAP, LdapAuthConfig.openLdap(SERVER, BASE)),
        arguments(ServerKind.DIRECTORY_389, LdapAuthConfig.ds389(SERVER, BASE)),
        arguments(ServerKind.OPEN_DJ, LdapAuthConfig.openDj(SERVER, BASE)));
  }

  private static TestDirectoryBuilder people(ServerKind kind) {
    return TestDirectory.builder()
        .like(kind)
        .user("svc", "service secret")
        .user("alice", "wonderland")
        .group("staff", group -> group.members("alice"))
        .group("all", group -> group.members("staff"));
  }

  private static LdapAuthenticator<LdapUser> authenticator(
      LdapAuthConfigBuilder preset, TestDirectory directory) {
    return LdapAuthenticator.create(
        preset
            .server(LdapServer.url(directory.url()))
            .serviceAccount(directory.dn("svc"), "service secret")
            .build());
  }

  @ParameterizedTest
  @MethodSource("directories")
  void presetSignsUsersInWithNestedGroups(ServerKind kind, LdapAuthConfigBuilder preset) {
    try (var directory = people(kind).start();
        var authenticator = authenticator(preset, directory)) {
      LdapUser alice = yes(authenticator.authenticate("alice", "wonderland")).ldapUser();

      assertThat(alice.username()).isEqualTo("alice");
      assertThat(alice.groups().names()).contains("staff", "all");
      assertThat(alice.stableId()).isPresent();
      no(authenticator.authenticate("alice", "wrong"), RejectionReason.INVALID_CREDENTIALS);
      no(authenticator.authenticate("nobody", "wonderland"), RejectionReason.USER_NOT_FOUND);
      assertThat(authenticator.findProblems()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("directories")
  void presetForAnotherKindOfServerIsNamed(ServerKind kind, LdapAuthConfigBuilder preset) {
    // A slapd may be a proxy before OpenDJ, as both have entryUUID.
    ServerKind other =
        kind == ServerKind.OPEN_LDAP || kind == ServerKind.OPEN_DJ
            ? ServerKind.DIRECTORY_389
            : ServerKind.OPEN_LDAP;
    try (var directory = people(other).start();
        var authenticator = authenticator(preset, directory)) {
      assertThat(authenticator.findProblems())
          .anySatisfy(
              problem ->
                  assertThat(problem)
                      .startsWith("LdapServer: the server is ")
                      .contains(", but LdapAuthConfig.", " is for "));
      assertThat(unknown(authenticator)).contains("; the server is ", ", but LdapAuthConfig.");
      assertThat(LdapDiagnosis.run(authenticator).checks())
          .filteredOn(check -> check.step() == LdapDiagnosis.Step.SERVER_KIND)
          .hasSize(1);
    }
  }

  private static String unknown(LdapAuthenticator<LdapUser> authenticator) {
    try {
      return no(authenticator.authenticate("nobody", "wonderland"), RejectionReason.USER_NOT_FOUND)
          .detail();
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void groupsOfRfc2307NameTheirMembersByUid() {
    try (var directory =
            TestDirectory.builder()
                .like(ServerKind.OPEN_LDAP)
                .ldifResource("rfc2307-people.ldif")
                .start();
        var authenticator =
            LdapAuthenticator.create(
                LdapAuthConfig.openLdapRfc2307(LdapServer.url(directory.url()), BASE).build())) {
      LdapUser carol = yes(authenticator.authenticate("carol", "carol secret")).ldapUser();

      assertThat(carol.groups().names()).containsExactly("carols", "wheel");
    }
  }

  @Test
  void everySettingOfAPresetCanBeChanged() {
    GroupLookup memberOf = GroupLookup.memberOf();
    UserLookup byMail = UserLookup.search(BASE, "(mail={username})");

    assertThat(
            LdapAuthConfig.freeIpa(DOMAIN)
                .server(servers -> servers.targetsAlsoBelow("example.net"))
                .users(byMail)
                .groups(memberOf)
                .build())
        .asString()
        .contains("server=_ldap._tcp.example.com,", "users=" + byMail, "groups=" + memberOf);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments(
            LdapAuthConfig.activeDirectory("localhost"),
            "LdapAuthConfig.activeDirectory \"localhost\": not the DNS name of a domain, such as"
                + " ad.example.com"),
        arguments(
            LdapAuthConfig.freeIpa("a,b.c"),
            "LdapAuthConfig.freeIpa \"a,b.c\": not the DNS name of a domain, such as"
                + " ad.example.com"),
        arguments(
            LdapAuthConfig.openLdap(SERVER, "example.com"),
            "LdapAuthConfig.openLdap base \"example.com\": "),
        arguments(
            UntriedPresets.jumpCloud("a,b"),
            "UntriedPresets.jumpCloud base \"ou=Users,o=a,b,dc=jumpcloud,dc=com\": "));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakenArgumentIsReportedOnce(LdapAuthConfigBuilder preset, String mistake) {
    assertThat(mistakesOf(preset::build)).singleElement().asString().startsWith(mistake);
  }

  @Test
  void baseOfAPresetIsBlamedIfARuleIsOutsideIt() {
    var config =
        LdapAuthConfig.openLdap(SERVER, "dc=exmaple,dc=com")
            .require(GroupQuery.memberOf("cn=staff,ou=groups," + BASE));

    assertThat(mistakesOf(config::build))
        .containsExactly(
            "require memberOf \"cn=staff,ou=groups,dc=example,dc=com\": is not below"
                + " dc=exmaple,dc=com, where groups are searched (LdapAuthConfig.openLdap base);"
                + " correct one of them");
    assertThat(
            mistakesOf(
                config.groups(GroupLookup.search("o=else", GroupType.groupOfNames()))::build))
        .singleElement()
        .asString()
        .contains("is not below o=else", "(GroupLookup.search base)");
  }

  @Test
  void misspeltBaseOfAPresetIsAProblemOfThePreset() {
    try (var directory = people(ServerKind.OPEN_LDAP).start();
        var authenticator =
            authenticator(LdapAuthConfig.openLdap(SERVER, "dc=exmaple,dc=com"), directory)) {
      assertThat(authenticator.findProblems())
          .hasSize(2)
          .allSatisfy(
              problem ->
                  assertThat(problem)
                      .startsWith("LdapAuthConfig.openLdap base \"dc=exmaple,dc=com\": ")
                      .endsWith("; the suffixes of the server are \"dc=example,dc=com\""));
    }
  }

  @Test
  void googleNeedsAClientCertificate() {
    assertThat(mistakesOf(UntriedPresets.googleSecureLdap(DOMAIN)::build))
        .singleElement()
        .asString()
        .contains("clientCertificate");
  }
}
