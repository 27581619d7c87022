// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static io.github.ldapauth.fixture.Directories.SERVICE;
import static io.github.ldapauth.fixture.Mistakes.mistakesOf;
import static io.github.ldapauth.group.GroupQuery.allOf;
import static io.github.ldapauth.group.GroupQuery.anyOf;
import static io.github.ldapauth.group.GroupQuery.memberOf;
import static io.github.ldapauth.group.GroupQuery.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.entry.SearchScope;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.group.GroupSearchLookup;
import io.github.ldapauth.group.GroupType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes in a configuration, reported together when it is built. */
class ConfigMistakesTest {

  private static final LdapServer SERVER = LdapServer.ldaps("ldap.example.com");
  private static final UserSearchLookup BY_UID = UserLookup.search(PEOPLE, "(uid={username})");

  static Stream<Arguments> settings() {
    return Stream.of(
        arguments(
            change(c -> c.serviceAccount("svc@corp", "secret")),
            "serviceAccount name: not a DN, user@example.com or DOMAIN\\name; not shown,"),
        arguments(
            change(c -> c.serviceAccount(SERVICE, Path.of("no-such-file"))),
            "serviceAccount password file, not shown: cannot be read (NoSuchFileException)"),
        arguments(change(c -> c.serviceAccount(SERVICE, "")), "serviceAccount password: is empty"),
        arguments(
            change(c -> c.serviceAccount(SERVICE, (String) null)),
            "serviceAccount password: is missing"),
        arguments(
            change(c -> c.serviceAccount(SERVICE, (Supplier<@Nullable String>) null)),
            "serviceAccount password: is missing"),
        arguments(
            change(c -> c.serviceAccount("", "secret")), "serviceAccount name \"\": is empty"),
        arguments(change(c -> c.serviceAccount(null, "secret")), "serviceAccount name: is missing"),
        arguments(
            change(c -> c.require(memberOf("cn=staff," + GROUPS))),
            "require (group=cn=staff,ou=groups,dc=example,dc=com): needs groups(...)"),
        arguments(
            grouped(c -> c.require(memberOf("staff"))), "require memberOf \"staff\": not a DN"),
        arguments(grouped(c -> c.deny(memberOf(null))), "deny memberOf: is missing"),
        arguments(
            grouped(c -> c.deny(not(anyOf(memberOf("cn=x," + GROUPS), memberOf("admins"))))),
            "deny memberOf \"admins\": not a DN"),
        arguments(grouped(c -> c.require(allOf())), "require allOf: combines no queries"),
        arguments(
            grouped(c -> c.require(memberOf("cn=staff,ou=elsewhere,dc=example,dc=com"))),
            "require memberOf \"cn=staff,ou=elsewhere,dc=example,dc=com\": is not below"
                + " ou=groups,dc=example,dc=com, where groups are searched"),
        arguments(
            change(
                c ->
                    c.groups(
                            GroupLookup.search(GROUPS, GroupType.groupOfNames())
                                .scope(SearchScope.ONE_LEVEL))
                        .deny(memberOf("cn=suspended,ou=rules," + GROUPS))),
            "deny memberOf \"cn=suspended,ou=rules,ou=groups,dc=example,dc=com\": is not directly below"),
        arguments(
            change(c -> c.groups(GroupLookup.search("groups", GroupType.groupOfNames()))),
            "GroupLookup.search base \"groups\": not a DN"),
        arguments(
            change(
                c ->
                    c.groups(GroupLookup.search(GROUPS, GroupType.groupOfNames()).filter("(cn=*"))),
            "GroupLookup.filter \"(cn=*\": not a filter"),
        arguments(
            change(
                c ->
                    c.groups(
                        GroupLookup.search(GROUPS, GroupType.groupOfNames()).nameAttribute("c n"))),
            "GroupLookup.nameAttribute \"c n\": not an attribute description"),
        arguments(
            change(c -> c.groups(GroupLookup.search(GROUPS, GroupType.memberDn("x)(cn=*")))),
            "GroupType.memberDn \"x)(cn=*\": not an attribute description"),
        arguments(
            change(
                c -> c.groups(GroupLookup.search(GROUPS, GroupType.groupOfNames()).maxGroups(0))),
            "GroupLookup.maxGroups 0"),
        arguments(
            change(c -> c.groups(GroupLookup.search(GROUPS, GroupType.groupOfNames().nested(-1)))),
            "GroupType.nested -1"),
        arguments(
            change(c -> c.groups(GroupLookup.memberOf(""))), "GroupLookup.memberOf \"\": is empty"),
        arguments(change(c -> c.attributes("mail", " ")), "attributes \"\": is empty"),
        arguments(
            change(c -> c.attributes("mail", "given name")),
            "attributes \"given name\": not an attribute description"),
        arguments(change(c -> c.timeLimit(Duration.ZERO)), "timeLimit PT0S"),
        arguments(change(c -> c.timeLimit(Duration.ofSeconds(-1))), "timeLimit PT-1S"),
        arguments(change(c -> c.timeLimit(Duration.ofMinutes(61))), "timeLimit PT1H1M"),
        arguments(
            change(c -> c.minRejectionTime(Duration.ofSeconds(-1))),
            "minRejectionTime PT-1S: must be"),
        arguments(
            change(c -> c.minRejectionTime(Duration.ofSeconds(15))),
            "minRejectionTime PT15S: must be less than timeLimit"),
        arguments(change(c -> c.decoyBind("decoy")), "decoyBind \"decoy\": "),
        arguments(change(c -> c.decoyBind(null)), "decoyBind: is missing"),
        arguments(
            change(c -> c.serviceAccount("cn=svc,o=x", "secret").decoyBind("CN=svc, O=X")),
            "decoyBind: is the service account"),
        arguments(change(c -> c.cache(Duration.ZERO)), "cache PT0S"),
        arguments(change(c -> c.cache(Duration.ofSeconds(-1))), "cache PT-1S"),
        arguments(change(c -> c.cache(Duration.ofHours(25))), "cache PT25H"));
  }

  private static Function<LdapAuthConfigBuilder, LdapAuthConfigBuilder> change(
      Function<LdapAuthConfigBuilder, LdapAuthConfigBuilder> change) {
    return change;
  }

  private static Function<LdapAuthConfigBuilder, LdapAuthConfigBuilder> grouped(
      Function<LdapAuthConfigBuilder, LdapAuthConfigBuilder> change) {
    return change.compose(c -> c.groups(GroupLookup.search(GROUPS, GroupType.groupOfNames())));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void aMistakenSettingIsNamed(
      Function<LdapAuthConfigBuilder, LdapAuthConfigBuilder> change, String mistake) {
    assertThat(mistakesOf(change.apply(LdapAuthConfig.builder(SERVER, BY_UID))::build))
        .singleElement()
        .asString()
        .contains(mistake);
  }

  @Test
  void mistakeInTheBaseOfAPresetIsReportedAlone() {
    var config =
        LdapAuthConfig.openLdap(LdapServer.ldaps("ldap.example.com"), "no dn")
            .require(GroupQuery.memberOf("cn=staff,ou=groups,dc=example,dc=com"));

    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(config::build)
        .satisfies(e -> assertThat(e.mistakes()).hasSize(1))
        .withMessageNotContaining("missing");
  }

  @Test
  void allMistakesAreReportedTogetherAndNoPassword() {
    var builder =
        LdapAuthConfig.builder(
                LdapServer.url("ldap://ldap.example.com"), UserLookup.search("people", "(uid=*)"))
            .serviceAccount("svc", "top secret")
            .require(memberOf("staff"));

    InvalidConfigException mistaken =
        assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(builder::build).actual();

    assertThat(mistaken.mistakes()).hasSize(5);
    assertThat(mistaken)
        .hasMessageContainingAll(mistaken.mistakes().toArray(String[]::new))
        .hasMessageNotContaining("top secret");
  }

  @Test
  void mistakesOfTheMappingAreReportedTogetherToo() {
    var config = LdapAuthConfig.builder(SERVER, BY_UID).build();
    var builder =
        LdapAuthenticator.builder(config, new AccountStore())
            .attribute("given name", Account::setFirstName)
            .flag(memberOf("cn=staff," + GROUPS), Account::setStaff)
            .keyedByAttribute("");

    assertThat(mistakesOf(builder::build))
        .satisfiesExactly(
            m -> assertThat(m).contains("attribute \"given name\""),
            m -> assertThat(m).contains("flag", "needs groups(...)"),
            m -> assertThat(m).isEqualTo("keyedByAttribute \"\": is empty"));
  }

  @Test
  void aMistakenFlagIsNamedWithItsValue() {
    var config =
        LdapAuthConfig.builder(SERVER, BY_UID)
            .groups(GroupLookup.search(GROUPS, GroupType.groupOfNames().nested()))
            .build();
    var builder =
        LdapAuthenticator.builder(config, new AccountStore())
            .flag(anyOf(), Account::setStaff)
            .flag(memberOf("staff"), Account::setStaff)
            .flag(memberOf("cn=staff,ou=elsewhere"), Account::setStaff);

    assertThat(mistakesOf(builder::build))
        .satisfiesExactly(
            m -> assertThat(m).isEqualTo("flag anyOf: combines no queries"),
            m -> assertThat(m).startsWith("flag memberOf \"staff\": not a DN"),
            m -> assertThat(m).contains("cn=staff,ou=elsewhere", "is not below"));
  }

  @Test
  void limitsMayHaveTheirSmallestAndLargestValues() {
    LdapServer tight =
        SERVER
            .connectTimeout(Duration.ofMillis(1))
            .responseTimeout(Duration.ofMillis(1))
            .maxConnections(1);
    LdapServer wide =
        SERVER.connectTimeout(Duration.ofHours(1)).responseTimeout(Duration.ofHours(1));
    GroupSearchLookup groups = GroupLookup.search(GROUPS, GroupType.groupOfNames().nested(0));

    for (LdapAuthConfigBuilder config :
        List.of(
            LdapAuthConfig.builder(tight, BY_UID).groups(groups.maxGroups(1)),
            LdapAuthConfig.builder(wide, BY_UID)
                .timeLimit(Duration.ofHours(1))
                .cache(Duration.ofDays(1)))) {
      assertThatCode(config::build).doesNotThrowAnyException();
    }
  }

  @Test
  void aConfigurationPrintsNoPassword() {
    var config =
        LdapAuthConfig.builder(SERVER, BY_UID).serviceAccount(SERVICE, "top secret").build();

    assertThat(config.toString())
        .contains("ldap.example.com:636", SERVICE, "groups=none")
        .doesNotContain("top secret");
  }
}
