// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapSearch;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.FilterTemplate;
import io.github.ldapauth.entry.LdapFilter;
import io.github.ldapauth.entry.ParsedSetting;
import io.github.ldapauth.entry.SearchScope;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One search of a {@link UserSearchLookup}. */
record UserSearch(ParsedSetting<Dn> base, SearchScope scope, ParsedSetting<FilterTemplate> filter) {

  /** One entry more than wanted, to see that there is more than one. */
  private static final int MOST = 2;

  /** A name that no user has. */
  private static final String NO_NAME = "ldapauth-check";

  /** Returns the search for a user name. */
  LdapSearch with(String username, List<String> attributes) {
    return new LdapSearch(base.get(), scope, filter.get().with(username), attributes, MOST);
  }

  /** Returns the search for an entry with any user name that matches a further filter. */
  LdapSearch withAnyName(LdapFilter other, List<String> attributes) {
    LdapFilter both = filter.get().withAnyName().and(other);
    return new LdapSearch(base.get(), scope, both, attributes, MOST);
  }

  /** Returns whether this DN is below the base. */
  boolean reaches(Dn dn) {
    return dn.isWithin(base.get(), scope);
  }

  /** Returns whether this DN, which a search found before, may be below the base. */
  boolean mayReach(Dn dn) {
    return dn.mayBeWithin(base.get(), scope);
  }

  /**
   * Returns a probe that checks whether this search can find users.
   *
   * @param isOnly whether it is the only one; otherwise, texts show its filter
   */
  Probe probe(boolean isOnly) {
    String setting = "UserLookup.search filter" + (isOnly ? "" : " \"" + filter.get() + "\"");
    return Probe.userBase(base.get())
        .then(session -> unknownAttributes(session).map(names -> names + " of " + setting))
        .then(session -> noUser(setting, session));
  }

  private Optional<String> unknownAttributes(DirectorySession session) {
    Set<String> unknown =
        Schema.of(session).unknown(filter.get().attributes(), base.get(), session);
    return unknown.isEmpty() ? Optional.empty() : Optional.of(Probe.UNKNOWN + unknown);
  }

  private Optional<String> noUser(String setting, DirectorySession session) {
    LdapSearch anyUser =
        new LdapSearch(base.get(), scope, filter.get().withAnyName(), LdapSearch.NO_ATTRIBUTES, 1);
    return hasResult(anyUser, session)
        ? Optional.empty()
        : Optional.of(
            "no user is found by "
                + UserMatches.describe(anyUser)
                + "; check this base, "
                + (scope == SearchScope.SUBTREE ? "" : "UserLookup.search scope, ")
                + setting
                + (session.isAnonymous()
                    ? ", and whether anonymous searches see users; if not, set serviceAccount(...)"
                    : ", and what the service account may read")
                + session.notFollowed());
  }

  /** A server may refuse a search for any name, such as without an index, but not for one name. */
  private boolean hasResult(LdapSearch anyUser, DirectorySession session) {
    try {
      return !session.find(Stage.FIND_USER, anyUser).entries().isEmpty();
    } catch (LdapDirectoryException e) {
      if (!KindCheck.isAnswer(e)) {
        throw e;
      }
      session.find(Stage.FIND_USER, with(NO_NAME, LdapSearch.NO_ATTRIBUTES));
      return true;
    }
  }
}
