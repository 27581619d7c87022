// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.Filling.Write;
import io.github.ldapauth.entry.AttributeReader;
import io.github.ldapauth.group.GroupQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Says what the application's user gets from the directory.
 *
 * @param toApplication turns the directory's user names into the application's
 * @param toDirectory turns the application's user names into the directory's
 */
record Mapping<U>(
    UnaryOperator<String> toApplication,
    UnaryOperator<String> toDirectory,
    Key key,
    List<Mirror<U>> mirrors,
    List<Field<U, ?>> fields,
    List<Flag<U>> flags,
    List<PopulateListener<? super U>> listeners) {

  Mapping {
    mirrors = List.copyOf(mirrors);
    fields = List.copyOf(fields);
    flags = List.copyOf(flags);
    listeners = List.copyOf(listeners);
  }

  /** Copies an attribute; one that is not there leaves the user as it is. */
  record Field<U, T>(
      String attribute, AttributeReader<T> reader, BiConsumer<? super U, ? super T> setter) {

    Optional<Write<U>> decide(LdapUser person) {
      try {
        return reader
            .read(person.attributes(), attribute)
            .map(
                value ->
                    account -> {
                      setter.accept(account, value);
                      return true;
                    });
      } catch (IllegalArgumentException e) {
        throw new Rejection(
            RejectionReason.UNUSABLE_ATTRIBUTE, person.dn() + ": " + e.getMessage());
      }
    }
  }

  /** Sets what a query answers. */
  record Flag<U>(GroupQuery query, BiConsumer<? super U, ? super Boolean> setter) {

    Write<U> decide(LdapUser person) {
      boolean value = People.decide(query, person);
      return account -> {
        setter.accept(account, value);
        return true;
      };
    }
  }

  /** Sets the application's groups, if they differ from those that the user has. */
  record Mirror<U>(
      GroupMirror mirror,
      Function<? super U, ? extends Collection<String>> current,
      BiConsumer<? super U, ? super Set<String>> setter) {

    Write<U> decide(LdapUser person) {
      GroupMirror.Target target = mirror.target(person);
      return account -> {
        Set<String> now =
            Set.copyOf(Given.allBy(current, "current of mirrorGroups", current.apply(account)));
        Set<String> then = target.from(now);
        if (then.equals(now)) {
          return false;
        }
        setter.accept(account, then);
        return true;
      };
    }
  }

  /** Says by what the store is asked. */
  sealed interface Key {
    /** By the application's user name in lower case. */
    record Username() implements Key {}

    /** By the one value of an attribute, as it is. */
    record Attribute(String name) implements Key {}

    /** By the id that survives renames. */
    record StableId() implements Key {}
  }

  List<String> attributes() {
    List<String> names = new ArrayList<>(fields.stream().<String>map(Field::attribute).toList());
    if (key instanceof Key.Attribute byAttribute) {
      names.add(byAttribute.name());
    }
    return names;
  }

  String keyOf(LdapUser person) {
    if (key instanceof Key.Attribute byAttribute) {
      return valueOf(byAttribute.name(), person);
    }
    if (key instanceof Key.StableId) {
      return person.stableId().orElseThrow(() -> missing(person, "no stable id"));
    }
    return applicationNameOf(person).toLowerCase(Locale.ROOT);
  }

  private static String valueOf(String attribute, LdapUser person) {
    List<String> values = UserLookup.namesOf(person.dn(), person.attributes(), attribute);
    if (values.size() > 1) {
      throw missing(person, "several values of " + attribute);
    }
    return values.stream()
        .filter(value -> !value.isBlank())
        .findFirst()
        .orElseThrow(() -> missing(person, "no " + attribute));
  }

  private String applicationNameOf(LdapUser person) {
    String name =
        Given.by(
            toApplication,
            "toApplication of translateUsernames",
            toApplication.apply(person.username()));
    try {
      return Credentials.username(name);
    } catch (Rejection no) {
      throw missing(person, "no name in the application (" + no.detail() + ")");
    }
  }

  /** Returns the directory's name of somebody whom the application names. */
  String directoryNameOf(String username) {
    return Credentials.username(
        Given.by(toDirectory, "toDirectory of translateUsernames", toDirectory.apply(username)));
  }

  private static Rejection missing(LdapUser person, String what) {
    return new Rejection(
        RejectionReason.KEY_MISSING, person.dn() + " has " + what + " to ask the user store by");
  }

  /**
   * Decides everything that a user is given, before anything is written.
   *
   * @param withFields whether attributes and listeners count
   * @param withRights whether groups and flags count
   * @throws Rejection if something cannot be decided
   */
  Filling<U> decide(LdapUser person, boolean withFields, boolean withRights) {
    List<Write<U>> writes = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    if (withRights) {
      mirrors.forEach(mirror -> writes.add(mirror.decide(person)));
    }
    if (withFields) {
      for (Field<U, ?> field : fields) {
        field.decide(person).ifPresentOrElse(writes::add, () -> missing.add(field.attribute()));
      }
    }
    if (withRights) {
      flags.forEach(flag -> writes.add(flag.decide(person)));
    }
    if (withFields) {
      listeners.forEach(listener -> writes.add(telling(listener, person)));
    }
    return new Filling<>(writes, missing);
  }

  private static <U> Write<U> telling(PopulateListener<? super U> listener, LdapUser person) {
    return account -> {
      listener.onPopulate(account, person);
      return true;
    };
  }
}
