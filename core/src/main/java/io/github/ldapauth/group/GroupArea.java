// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.directory.LdapSearch;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapFilter;
import io.github.ldapauth.entry.ParsedSetting;
import io.github.ldapauth.entry.SearchScope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The part of the directory in which groups are searched. Every method returns a changed copy. */
record GroupArea(
    List<ParsedSetting<Dn>> baseSettings,
    SearchScope scope,
    @Nullable ParsedSetting<LdapFilter> filter) {

  /** Values that other programs put into the filter of a group search. */
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$?\\{\\w*}|%\\(\\w+\\)s|%[dsu]\\b");

  /**
   * Parses a filter that groups must match.
   *
   * @throws IllegalArgumentException if it is no filter, or one for the groups of a certain user
   */
  static LdapFilter parseFilter(String text) {
    Matcher placeholder = PLACEHOLDER.matcher(text);
    if (placeholder.find()) {
      throw new IllegalArgumentException(
          "has the placeholder "
              + placeholder.group()
              + "; leave that condition out, as the type of the groups makes it");
    }
    return LdapFilter.parse(text);
  }

  static GroupArea below(ParsedSetting<Dn> base) {
    return new GroupArea(List.of(base), SearchScope.SUBTREE, null);
  }

  GroupArea alsoBelow(ParsedSetting<Dn> base) {
    return new GroupArea(
        Stream.concat(baseSettings.stream(), Stream.of(base)).toList(), scope, filter);
  }

  GroupArea withScope(SearchScope other) {
    return new GroupArea(baseSettings, other, filter);
  }

  GroupArea withFilter(ParsedSetting<LdapFilter> other) {
    return new GroupArea(baseSettings, scope, other);
  }

  List<Dn> bases() {
    List<Dn> bases = new ArrayList<>(baseSettings.size());
    for (ParsedSetting<Dn> base : baseSettings) {
      bases.add(base.get());
    }
    return Collections.unmodifiableList(bases);
  }

  boolean contains(Dn group) {
    for (ParsedSetting<Dn> base : baseSettings) {
      if (base.mistake().isEmpty() && group.isWithin(base.get(), scope)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Describes a group that is not in the area, as the end of a mistake.
   *
   * @param setting the setting of the bases
   */
  String outside(String setting) {
    String where =
        switch (scope) {
          case BASE -> "is not ";
          case ONE_LEVEL -> "is not directly below ";
          case SUBTREE -> "is not below ";
        };
    return baseSettings.stream()
        .map(ParsedSetting::toString)
        .collect(
            Collectors.joining(" or ", where, ", where groups are searched (" + setting + ")"));
  }

  /** Returns the configured filter and the given condition. */
  LdapFilter matching(LdapFilter condition) {
    return filter == null ? condition : filter.get().and(condition);
  }

  /** Returns a search for the groups below a base that match the filter and the condition. */
  LdapSearch searchBelow(Dn base, LdapFilter condition, List<String> attributes, int sizeLimit) {
    return new LdapSearch(base, scope, matching(condition), attributes, sizeLimit);
  }

  void addMistakesTo(List<String> mistakes) {
    for (ParsedSetting<Dn> base : baseSettings) {
      base.addMistakeTo(mistakes);
    }
    if (filter != null) {
      filter.addMistakeTo(mistakes);
    }
  }
}
