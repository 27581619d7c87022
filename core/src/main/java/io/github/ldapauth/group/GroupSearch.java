// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.LdapFilter;
import java.util.List;

/** Searches for groups where, and among which, the configuration says. */
@FunctionalInterface
public interface GroupSearch {

  /**
   * Returns the groups that match the given condition and the configured filter, with their name
   * attribute.
   *
   * @throws io.github.ldapauth.directory.LdapDirectoryException if the directory did not return all
   *     of them
   */
  List<LdapEntry> matching(LdapFilter condition);
}
