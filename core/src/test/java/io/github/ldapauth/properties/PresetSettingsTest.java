// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import static io.github.ldapauth.fixture.Mistakes.mistakesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.UntriedPresets;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.group.GroupLookup;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Presets from text. */
class PresetSettingsTest {

  private static final String BASE = "dc=example,dc=com";
  private static final LdapServer SERVER = LdapServer.ldaps("ldap.example.com");

  private static LdapAuthConfigBuilder read(String preset, String... keysAndValues) {
    Map<String, String> settings = new TreeMap<>(Map.of("ldap.preset", preset));
    for (int i = 0; i < keysAndValues.length; i += 2) {
      settings.put("ldap." + keysAndValues[i], keysAndValues[i + 1]);
    }
    return LdapAuthProperties.read(settings, "ldap.");
  }

  private static LdapAuthConfigBuilder atServer(String preset) {
    return read(preset, "preset.base", BASE, "server.hosts", "ldap.example.com");
  }

  static Stream<Arguments> presets() {
    return Stream.of(
        arguments(
            read("active-directory", "preset.domain", "ad.example.com"),
            LdapAuthConfig.activeDirectory("ad.example.com")),
        arguments(
            read("ACTIVE_DIRECTORY", "preset.domain", "ad.example.com"),
            LdapAuthConfig.activeDirectory("ad.example.com")),
        arguments(
            read("samba-ad", "preset.domain", "ad.example.com"),
            LdapAuthConfig.sambaAd("ad.example.com")),
        arguments(
            read("free-ipa", "preset.domain", "example.com"),
            LdapAuthConfig.freeIpa("example.com")),
        arguments(atServer("open-ldap"), LdapAuthConfig.openLdap(SERVER, BASE)),
        arguments(atServer("open-ldap-rfc2307"), LdapAuthConfig.openLdapRfc2307(SERVER, BASE)),
        arguments(atServer("ds389"), LdapAuthConfig.ds389(SERVER, BASE)),
        arguments(atServer("open-dj"), LdapAuthConfig.openDj(SERVER, BASE)),
        arguments(atServer("e-directory"), UntriedPresets.eDirectory(SERVER, BASE)),
        arguments(atServer("lldap"), UntriedPresets.lldap(SERVER, BASE)),
        arguments(atServer("kanidm"), UntriedPresets.kanidm(SERVER, BASE)),
        arguments(atServer("authentik"), UntriedPresets.authentik(SERVER, BASE)),
        arguments(
            read("google-secure-ldap", "preset.domain", "example.com"),
            UntriedPresets.googleSecureLdap("example.com")),
        arguments(
            read("jump-cloud", "preset.organization", "5be4c52b"),
            UntriedPresets.jumpCloud("5be4c52b")));
  }

  @ParameterizedTest
  @MethodSource("presets")
  void keyOfAPresetEqualsItsMethod(LdapAuthConfigBuilder read, LdapAuthConfigBuilder preset) {
    assertThat(read).hasToString(preset.toString());
  }

  @Test
  void otherKeysChangeThePreset() {
    LdapAuthConfigBuilder read =
        read(
            "active-directory",
            "preset.domain",
            "ad.example.com",
            "server.hosts",
            "dc1.ad.example.com",
            "user-active-directory.netbios-name",
            "AD",
            "member-of.attribute",
            "memberOf");

    assertThat(read)
        .hasToString(
            LdapAuthConfig.activeDirectory("ad.example.com")
                .server(LdapServer.ldaps("dc1.ad.example.com"))
                .users(UserLookup.activeDirectory("ad.example.com").netbiosName("AD"))
                .groups(GroupLookup.memberOf())
                .toString());
    assertThat(read.build().toString()).contains("LdapAuthConfig.activeDirectory");
  }

  @Test
  void serversOfAPresetTakeTheOtherServerSettings() {
    LdapAuthConfigBuilder read =
        read(
            "free-ipa",
            "preset.domain",
            "example.com",
            "server.trusted-certificates",
            "/nowhere/ca.pem",
            "server.targets-also-below",
            "example.net");

    assertThat(mistakesOf(read::build))
        .singleElement()
        .asString()
        .startsWith("ldap.server.trusted-certificates: ");
  }

  @Test
  void baseOfAPresetIsNamedByTheArgumentOfThePreset() {
    TextSettings settings =
        new TextSettings(Map.of("ldap.preset.domain", "ad.exmaple.com"), "ldap.");
    settings.take("preset.domain");
    assertThat(
            Stream.of("UserLookup.search base", "GroupLookup.search base", "LdapServer")
                .map(new SettingNames(settings)))
        .containsOnly("ldap.preset.domain");
  }

  @Test
  void hostThatIsSpeltLikeAMethodStays() {
    String text = "CONNECT at Dc1.srv.example.com:636: timed out";
    assertThat(new SettingNames(new TextSettings(Map.of(), "ldap.")).apply(text)).isEqualTo(text);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments(
            read("open-ldp"),
            "ldap.preset \"open-ldp\": none of active-directory, authentik, ds389, e-directory,"
                + " free-ipa, google-secure-ldap, jump-cloud, kanidm, lldap, open-dj, open-ldap,"
                + " open-ldap-rfc2307, samba-ad; did you mean open-ldap?"),
        arguments(read("active-directory"), "ldap.preset.domain: is missing"),
        arguments(
            read(
                "active-directory",
                "require",
                "cn=staff,ou=groups,dc=ad,dc=example,dc=com",
                "user-active-directory.netbios-name",
                "AD"),
            "ldap.preset.domain: is missing"),
        arguments(
            read(
                "open-ldap",
                "server.hosts",
                "ldap.example.com",
                "deny",
                "cn=suspended,ou=groups,dc=example,dc=com"),
            "ldap.preset.base: is missing"),
        arguments(
            read("open-ldap", "server.hosts", "ldap.example.com"), "ldap.preset.base: is missing"),
        arguments(read("open-ldap", "preset.base", BASE), "ldap.server.hosts: is missing"),
        arguments(
            read("free-ipa", "preset.domain", "localhost"),
            "ldap.preset.domain \"localhost\": not the DNS name of a"
                + " domain, such as ad.example.com"),
        arguments(
            read("free-ipa", "preset.domain", "example.com", "preset.base", BASE),
            "ldap.preset.base: is not for this preset; use ldap.preset.domain"),
        arguments(
            read(
                "open-ldap",
                "preset.base",
                BASE,
                "server.hosts",
                "ldap.example.com",
                "user-search.base",
                "ou=people," + BASE),
            "ldap.user-search.filter: is missing; the keys of ldap.user-search replace the search of"
                + " ldap.preset"),
        arguments(
            read(
                "active-directory",
                "preset.domain",
                "ad.example.com",
                "token-groups.max-groups",
                "2000"),
            "ldap.token-groups.base: is missing; the keys of ldap.token-groups replace the search of"
                + " ldap.preset"));
  }

  @ParameterizedTest
  @CsvSource({
    "ad, active-directory",
    "MSAD, active-directory",
    "samba, samba-ad",
    "ipa, free-ipa",
    "389-DS, ds389",
    "google, google-secure-ldap",
    "activ-directory, active-directory"
  })
  void otherNameOfADirectoryIsReportedAlone(String name, String preset) {
    assertThat(
            mistakesOf(
                read(
                        name,
                        "preset.domain",
                        "ad.example.com",
                        "require",
                        "cn=staff,ou=groups,dc=ad,dc=example,dc=com")
                    ::build))
        .singleElement()
        .asString()
        .startsWith("ldap.preset \"" + name + "\": none of active-directory, ")
        .endsWith("; did you mean " + preset + "?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "baseDn", "search-base", "preset.base-dn"})
  void missingBaseOfThePresetIsMeant(String key) {
    assertThat(mistakesOf(read("open-ldap", key, BASE, "server.hosts", "ldap.example.com")::build))
        .containsExactly(
            "ldap.preset.base: is missing",
            "ldap." + key + ": unknown setting; did you mean ldap.preset.base?");
  }

  @Test
  void baseBesideThePresetMeansItsBase() {
    assertThat(
            mistakesOf(
                read(
                        "open-ldap",
                        "preset.base",
                        BASE,
                        "base",
                        BASE,
                        "server.hosts",
                        "ldap.example.com")
                    ::build))
        .containsExactly("ldap.base: unknown setting; did you mean ldap.preset.base?");
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakeNamesItsKey(LdapAuthConfigBuilder read, String mistake) {
    assertThat(mistakesOf(read::build)).containsExactly(mistake);
  }
}
