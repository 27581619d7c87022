// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapSearch;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.FilterTemplate;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.LdapFilter;
import io.github.ldapauth.entry.ParsedSetting;
import io.github.ldapauth.entry.SearchScope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A search for the entry of a user. Immutable; every method returns a changed copy. */
public final class UserSearchLookup extends UserLookup {

  private final List<UserSearch> searches;
  private final UsernameAttribute usernameAttribute;

  private UserSearchLookup(List<UserSearch> searches, UsernameAttribute usernameAttribute) {
    this.searches = searches;
    this.usernameAttribute = usernameAttribute;
  }

  static UserSearchLookup of(@Nullable String base, @Nullable String filter) {
    UserSearch search =
        new UserSearch(
            ParsedSetting.base("UserLookup.search base", base),
            SearchScope.SUBTREE,
            ParsedSetting.parse("UserLookup.search filter", filter, FilterTemplate::parse));
    return new UserSearchLookup(List.of(search), UsernameAttribute.comparedBy(search.filter()));
  }

  /** Sets how far below the base the search reaches. Default: {@link SearchScope#SUBTREE}. */
  public UserSearchLookup scope(SearchScope scope) {
    Objects.requireNonNull(scope, "scope");
    return new UserSearchLookup(
        searches.stream().map(s -> new UserSearch(s.base(), scope, s.filter())).toList(),
        usernameAttribute);
  }

  /**
   * Adds a search. All searches together must find exactly one entry. A user name attribute set on
   * either applies to both; two different ones are a mistake. Default: no further search.
   */
  public UserSearchLookup or(UserSearchLookup other) {
    Objects.requireNonNull(other, "other");
    return new UserSearchLookup(
        Stream.concat(searches.stream(), other.searches.stream()).toList(),
        usernameAttribute.with(other.usernameAttribute));
  }

  /**
   * Sets the attribute that holds the user name. Required if the filter compares {@code {username}}
   * with several attributes. Default: the attribute that the filter compares.
   *
   * <p>Name an attribute that users cannot edit. A user who can write another user's name there can
   * sign in as that user. An entry with several values, none of them in its RDN, is rejected.
   */
  public UserSearchLookup usernameAttribute(String attribute) {
    return new UserSearchLookup(searches, usernameAttribute.named(attribute));
  }

  @Override
  FoundUser find(String username, List<String> attributes, DirectorySession session) {
    return FoundUser.of(username, findEntry(username, attributes, session));
  }

  @Override
  Optional<LdapEntry> read(FoundUser found, List<String> attributes, DirectorySession session) {
    LdapEntry entry = Objects.requireNonNull(found.entry());
    return session.isBoundAsUser()
        ? session.read(Stage.READ_USER, entry.dn(), attributes).map(found::confirm)
        : Optional.of(entry);
  }

  /** Searches for the one entry of a user name, as the user if the session is bound as one. */
  LdapEntry findEntry(String username, List<String> attributes, DirectorySession session) {
    UserMatches found = new UserMatches(session);
    for (UserSearch search : searches) {
      found.add(search.with(username, attributes));
    }
    // Repeats earlier searches in reverse, as the entry may have been moved during them.
    for (int i = searches.size() - 2; i >= 0 && found.isEmpty(); i--) {
      found.add(searches.get(i).with(username, attributes));
    }
    Optional<LdapEntry> entry = found.one(() -> asked(username));
    if (entry.isEmpty()) {
      throw new Rejection(
          RejectionReason.USER_NOT_FOUND,
          "no entry matches " + asked(username) + session.notFollowed());
    }
    if (entry.get().dn().isEmpty()) {
      throw new Rejection(RejectionReason.USER_NOT_FOUND, "only the root DSE matches");
    }
    return entry.get();
  }

  private String asked(String username) {
    return searchesFor(username).stream()
        .map(UserMatches::describe)
        .collect(Collectors.joining(" or "));
  }

  @Override
  Optional<LdapEntry> findAgain(
      Dn dn, String username, List<String> attributes, DirectorySession session) {
    return searches.stream()
        .filter(search -> search.reaches(dn))
        .map(search -> search.filter().get().with(username))
        .map(filter -> session.read(Stage.FIND_USER, dn, filter, attributes))
        .flatMap(Optional::stream)
        .findFirst();
  }

  @Override
  Optional<LdapEntry> findStill(
      LdapEntry known, List<String> attributes, DirectorySession session) {
    return searches.stream()
        .filter(search -> search.mayReach(known.dn()))
        .map(search -> search.filter().get().withAnyName())
        .map(filter -> session.read(Stage.FIND_USER, known.dn(), filter, attributes))
        .flatMap(Optional::stream)
        .filter(there -> !there.hasOtherIdThan(known))
        .findFirst()
        .or(() -> known.byStableId().flatMap(id -> findMoved(id, attributes, session)));
  }

  private Optional<LdapEntry> findMoved(
      LdapFilter byId, List<String> attributes, DirectorySession session) {
    UserMatches found = new UserMatches(session);
    for (UserSearch search : searches) {
      found.add(search.withAnyName(byId, attributes));
    }
    return found.one(byId::toString);
  }

  @Override
  List<Dn> bases() {
    List<Dn> bases = new ArrayList<>(searches.size());
    for (UserSearch search : searches) {
      bases.add(search.base().get());
    }
    return Collections.unmodifiableList(bases);
  }

  @Override
  String usernameAttribute() {
    return usernameAttribute.name();
  }

  @Override
  boolean isFoundByUsername() {
    return usernameAttribute.isCompared();
  }

  /** Returns whether every entry found has {@code template} as a value of {@code attribute}. */
  boolean requires(String attribute, String template) {
    return searches.stream()
        .allMatch(search -> search.filter().get().requires(attribute, template));
  }

  @Override
  String setting() {
    return "UserLookup.search filter";
  }

  @Override
  List<LdapSearch> searchesFor(String username) {
    return searches.stream()
        .map(search -> search.with(username, LdapSearch.NO_ATTRIBUTES))
        .toList();
  }

  @Override
  Stream<Probe> probes() {
    return Stream.concat(searchProbes(), usernameAttribute.probe(bases().get(0)));
  }

  /** Returns the probes of the searches. */
  Stream<Probe> searchProbes() {
    return searches.stream().map(search -> search.probe(searches.size() == 1));
  }

  @Override
  public List<String> mistakes() {
    List<String> mistakes = new ArrayList<>();
    for (UserSearch search : searches) {
      search.base().addMistakeTo(mistakes);
      search.filter().addMistakeTo(mistakes);
    }
    usernameAttribute.addMistakeTo(mistakes);
    return mistakes;
  }

  @Override
  public String toString() {
    return "search" + searches + usernameAttribute;
  }
}
