// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.UntriedPresets;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.group.GroupLookup;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A reader of the keys of a preset, which returns its builder. */
final class PresetSettingsReader {

  private static final LdapServer SOME_SERVER = LdapServer.ldaps("missing");

  /**
   * A preset.
   *
   * @param key the key of its argument
   * @param placeholder stands for a missing argument
   * @param hasServers whether the preset names the servers
   */
  private record Form(
      String key,
      String placeholder,
      boolean hasServers,
      BiFunction<LdapServer, String, LdapAuthConfigBuilder> preset) {

    static Form ofDomain(Function<String, LdapAuthConfigBuilder> preset) {
      return new Form(
          "preset.domain",
          SettingsReader.SOME_DOMAIN,
          true,
          (server, domain) -> preset.apply(domain));
    }

    static Form ofBase(BiFunction<LdapServer, String, LdapAuthConfigBuilder> preset) {
      return new Form("preset.base", SettingsReader.SOME_DN, false, preset);
    }
  }

  /** The presets by their names, which a mistake shows. */
  private static final Map<String, Form> FORMS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("active-directory", Form.ofDomain(LdapAuthConfig::activeDirectory)),
              Map.entry("samba-ad", Form.ofDomain(LdapAuthConfig::sambaAd)),
              Map.entry("free-ipa", Form.ofDomain(LdapAuthConfig::freeIpa)),
              Map.entry("open-ldap", Form.ofBase(LdapAuthConfig::openLdap)),
              Map.entry("open-ldap-rfc2307", Form.ofBase(LdapAuthConfig::openLdapRfc2307)),
              Map.entry("ds389", Form.ofBase(LdapAuthConfig::ds389)),
              Map.entry("open-dj", Form.ofBase(LdapAuthConfig::openDj)),
              Map.entry("e-directory", Form.ofBase(UntriedPresets::eDirectory)),
              Map.entry("lldap", Form.ofBase(UntriedPresets::lldap)),
              Map.entry("google-secure-ldap", Form.ofDomain(UntriedPresets::googleSecureLdap)),
              Map.entry(
                  "jump-cloud",
                  new Form(
                      "preset.organization",
                      "missing",
                      true,
                      (server, organization) -> UntriedPresets.jumpCloud(organization))),
              Map.entry("kanidm", Form.ofBase(UntriedPresets::kanidm)),
              Map.entry("authentik", Form.ofBase(UntriedPresets::authentik))));

  /** What else directories are called. */
  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "ad", "active-directory",
          "msad", "active-directory",
          "samba", "samba-ad",
          "ipa", "free-ipa",
          "slapd", "open-ldap",
          "ldap", "open-ldap",
          "389", "ds389",
          "389ds", "ds389",
          "389directoryserver", "ds389",
          "google", "google-secure-ldap");

  private final TextSettings settings;
  private final ServerSettingsReader servers;

  PresetSettingsReader(TextSettings settings, ServerSettingsReader servers) {
    this.settings = settings;
    this.servers = servers;
  }

  /** Returns the builder; empty if there is no key for a preset. */
  Optional<LdapAuthConfigBuilder> read() {
    Optional<Text> name = settings.take("preset");
    if (name.isEmpty()) {
      String needs = "needs " + settings.keyOf("preset");
      FORMS.values().stream()
          .flatMap(form -> settings.take(form.key()).stream())
          .forEach(argument -> settings.reject(argument, needs));
    }
    return name.map(this::read);
  }

  private LdapAuthConfigBuilder read(Text name) {
    Optional<Form> form = settings.parse(name, PresetSettingsReader::named);
    if (form.isEmpty()) {
      return ofUnknownName();
    }
    LdapAuthConfigBuilder builder = read(form.get());
    for (Form other : FORMS.values()) {
      settings
          .take(other.key())
          .ifPresent(
              text ->
                  settings.reject(
                      text, "is not for this preset; use " + settings.keyOf(form.get().key())));
    }
    return builder;
  }

  private LdapAuthConfigBuilder read(Form form) {
    LdapServer server = form.hasServers() ? SOME_SERVER : servers.read();
    String argument =
        settings.require(
            form.key(),
            0,
            form.placeholder(),
            text -> form.preset().apply(SOME_SERVER, text).mistakes());
    LdapAuthConfigBuilder builder = form.preset().apply(server, argument);
    if (form.hasServers()) {
      builder.server(servers::readOver);
    }
    return settings.isMissing(form.key()) ? withUnknownBase(builder) : builder;
  }

  /** Rules can name any group, so that only the mistake in the preset is reported. */
  private static LdapAuthConfigBuilder withUnknownBase(LdapAuthConfigBuilder builder) {
    return builder.groups(GroupLookup.memberOf());
  }

  /** Reads the keys that any preset may have, so that they are not reported too. */
  private LdapAuthConfigBuilder ofUnknownName() {
    for (Form form : FORMS.values()) {
      settings.take(form.key());
    }
    return withUnknownBase(
        LdapAuthConfig.openLdap(servers.readOver(SOME_SERVER), SettingsReader.SOME_DN));
  }

  private static Form named(String text) {
    return FORMS.entrySet().stream()
        .filter(preset -> ValueParsers.letters(preset.getKey()).equals(ValueParsers.letters(text)))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "none of " + String.join(", ", FORMS.keySet()) + similarTo(text)));
  }

  private static String similarTo(String text) {
    return Optional.ofNullable(OTHER_NAMES.get(ValueParsers.letters(text)))
        .or(() -> SettingId.of(text).mostLike(FORMS.keySet()))
        .map(name -> "; did you mean " + name + "?")
        .orElse("");
  }
}
