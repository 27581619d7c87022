// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import static java.util.function.Function.identity;

import io.github.ldapauth.ActiveDirectoryLookup;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthConfigBuilder;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.UserSearchLookup;
import io.github.ldapauth.directory.ServiceAccount;
import io.github.ldapauth.entry.ParsedSetting;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.properties.TextSettings.Named;
import io.github.ldapauth.properties.TextSettings.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A reader that calls the builders for text settings. {@link LdapAuthProperties} has the keys. */
final class SettingsReader {

  // Placeholders for missing settings, so that the others can be checked.
  static final String SOME_DN = "o=missing";
  private static final String SOME_PASSWORD = "missing";
  static final String SOME_DOMAIN = "missing.example";
  private static final String SOME_FILTER = "(uid={username})";

  private static final String[] USER_SEARCHES = {
    "user-search.base", "user-search.filter", "user-search.scope", "user-search.username-attribute"
  };
  private static final String[] ACTIVE_DIRECTORY = {
    "user-active-directory.domain",
    "user-active-directory.netbios-name",
    "user-active-directory.base"
  };
  private static final String[] SERVICE_ACCOUNT = {
    "service-account.dn", "service-account.password", "service-account.password-file"
  };

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
    LdapAuthConfigBuilder builder =
        builder().rewriteMistakes(settings::report).nameSettings(new SettingNames(settings));
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
    Optional<Text> domain = settings.find("preset.domain");
    ServerSettingsReader servers = new ServerSettingsReader(settings);
    Optional<LdapAuthConfigBuilder> preset = new PresetSettingsReader(settings, servers).read();
    if (preset.isEmpty()) {
      return LdapAuthConfig.builder(servers.read(), users(Optional.empty()));
    }
    boolean hasUsers =
        settings.has(USER_SEARCHES)
            || settings.has(ACTIVE_DIRECTORY)
            || settings.has("user-dn-template", "user-bind-name");
    return hasUsers ? preset.get().users(users(domain)) : preset.get();
  }

  /** Reads what {@link MappingProperties} needs of the directory. */
  private void readMappings(SettingApplier<LdapAuthConfigBuilder> applier) {
    List<String> names = new ArrayList<>();
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
    List<Named> all = settings.takeNamed(word);
    all.stream()
        .filter(each -> OF_LIST.matcher(each.name()).matches())
        .forEach(each -> settings.reject(each.text(), "is one of a list; write one value"));
    return all.stream().map(Named::text).toList();
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

  /**
   * Reads the look-up of users.
   *
   * @param domainOfPreset the domain of Active Directory, unless another one is set
   */
  private UserLookup users(Optional<Text> domainOfPreset) {
    Optional<Text> template = settings.take("user-dn-template");
    if (template.isPresent()) {
      settings.rejectTogetherWith(template.get(), USER_SEARCHES);
      settings.rejectTogetherWith(template.get(), "user-bind-name");
      settings.rejectTogetherWith(template.get(), ACTIVE_DIRECTORY);
      UserLookup lookup = UserLookup.dnTemplate(template.get().value());
      settings.claimMistakes(template.get(), lookup.mistakes());
      return lookup;
    }
    if (settings.has(ACTIVE_DIRECTORY)) {
      return activeDirectory(domainOfPreset);
    }
    Optional<Text> bindName = settings.take("user-bind-name");
    UserSearchLookup search = userSearches();
    return bindName.isEmpty() ? search : bindName(bindName.get(), search);
  }

  private UserLookup activeDirectory(Optional<Text> domainOfPreset) {
    Optional<Text> domain = settings.take("user-active-directory.domain").or(() -> domainOfPreset);
    domain.ifPresentOrElse(
        text -> {
          settings.rejectTogetherWith(text, USER_SEARCHES);
          settings.rejectTogetherWith(text, "user-bind-name");
        },
        () -> settings.missing("user-active-directory.domain", 0));
    var lookup =
        new SettingApplier<>(
            settings, UserLookup.activeDirectory(SOME_DOMAIN), UserLookup::mistakes);
    domain.ifPresent(
        text -> lookup.apply(text, identity(), (some, name) -> UserLookup.activeDirectory(name)));
    return lookup
        .set("user-active-directory.netbios-name", identity(), ActiveDirectoryLookup::netbiosName)
        .set("user-active-directory.base", identity(), ActiveDirectoryLookup::base)
        .get();
  }

  private UserLookup bindName(Text template, UserSearchLookup search) {
    UserLookup lookup = UserLookup.bindName(template.value(), search);
    settings.claimMistakes(template, lookup.mistakes());
    settings
        .take("read-as-user")
        .ifPresent(text -> settings.parse(text, truth -> asUser(truth, template)));
    return lookup;
  }

  private static boolean asUser(String truth, Text bindName) {
    if (!ValueParsers.bool(truth)) {
      throw new IllegalArgumentException(
          "with " + bindName.key() + ", the user always reads the entry");
    }
    return true;
  }

  private UserSearchLookup userSearches() {
    Optional<Text> usernameAttribute = settings.take("user-search.username-attribute");
    SortedSet<Integer> numbers = settings.numbers(USER_SEARCHES);
    UserSearchLookup searches =
        (numbers.isEmpty() ? Stream.of(0) : numbers.stream())
            .map(this::userSearch)
            .reduce(UserSearchLookup::or)
            .orElseThrow();
    var lookup = new SettingApplier<>(settings, searches, UserSearchLookup::mistakes);
    usernameAttribute.ifPresent(
        text -> lookup.apply(text, identity(), UserSearchLookup::usernameAttribute));
    return lookup.get();
  }

  private UserSearchLookup userSearch(int number) {
    String base =
        settings.require(
            "user-search.base",
            number,
            SOME_DN,
            dn -> UserLookup.search(dn, SOME_FILTER).mistakes());
    String filter =
        settings.require(
            "user-search.filter",
            number,
            SOME_FILTER,
            text -> UserLookup.search(base, text).mistakes());
    UserSearchLookup search = UserLookup.search(base, filter);
    return settings
        .take("user-search.scope", number)
        .flatMap(text -> settings.parse(text, ValueParsers::scope))
        .map(search::scope)
        .orElse(search);
  }
}
