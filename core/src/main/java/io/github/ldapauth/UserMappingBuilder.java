// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.UserChanges.Setter;
import io.github.ldapauth.entry.AttributeReader;
import io.github.ldapauth.entry.ParsedSetting;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The part of {@link LdapAuthenticatorBuilder} that collects a {@link UserMapping}. */
final class UserMappingBuilder<U> {

  private final @Nullable GroupLookup groups;
  private final List<UserMapping.Mirror<U>> mirrors = new ArrayList<>();
  private final List<UserMapping.Field<U, ?>> fields = new ArrayList<>();
  private final List<UserMapping.Flag<U>> flags = new ArrayList<>();
  private final List<PopulateListener<? super U>> listeners = new ArrayList<>();
  private final List<String> mistakes = new ArrayList<>();
  private UnaryOperator<String> toApplication = UnaryOperator.identity();
  private UnaryOperator<String> toDirectory = UnaryOperator.identity();
  private UserMapping.Key key = new UserMapping.Key.Username();

  /**
   * Begins a mapping that copies nothing.
   *
   * @param groups the look-up that flags and mirrors need; null if the configuration sets none
   */
  UserMappingBuilder(@Nullable GroupLookup groups) {
    this.groups = groups;
  }

  <T> void field(String name, AttributeReader<T> reader, Setter<U, ? super T> setter) {
    Objects.requireNonNull(reader, "attribute reader");
    fields.add(new UserMapping.Field<>(attribute("attribute", name), reader, setter));
  }

  void flag(GroupQuery query, Setter<U, Boolean> setter) {
    mistakes.addAll(Objects.requireNonNull(query, "flag query").mistakes("flag", groups));
    flags.add(new UserMapping.Flag<>(query, setter));
  }

  void mirror(
      GroupMirror mirror,
      Function<? super U, ? extends Collection<String>> current,
      Setter<U, Set<String>> setter) {
    mistakes.addAll(Objects.requireNonNull(mirror, "mirrorGroups mirror").mistakes(groups));
    Objects.requireNonNull(current, "mirrorGroups current");
    mirrors.add(new UserMapping.Mirror<>(mirror, current, setter));
  }

  void listener(PopulateListener<? super U> listener) {
    listeners.add(Objects.requireNonNull(listener, "onPopulate listener"));
  }

  void keyedByAttribute(String name) {
    key = new UserMapping.Key.Attribute(attribute("keyedByAttribute", name));
  }

  void keyedByStableId(String attribute) {
    key =
        new UserMapping.Key.StableId(checked(ParsedSetting.stableId("keyedByStableId", attribute)));
  }

  void usernames(UnaryOperator<String> toApplication, UnaryOperator<String> toDirectory) {
    this.toApplication = Objects.requireNonNull(toApplication, "toApplication");
    this.toDirectory = Objects.requireNonNull(toDirectory, "toDirectory");
  }

  private String attribute(String setting, String name) {
    return checked(ParsedSetting.attribute(setting, name));
  }

  private String checked(ParsedSetting<String> name) {
    name.addMistakeTo(mistakes);
    return name.toString();
  }

  /**
   * Returns the mapping.
   *
   * @param asWritten replaces the names of settings in a text by those that the reader wrote
   * @throws InvalidConfigException with all mistakes together
   */
  UserMapping<U> build(UnaryOperator<String> asWritten) {
    InvalidConfigException.throwIfAny(mistakes.stream().map(asWritten).toList());
    return new UserMapping<>(toApplication, toDirectory, key, mirrors, fields, flags, listeners);
  }
}
