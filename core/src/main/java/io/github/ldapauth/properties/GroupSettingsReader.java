// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import static java.util.function.Function.identity;

import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupSearchLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.group.MemberDnGroupType;
import io.github.ldapauth.group.MemberOfLookup;
import io.github.ldapauth.group.TokenGroupsLookup;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A reader of the keys for groups, which returns a {@link GroupLookup}. */
final class GroupSettingsReader {

  private static final String[] MEMBER_OF = {"member-of.attribute", "member-of.name-attribute"};
  private static final String[] GROUP_SEARCH = {
    "group-search.base",
    "group-search.type",
    "group-search.member-attribute",
    "group-search.nested",
    "group-search.primary-group",
    "group-search.scope",
    "group-search.filter",
    "group-search.name-attribute",
    "group-search.max-groups"
  };

  private static final String[] TOKEN_GROUPS = {
    "token-groups.base", "token-groups.name-attribute", "token-groups.max-groups"
  };

  private static final String AUTOMATIC = "automatic-groups.base";

  /** A placeholder for a missing base: all groups that rules name are below the empty DN. */
  private static final String SOME_BASE = "everywhere";

  private final TextSettings settings;

  GroupSettingsReader(TextSettings settings) {
    this.settings = settings;
  }

  /** Returns the look-up; empty if there is no key for groups. */
  Optional<GroupLookup> read() {
    if (settings.has(AUTOMATIC)) {
      return Optional.of(automatic());
    }
    if (settings.has(MEMBER_OF)) {
      return Optional.of(memberOf());
    }
    if (settings.has(TOKEN_GROUPS)) {
      return Optional.of(tokenGroups());
    }
    return settings.has(GROUP_SEARCH) ? Optional.of(groupSearch()) : Optional.empty();
  }

  private GroupLookup automatic() {
    Text base = settings.take(AUTOMATIC).orElseThrow();
    for (String[] others : List.of(MEMBER_OF, GROUP_SEARCH, TOKEN_GROUPS)) {
      settings.rejectTogetherWith(base, others);
    }
    return new SettingApplier<>(settings, GroupLookup.automatic(SOME_BASE), GroupLookup::mistakes)
        .apply(base, identity(), (some, dn) -> GroupLookup.automatic(dn))
        .get();
  }

  private GroupLookup tokenGroups() {
    Optional<Text> base = settings.take("token-groups.base");
    base.ifPresentOrElse(
        text -> settings.rejectTogetherWith(text, GROUP_SEARCH),
        () -> settings.missing("token-groups.base", 0));
    var lookup =
        new SettingApplier<>(
            settings, GroupLookup.tokenGroups(SOME_BASE), TokenGroupsLookup::mistakes);
    base.ifPresent(
        text -> lookup.apply(text, identity(), (some, dn) -> GroupLookup.tokenGroups(dn)));
    return lookup
        .set("token-groups.name-attribute", identity(), TokenGroupsLookup::nameAttribute)
        .set("token-groups.max-groups", ValueParsers::number, TokenGroupsLookup::maxGroups)
        .get();
  }

  private GroupLookup memberOf() {
    Optional<Text> attribute = settings.take("member-of.attribute");
    attribute.ifPresentOrElse(
        text -> {
          settings.rejectTogetherWith(text, GROUP_SEARCH);
          settings.rejectTogetherWith(text, TOKEN_GROUPS);
        },
        () -> settings.missing("member-of.attribute", 0));
    var lookup = new SettingApplier<>(settings, GroupLookup.memberOf(), MemberOfLookup::mistakes);
    attribute.ifPresent(
        text -> lookup.apply(text, identity(), (some, name) -> GroupLookup.memberOf(name)));
    return lookup.set("member-of.name-attribute", identity(), MemberOfLookup::nameAttribute).get();
  }

  private GroupLookup groupSearch() {
    GroupType type = groupType();
    boolean hasBase = settings.has("group-search.base");
    int first = settings.numbers("group-search.base").stream().findFirst().orElse(0);
    Function<String, GroupSearchLookup> search = base -> GroupLookup.search(base, type);
    String base =
        settings.require("group-search.base", first, SOME_BASE, dn -> search.apply(dn).mistakes());
    return new SettingApplier<>(settings, search.apply(base), GroupSearchLookup::mistakes)
        .setAll("group-search.base", identity(), GroupSearchLookup::alsoBelow)
        .set(
            "group-search.scope",
            ValueParsers::scope,
            (lookup, scope) -> hasBase ? lookup.scope(scope) : lookup)
        .set("group-search.filter", identity(), GroupSearchLookup::filter)
        .set("group-search.name-attribute", identity(), GroupSearchLookup::nameAttribute)
        .set("group-search.max-groups", ValueParsers::number, GroupSearchLookup::maxGroups)
        .get();
  }

  private GroupType groupType() {
    Optional<Text> attribute = settings.take("group-search.member-attribute");
    attribute.ifPresent(text -> settings.rejectTogetherWith(text, "group-search.type"));
    GroupType type = attribute.isPresent() ? memberDn(attribute.get()) : namedGroupType();
    if (type instanceof MemberDnGroupType members) {
      return new SettingApplier<>(settings, members, MemberDnGroupType::mistakes)
          .set(
              "group-search.nested",
              ValueParsers::nesting,
              (plain, nesting) -> nesting.apply(plain))
          .set(
              "group-search.primary-group",
              ValueParsers::bool,
              (plain, primary) -> primary ? plain.withPrimaryGroup() : plain)
          .get();
    }
    settings
        .take("group-search.nested")
        .ifPresent(text -> settings.reject(text, "members of posixGroup are no groups"));
    settings
        .take("group-search.primary-group")
        .ifPresent(text -> settings.reject(text, "posixGroup always counts the primary group"));
    return type;
  }

  private GroupType memberDn(Text attribute) {
    GroupType type = GroupType.memberDn(attribute.value());
    settings.claimMistakes(attribute, type.mistakes());
    return type;
  }

  private GroupType namedGroupType() {
    Optional<Text> type = settings.take("group-search.type");
    if (type.isEmpty()) {
      settings.missing("group-search.type", 0);
    }
    return type.flatMap(text -> settings.parse(text, ValueParsers::groupType))
        .orElseGet(GroupType::groupOfNames);
  }
}
