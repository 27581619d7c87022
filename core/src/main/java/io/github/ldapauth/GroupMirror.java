// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.entry.Name;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says which groups of the application follow the directory: a person is put into them and taken
 * out of them, until it is as in the directory. All other groups stay as they are. Immutable.
 *
 * <p>Names are compared exactly, case included. A user in a group whose name only resembles one of
 * the mirror, as with another form of an accented letter, is rejected: see {@link Name}.
 *
 * <p>A group's name is up to whoever may create a group below the search base, or edit one. Where
 * groups of the application carry rights, prefer {@link #byDn}.
 */
public final class GroupMirror {

  private record Pair(GroupQuery group, String name) {}

  private final Function<LdapUser, Stream<String>> wanted;
  private final Predicate<String> follows;
  private final List<GroupQuery> queries;
  private final List<String> mistakes;

  private GroupMirror(
      Function<LdapUser, Stream<String>> wanted,
      Predicate<String> follows,
      List<GroupQuery> queries,
      List<String> mistakes) {
    this.wanted = wanted;
    this.follows = follows;
    this.queries = queries;
    this.mistakes = mistakes;
  }

  /**
   * Lets groups of the application follow one group of the directory each.
   *
   * @param namesByDn the application's name for each DN; several DNs may have the same name, which
   *     then follows each of them
   */
  public static GroupMirror byDn(Map<String, String> namesByDn) {
    List<Pair> pairs =
        Objects.requireNonNull(namesByDn, "namesByDn").entrySet().stream()
            .map(entry -> new Pair(GroupQuery.memberOf(entry.getKey()), entry.getValue()))
            .toList();
    List<String> listed = pairs.stream().map(Pair::name).toList();
    return new GroupMirror(
        user ->
            pairs.stream().filter(pair -> AccessRules.holds(pair.group(), user)).map(Pair::name),
        listed::contains,
        pairs.stream().map(Pair::group).toList(),
        mistakesOf("byDn", listed));
  }

  /** Lets these groups of the application follow the groups of the same names. */
  public static GroupMirror only(String... names) {
    List<String> listed = Stream.of(Objects.requireNonNull(names, "names")).toList();
    return new GroupMirror(
        user -> select(listed, true, names(user), user),
        listed::contains,
        List.of(),
        mistakesOf("only", listed));
  }

  /** See {@link #only(String...)}. */
  public static GroupMirror only(Collection<String> names) {
    return only(names.toArray(String[]::new));
  }

  private static List<String> mistakesOf(String mode, List<String> listed) {
    return listed.isEmpty()
        ? List.of("mirrorGroups " + mode + ": names no group")
        : emptyNames(mode, listed);
  }

  private static List<String> emptyNames(String mode, List<String> listed) {
    return listed.stream()
        .filter(name -> name == null || name.isBlank())
        .map(name -> "mirrorGroups " + mode + ": the name of a group is empty")
        .toList();
  }

  /**
   * Lets all groups of the application but these follow the groups of the same names. A group of
   * the application that the directory does not have loses its members.
   */
  public static GroupMirror allExcept(String... names) {
    List<String> excepted = Stream.of(Objects.requireNonNull(names, "names")).toList();
    return new GroupMirror(
        user -> select(names(user), false, excepted, user),
        name -> !excepted.contains(name),
        List.of(),
        emptyNames("allExcept", excepted));
  }

  /** See {@link #allExcept(String...)}. */
  public static GroupMirror allExcept(Collection<String> names) {
    return allExcept(names.toArray(String[]::new));
  }

  /**
   * Lets all groups of the application follow the groups of the same names. A group of the
   * application that the directory does not have loses its members.
   */
  public static GroupMirror all() {
    return allExcept();
  }

  /** A group without a name has none to be found by. */
  private static List<String> names(LdapUser user) {
    return user.groups().names().stream().filter(name -> !name.isBlank()).toList();
  }

  /** Returns those of the names that are among the others, or else those that are not. */
  private static Stream<String> select(
      List<String> names, boolean among, List<String> others, LdapUser user) {
    List<Name> compared = others.stream().map(Name::of).toList();
    return names.stream().filter(name -> isAmong(compared, name, user) == among);
  }

  private static boolean isAmong(List<Name> others, String name, LdapUser user) {
    Name sought = Name.of(name);
    if (others.stream().map(Name::toString).anyMatch(name::equals)) {
      return true;
    }
    Optional<Name> doubtful = others.stream().filter(sought::isDoubtful).findFirst();
    if (doubtful.isPresent()) {
      throw unknown(user, Name.doubt(doubtful.get(), name));
    }
    return false;
  }

  private static Rejection unknown(LdapUser user, String why) {
    return new Rejection(
        RejectionReason.MEMBERSHIP_UNKNOWN,
        "no groups of " + user.dn() + " are mirrored, because " + why);
  }

  /** Returns the queries that name groups of the directory. */
  List<GroupQuery> queries() {
    return queries;
  }

  List<String> mistakes(@Nullable GroupLookup lookup) {
    List<String> all = new ArrayList<>(mistakes);
    if (lookup == null) {
      all.add("mirrorGroups: " + GroupLookup.MISSING);
    } else {
      queries.forEach(query -> all.addAll(query.mistakes("mirrorGroups", lookup)));
    }
    return all;
  }

  /**
   * Decides in which groups of the application a person ought to be.
   *
   * @throws Rejection if not all groups of the user could be read, or the name of one only
   *     resembles a name of this mirror
   */
  Target target(LdapUser person) {
    if (!person.groups().isComplete()) {
      throw unknown(person, "not all of them could be read");
    }
    return new Target(wanted.apply(person).filter(follows).toList(), follows);
  }

  /**
   * Holds what the directory says.
   *
   * @param wanted the groups that follow, and that the person is in
   * @param follows whether a group follows
   */
  record Target(List<String> wanted, Predicate<String> follows) {

    /** Returns what becomes of the groups in which the person is now. */
    Set<String> from(Collection<String> current) {
      Set<String> target = new TreeSet<>(wanted);
      current.stream().filter(follows.negate()).forEach(target::add);
      return Collections.unmodifiableSet(target);
    }
  }
}
