// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.LdapSearch;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.FilterTemplate;
import io.github.ldapauth.entry.LdapFilter;
import io.github.ldapauth.entry.ParsedSetting;
import io.github.ldapauth.entry.SearchScope;
import java.util.List;

/** One search of a {@link UserSearchLookup}. */
record UserSearch(ParsedSetting<Dn> base, SearchScope scope, ParsedSetting<FilterTemplate> filter) {

  /** One entry more than wanted, to see that there is more than one. */
  private static final int MOST = 2;

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
}
