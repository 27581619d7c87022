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
 * The groups of the application that follow the directory: ldapauth adds the user to them and
 * removes the user from them, as in the directory. All other groups stay unchanged. Immutable.
 *
 * <p>Names are compared exactly, case included. A user is rejected if the name of a group only
 * resembles one of the mirror, as with another form of an accented letter: see {@link Name}.
 *
 * <p>Prefer {@link #byDn} if groups grant rights. Anyone who can create or edit a group below the
 * search base can choose its name.
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
   * Mirrors groups by DN, so that each group of the application follows one group of the directory.
   *
   * @param namesByDn the application's name for each DN. Several DNs may have the same name; a
   *     member of any of them is then in that group
   */
  public static GroupMirror byDn(Map<String, String> namesByDn) {
    List<Pair> pairs =
        Objects.requireNonNull(namesByDn, "namesByDn").entrySet().stream()
            .map(entry -> new Pair(GroupQuery.memberOf(entry.getKey()), entry.getValue()))
            .toList();
    List<String> listed = pairs.stream().map(Pair::name).toList();
    return new GroupMirror(
        user -> pairs.stream().filter(pair -> user.satisfies(pair.group())).map(Pair::name),
        listed::contains,
        pairs.stream().map(Pair::group).toList(),
        mistakesOf("byDn", listed));
  }

  /** Mirrors these groups of the application: they follow the groups with the same names. */
  public static GroupMirror only(String... names) {
    List<String> listed = Stream.of(Objects.requireNonNull(names, "names")).toList();
    return new GroupMirror(
        user -> {
          List<Name> ofUser = compared(names(user));
          return listed.stream().filter(name -> isAmong(ofUser, name, user));
        },
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
   * Mirrors all groups of the application except these: they follow the groups with the same names.
   * Users are removed from groups that the directory does not have.
   */
  public static GroupMirror allExcept(String... names) {
    List<String> excepted = Stream.of(Objects.requireNonNull(names, "names")).toList();
    return new GroupMirror(
        user -> {
          List<Name> others = compared(excepted);
          return names(user).stream().filter(name -> !isAmong(others, name, user));
        },
        name -> !excepted.contains(name),
        List.of(),
        emptyNames("allExcept", excepted));
  }

  /** See {@link #allExcept(String...)}. */
  public static GroupMirror allExcept(Collection<String> names) {
    return allExcept(names.toArray(String[]::new));
  }

  /**
   * Mirrors all groups of the application: they follow the groups with the same names. Users are
   * removed from groups that the directory does not have.
   */
  public static GroupMirror all() {
    return allExcept();
  }

  /** Returns the names of the user's groups. Groups without a name are left out. */
  private static List<String> names(LdapUser user) {
    return user.groups().names().stream().filter(name -> !name.isBlank()).toList();
  }

  private static List<Name> compared(List<String> names) {
    return names.stream().map(Name::of).toList();
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
   * Decides which groups of the application the user should be in.
   *
   * @throws Rejection if not all groups of the user could be read, or the name of a group only
   *     resembles a name of this mirror
   */
  Target target(LdapUser user) {
    if (!user.groups().isComplete()) {
      throw unknown(user, "not all of them could be read");
    }
    return new Target(wanted.apply(user).filter(follows).toList(), follows);
  }

  /**
   * The decision from the directory's groups.
   *
   * @param wanted the groups that follow the directory and that the user should be in
   * @param follows whether a group follows the directory
   */
  record Target(List<String> wanted, Predicate<String> follows) {

    /** Returns the groups that the user should be in, given the current ones. */
    Set<String> from(Collection<String> current) {
      Set<String> target = new TreeSet<>(wanted);
      current.stream().filter(follows.negate()).forEach(target::add);
      return Collections.unmodifiableSet(target);
    }
  }
}
