// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.group.GroupQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
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
    List<Field<U>> fields,
    List<Flag<U>> flags,
    List<PopulateListener<? super U>> listeners) {

  Mapping {
    fields = List.copyOf(fields);
    flags = List.copyOf(flags);
    listeners = List.copyOf(listeners);
  }

  /** Copies the first value of an attribute; a missing one leaves the user as it is. */
  record Field<U>(String attribute, BiConsumer<? super U, ? super String> setter) {}

  /** Sets what a query answers. */
  record Flag<U>(GroupQuery query, BiConsumer<? super U, ? super Boolean> setter) {}

  /** Says by what the store is asked. */
  sealed interface Key {
    /** By the application's user name in lower case. */
    record Username() implements Key {}

    /** By the first value of an attribute, as it is. */
    record Attribute(String name) implements Key {}

    /** By the id that survives renames. */
    record StableId() implements Key {}
  }

  List<String> attributes() {
    List<String> names = new ArrayList<>(fields.stream().map(Field::attribute).toList());
    if (key instanceof Key.Attribute byAttribute) {
      names.add(byAttribute.name());
    }
    return names;
  }

  String keyOf(LdapUser person) {
    if (key instanceof Key.Attribute byAttribute) {
      return person
          .attributes()
          .first(byAttribute.name())
          .orElseThrow(() -> missing(person, byAttribute.name()));
    }
    if (key instanceof Key.StableId) {
      return person.stableId().orElseThrow(() -> missing(person, "stable id"));
    }
    return toApplication.apply(person.username()).toLowerCase(Locale.ROOT);
  }

  private static Rejection missing(LdapUser person, String what) {
    return new Rejection(
        RejectionReason.KEY_MISSING, person.dn() + " has no " + what + " to ask the user store by");
  }

  /** Decides all flags, before anything is written. */
  List<Decision<U>> decide(LdapUser person) {
    return flags.stream()
        .map(flag -> new Decision<U>(flag.setter(), People.decide(flag.query(), person)))
        .toList();
  }

  /** Holds a flag and its value for one person. */
  record Decision<U>(BiConsumer<? super U, ? super Boolean> setter, boolean value) {}

  /** Fills the application's user; returns the attributes that are missing. */
  List<String> fill(U account, LdapUser person, List<Decision<U>> decisions) {
    List<String> missing = new ArrayList<>();
    for (Field<U> field : fields) {
      person
          .attributes()
          .first(field.attribute())
          .ifPresentOrElse(
              value -> field.setter().accept(account, value), () -> missing.add(field.attribute()));
    }
    decisions.forEach(flag -> flag.setter().accept(account, flag.value()));
    listeners.forEach(listener -> listener.onPopulate(account, person));
    return missing;
  }
}
