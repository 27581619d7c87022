// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import static java.util.function.Function.identity;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.directory.ServiceAccount;
import io.github.ldapauth.entry.ParsedSetting;
import io.github.ldapauth.group.GroupQuery;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A reader that calls the builders for text settings. {@link LdapAuthProperties} has the keys. */
final class SettingsReader {

  // Placeholders for missing settings, so that the others can be checked.
  static final String SOME_DN = "o=missing";
  private static final String SOME_PASSWORD = "missing";
  static final String SOME_DOMAIN = "missing.example";

  private static final String[] SERVICE_ACCOUNT = {
    "service-account.dn", "service-account.password", "service-account.password-file"
  };

  private static final String PRESET_DOMAIN = "preset.domain";

  /** The words before the names that the application chooses; see {@link MappingProperties}. */
  static final String ATTRIBUTE = "attribute";

  static final String FLAG = "flag";
  static final String ROLE = "role";

  /** The name in the key of one of several values, without the bracket at its end. */
  private static final Pattern OF_LIST = Pattern.compile(".+\\[\\d*");

  private final TextSettings settings;

  SettingsReader(TextSettings settings) {
    this.settings = settings;
  }

  LdapAuthConfigBuilder read() {
    SettingNames names = new SettingNames(settings);
    LdapAuthConfigBuilder builder =
        builder()
            .rewriteMistakes(mistakes -> names.inMistakes(settings.report(mistakes)))
            .nameSettings(names);
    serviceAccount(builder);
    new GroupSettingsReader(settings).read().ifPresent(builder::groups);
    var applier = new SettingApplier<>(settings, builder, LdapAuthConfigBuilder::mistakes);
    readMappings(applier);
    return applier
        .set(
            "account-attributes",
            ValueParsers::accountAttributes,
            LdapAuthConfigBuilder::accountAttributes)
        .set(
            "read-as-user",
            ValueParsers::bool,
            (config, asUser) -> asUser ? config.readAsUser() : config)
        .set("read-beside-bind", ValueParsers::bool, LdapAuthConfigBuilder::readBesideBind)
        .setAll("require", GroupQuery::parse, LdapAuthConfigBuilder::require)
        .setAll("deny", GroupQuery::parse, LdapAuthConfigBuilder::deny)
        .set(
            "hidden-groups-deny-nobody",
            ValueParsers::bool,
            (config, must) -> must ? config.hiddenGroupsDenyNobody() : config)
        .set("time-limit", ValueParsers::duration, LdapAuthConfigBuilder::timeLimit)
        .set("min-rejection-time", ValueParsers::duration, LdapAuthConfigBuilder::minRejectionTime)
        .set("decoy-bind", identity(), LdapAuthConfigBuilder::decoyBind)
        .set("avoid-lockout", identity(), LdapAuthConfigBuilder::avoidLockout)
        .set("cache", ValueParsers::duration, LdapAuthConfigBuilder::cache)
        .get();
  }

  private LdapAuthConfigBuilder builder() {
    ServerSettingsReader servers = new ServerSettingsReader(settings);
    UserSettingsReader users = new UserSettingsReader(settings);
    Optional<LdapAuthConfigBuilder> preset = new PresetSettingsReader(settings, servers).read();
    if (preset.isEmpty()) {
      return LdapAuthConfig.builder(servers.read(), users.read(Optional.empty()));
    }
    Optional<Text> some =
        settings.isMissing(PRESET_DOMAIN)
            ? Optional.of(new Text(settings.keyOf(PRESET_DOMAIN), SOME_DOMAIN))
            : settings.written(PRESET_DOMAIN).stream().findFirst();
    return users.isSet() ? preset.get().users(users.read(some)) : preset.get();
  }

  /** Reads what {@link MappingProperties} needs of the directory. */
  private void readMappings(SettingApplier<LdapAuthConfigBuilder> applier) {
    Set<String> names = new LinkedHashSet<>();
    applier.set(
        "attributes",
        ValueParsers::names,
        (config, all) -> {
          names.addAll(List.of(all));
          return config.attributes(all);
        });
    if (names.isEmpty()) {
      names.add("*");
    }
    for (Text attribute : named(ATTRIBUTE)) {
      settings
          .valueOf(ParsedSetting.attribute(attribute.key(), attribute.value()))
          .ifPresent(names::add);
    }
    applier.get().attributes(names);
    for (String word : List.of(FLAG, ROLE)) {
      for (Text group : named(word)) {
        applier.apply(group, GroupQuery::parse, LdapAuthConfigBuilder::lookFor);
      }
    }
  }

  private List<Text> named(String word) {
    List<NamedSetting> all = settings.takeNamed(word);
    all.stream()
        .filter(each -> OF_LIST.matcher(each.name()).matches())
        .forEach(each -> settings.reject(each.text(), "is one of a list; write one value"));
    return all.stream().map(NamedSetting::text).toList();
  }

  private void serviceAccount(LdapAuthConfigBuilder builder) {
    Optional<Text> certificate = settings.take("service-account.by-certificate");
    if (certificate.flatMap(text -> settings.parse(text, ValueParsers::bool)).orElse(false)) {
      settings.rejectTogetherWith(certificate.orElseThrow(), SERVICE_ACCOUNT);
      builder.serviceAccountByCertificate();
      settings.claimMistakes(certificate.orElseThrow(), builder.mistakes());
      return;
    }
    Optional<Text> file = settings.take("service-account.password-file");
    file.ifPresent(text -> settings.rejectTogetherWith(text, "service-account.password"));
    Optional<Text> password = settings.take("service-account.password");
    boolean none = file.isEmpty() && password.isEmpty();
    if (none && !settings.has("service-account.dn")) {
      return;
    }
    if (none) {
      settings.missing("service-account.password", 0);
    }
    String dn =
        settings.require(
            "service-account.dn",
            0,
            SOME_DN,
            name -> ServiceAccount.of(name, SOME_PASSWORD).mistakes());
    builder.serviceAccount(dn, password.map(Text::raw).orElse(SOME_PASSWORD));
    file.flatMap(text -> settings.valueOf(ValueParsers.secretFile(text)))
        .ifPresent(path -> builder.serviceAccount(dn, path));
    password.or(() -> file).ifPresent(text -> settings.claimMistakes(text, builder.mistakes()));
  }
}
