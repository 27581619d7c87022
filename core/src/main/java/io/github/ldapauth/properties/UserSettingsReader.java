// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import static java.util.function.Function.identity;

import io.github.ldapauth.ActiveDirectoryLookup;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.UserSearchLookup;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;

/** A reader of the keys for users, which returns a {@link UserLookup}. */
final class UserSettingsReader {

  private static final String SOME_FILTER = "(uid={username})";

  private static final String DN_TEMPLATE = "user-dn-template";
  private static final String BIND_NAME = "user-bind-name";
  private static final String[] SEARCHES = {
    "user-search.base", "user-search.filter", "user-search.scope", "user-search.username-attribute"
  };
  private static final String[] ACTIVE_DIRECTORY = {
    "user-active-directory.domain",
    "user-active-directory.netbios-name",
    "user-active-directory.base"
  };

  private final TextSettings settings;

  UserSettingsReader(TextSettings settings) {
    this.settings = settings;
  }

  /** Returns whether there is any key for users. */
  boolean isSet() {
    return settings.has(SEARCHES)
        || settings.has(ACTIVE_DIRECTORY)
        || settings.has(DN_TEMPLATE, BIND_NAME);
  }

  /**
   * Returns the look-up.
   *
   * @param domainOfPreset the domain of Active Directory, unless another one is set
   */
  UserLookup read(Optional<Text> domainOfPreset) {
    Optional<Text> template = settings.take(DN_TEMPLATE);
    if (template.isPresent()) {
      settings.rejectTogetherWith(template.get(), SEARCHES);
      settings.rejectTogetherWith(template.get(), BIND_NAME);
      settings.rejectTogetherWith(template.get(), ACTIVE_DIRECTORY);
      UserLookup lookup = UserLookup.dnTemplate(template.get().value());
      settings.claimMistakes(template.get(), lookup.mistakes());
      return lookup;
    }
    if (settings.has(ACTIVE_DIRECTORY)) {
      return activeDirectory(domainOfPreset);
    }
    Optional<Text> bindName = settings.take(BIND_NAME);
    UserSearchLookup search = userSearches();
    return bindName.isEmpty() ? search : bindName(bindName.get(), search);
  }

  private UserLookup activeDirectory(Optional<Text> domainOfPreset) {
    Optional<Text> domain = settings.take("user-active-directory.domain").or(() -> domainOfPreset);
    domain.ifPresentOrElse(
        text -> {
          settings.rejectTogetherWith(text, SEARCHES);
          settings.rejectTogetherWith(text, BIND_NAME);
        },
        () -> settings.missing("user-active-directory.domain", 0));
    var lookup =
        new SettingApplier<>(
            settings, UserLookup.activeDirectory(SettingsReader.SOME_DOMAIN), UserLookup::mistakes);
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
    SortedSet<Integer> numbers = settings.numbers(SEARCHES);
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
            SettingsReader.SOME_DN,
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
