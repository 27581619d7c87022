// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapSearch;
import io.github.ldapauth.directory.LogText;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.LdapFilter;
import io.github.ldapauth.entry.SearchScope;
import java.util.List;
import java.util.Optional;

/** A look at what is in the directory in place of a user that was not found. */
final class WhyNotFound {

  private static final List<String> USUAL_NAMES =
      List.of("uid", "sAMAccountName", "userPrincipalName", "mail", "cn");

  private final List<LdapSearch> searches;
  private final String username;
  private final DirectorySession session;

  /**
   * Prepares the searches.
   *
   * @param searches those that found nothing
   */
  WhyNotFound(List<LdapSearch> searches, String username, DirectorySession session) {
    this.searches = searches;
    this.username = username;
    this.session = session;
  }

  /** Returns what to change; empty if nothing is known. */
  String hint() {
    return searches.stream()
        .map(search -> below(search).or(() -> otherName(search)).or(() -> noEntry(search)))
        .flatMap(Optional::stream)
        .findFirst()
        .or(this::elsewhere)
        .orElse("");
  }

  /** The scope may be too small. */
  private Optional<String> below(LdapSearch search) {
    return first(search.base(), search.filter(), LdapSearch.NO_ATTRIBUTES)
        .map(
            found ->
                found.dn()
                    + " matches, but is not "
                    + (search.scope() == SearchScope.ONE_LEVEL ? "directly below " : "")
                    + search.base()
                    + "; check UserLookup.search scope");
  }

  /** The filter may compare another attribute, or demand more. */
  private Optional<String> otherName(LdapSearch search) {
    return first(search.base(), byUsualNames(), USUAL_NAMES)
        .map(
            found ->
                named(found) + ", but does not match the filter; check UserLookup.search filter");
  }

  /** The account may see nothing there. */
  private Optional<String> noEntry(LdapSearch search) {
    LdapFilter below = LdapFilter.anyOf(USUAL_NAMES.stream().map(LdapFilter::present).toList());
    return first(search.base(), below, LdapSearch.NO_ATTRIBUTES).isPresent()
        ? Optional.empty()
        : Optional.of(
            "no user is visible below "
                + search.base()
                + "; check UserLookup.search base, and what the service account may read");
  }

  /** The base may be too narrow. */
  private Optional<String> elsewhere() {
    return session.rootDse(Stage.FIND_USER).namingContexts().stream()
        .flatMap(top -> Dn.tryParse(top).stream())
        .flatMap(top -> first(top, byUsualNames(), USUAL_NAMES).stream())
        .findFirst()
        .map(
            found ->
                named(found)
                    + ", but is not below "
                    + searches.stream().map(search -> search.base().toString()).toList()
                    + "; check UserLookup.search base");
  }

  private LdapFilter byUsualNames() {
    return LdapFilter.anyOf(
        USUAL_NAMES.stream().map(name -> LdapFilter.equal(name, username)).toList());
  }

  private String named(LdapEntry found) {
    String attribute =
        USUAL_NAMES.stream()
            .filter(
                name -> found.attributes().all(name).stream().anyMatch(username::equalsIgnoreCase))
            .findFirst()
            .orElse("a name");
    return LogText.of(found.dn().toString()) + " has this name as its " + attribute;
  }

  private Optional<LdapEntry> first(Dn base, LdapFilter filter, List<String> attributes) {
    LdapSearch search = new LdapSearch(base, SearchScope.SUBTREE, filter, attributes, 1);
    try {
      return session.find(Stage.FIND_USER, search).entries().stream().findFirst();
    } catch (LdapDirectoryException e) {
      return Optional.empty(); // it may not be searched
    }
  }
}
