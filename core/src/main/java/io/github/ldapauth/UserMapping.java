// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.UserChanges.Change;
import io.github.ldapauth.UserChanges.Changed;
import io.github.ldapauth.UserChanges.Setter;
import io.github.ldapauth.entry.AttributeReader;
import io.github.ldapauth.entry.Name;
import io.github.ldapauth.group.GroupQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The settings by which the application's user is filled from the directory.
 *
 * @param toApplication translates the directory's user names into the application's
 * @param toDirectory translates the application's user names into the directory's
 */
record UserMapping<U>(
    UnaryOperator<String> toApplication,
    UnaryOperator<String> toDirectory,
    Key key,
    List<Mirror<U>> mirrors,
    List<Field<U, ?>> fields,
    List<Flag<U>> flags,
    List<PopulateListener<? super U>> listeners) {

  UserMapping {
    mirrors = List.copyOf(mirrors);
    fields = List.copyOf(fields);
    flags = List.copyOf(flags);
    listeners = List.copyOf(listeners);
  }

  /** An attribute to copy. If it is missing, the user's value stays. */
  record Field<U, T>(String attribute, AttributeReader<T> reader, Setter<U, ? super T> setter) {

    Optional<Change<U>> changeFor(LdapUser user) {
      try {
        return reader
            .read(user.attributes(), attribute)
            .map(value -> account -> setter.set(account, value));
      } catch (IllegalArgumentException e) {
        throw new Rejection(RejectionReason.UNUSABLE_ATTRIBUTE, user.dn() + ": " + e.getMessage());
      }
    }
  }

  /** A flag for the answer to a query. */
  record Flag<U>(GroupQuery query, Setter<U, ? super Boolean> setter) {

    Change<U> changeFor(LdapUser user) {
      boolean value = user.satisfies(query);
      return account -> setter.set(account, value);
    }
  }

  /** The application's groups, set only if they differ from those of the user. */
  record Mirror<U>(
      GroupMirror mirror,
      Function<? super U, ? extends Collection<String>> current,
      Setter<U, ? super Set<String>> setter) {

    Change<U> changeFor(LdapUser user) {
      GroupMirror.Target target = mirror.target(user);
      return account -> {
        Set<String> now =
            Set.copyOf(
                Callbacks.requireResults(
                    current, "current of mirrorGroups", current.apply(account)));
        Set<String> then = target.from(now);
        return then.equals(now) ? new Changed<>(account, false) : setter.set(account, then);
      };
    }
  }

  /** The key of a user in the store. */
  sealed interface Key {
    /** The application's user name, with ASCII letters in lower case. */
    record Username() implements Key {}

    /** The one value of an attribute, as it is. */
    record Attribute(String name) implements Key {}

    /** The id that survives renames, in this attribute. */
    record StableId(String attribute) implements Key {}
  }

  List<String> attributes() {
    List<String> names = new ArrayList<>();
    for (Set<String> some : attributesBySetting().values()) {
      names.addAll(some);
    }
    return names;
  }

  /** Returns the attributes to read, by the settings that name them. */
  Map<String, Set<String>> attributesBySetting() {
    Map<String, Set<String>> names = new LinkedHashMap<>();
    if (!fields.isEmpty()) {
      names.put("attribute", new LinkedHashSet<>(fields.stream().map(Field::attribute).toList()));
    }
    if (key instanceof Key.Attribute byAttribute) {
      names.put("keyedByAttribute", Set.of(byAttribute.name()));
    }
    if (key instanceof Key.StableId byId) {
      names.put("keyedByStableId", Set.of(byId.attribute()));
    }
    return names;
  }

  /** Returns the queries of flags and mirrors. */
  List<GroupQuery> queries() {
    List<GroupQuery> queries = new ArrayList<>();
    for (Flag<U> flag : flags) {
      queries.add(flag.query());
    }
    for (Mirror<U> mirror : mirrors) {
      queries.addAll(mirror.mirror().queries());
    }
    return queries;
  }

  String keyOf(LdapUser user) {
    if (key instanceof Key.Attribute byAttribute) {
      return valueOf(byAttribute.name(), user);
    }
    if (key instanceof Key.StableId byId) {
      return stableId(user, byId.attribute());
    }
    return Name.of(applicationNameOf(user)).lowerCase();
  }

  private static String stableId(LdapUser user, String attribute) {
    try {
      return user.stableId(attribute).orElseThrow(() -> missing(user, "no " + attribute));
    } catch (IllegalArgumentException e) {
      throw missing(user, String.valueOf(e.getMessage()));
    }
  }

  private static String valueOf(String attribute, LdapUser user) {
    List<String> values = UserLookup.namesOf(user.entry(), attribute);
    if (values.size() > 1) {
      throw missing(user, "several values of " + attribute);
    }
    return values.stream()
        .filter(value -> !value.isBlank())
        .findFirst()
        .orElseThrow(() -> missing(user, "no " + attribute));
  }

  /**
   * Keeps white space around the entry's own name, as two entries may differ by it. Removes it from
   * a translated name.
   */
  private String applicationNameOf(LdapUser user) {
    String name =
        Callbacks.requireResult(
            toApplication,
            "toApplication of translateUsernames",
            toApplication.apply(user.username()));
    try {
      return name.equals(user.username()) ? Credentials.check(name) : Credentials.username(name);
    } catch (Rejection no) {
      throw missing(user, "no name in the application (" + no.detail() + ")");
    }
  }

  /** Returns the directory's name of a user, given the application's. */
  String directoryNameOf(String username) {
    return Credentials.check(
        Callbacks.requireResult(
            toDirectory, "toDirectory of translateUsernames", toDirectory.apply(username)));
  }

  private static Rejection missing(LdapUser user, String what) {
    return new Rejection(
        RejectionReason.KEY_MISSING, user.dn() + " has no key for the user store: " + what);
  }

  /** What of a user is written, or left as it is. */
  enum Part {
    /** Attributes, and what the listeners write. */
    FIELDS,
    /** Groups and flags. */
    RIGHTS
  }

  /**
   * Decides all changes to these parts of a user, before anything is written.
   *
   * @throws Rejection if a change is undecided
   */
  UserChanges<U> changesFor(LdapUser user, Set<Part> parts) {
    boolean withFields = parts.contains(Part.FIELDS);
    boolean withRights = parts.contains(Part.RIGHTS);
    List<Change<U>> changes = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    if (withRights) {
      for (Mirror<U> mirror : mirrors) {
        changes.add(mirror.changeFor(user));
      }
    }
    if (withFields) {
      for (Field<U, ?> field : fields) {
        field.changeFor(user).ifPresentOrElse(changes::add, () -> missing.add(field.attribute()));
      }
    }
    if (withRights) {
      for (Flag<U> flag : flags) {
        changes.add(flag.changeFor(user));
      }
    }
    if (withFields) {
      for (PopulateListener<? super U> listener : listeners) {
        changes.add(calling(listener, user));
      }
    }
    return new UserChanges<>(changes, missing);
  }

  private static <U> Change<U> calling(PopulateListener<? super U> listener, LdapUser user) {
    return account -> {
      listener.onPopulate(account, user);
      return new Changed<>(account, true);
    };
  }
}
