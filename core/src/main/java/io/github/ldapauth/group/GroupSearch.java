// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.LdapFilter;
import java.util.List;

/** A search for groups below the configured bases, with the configured filter. */
@FunctionalInterface
public interface GroupSearch {

  /**
   * Returns the groups that match the condition and the configured filter. The entries have the
   * name attribute and {@link GroupType#groupAttributes}.
   *
   * @throws io.github.ldapauth.directory.LdapDirectoryException if the directory did not return all
   *     of them
   */
  List<LdapEntry> matching(LdapFilter condition);
}
