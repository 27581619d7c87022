// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.group.GroupLookup;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The attributes to request of a user's entry.
 *
 * @param all those of the configuration, and those that the steps of a sign-in need
 * @param beforeBind those that the service account reads, even if the user reads the rest
 */
record UserAttributes(List<String> all, List<String> beforeBind) {

  /**
   * Returns the attributes for one configuration.
   *
   * @param mapping the attributes that it copies are read
   */
  static UserAttributes of(LdapAuthConfig config, UserMapping<?> mapping, AccountChecks accounts) {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(config.attributes());
    names.addAll(mapping.attributes());
    List<String> beforeBind = beforeBind(names, config, accounts);
    names.addAll(beforeBind);
    names.addAll(config.users().attributes());
    GroupLookup groups = config.groups().orElse(null);
    if (groups != null) {
      names.addAll(groups.userAttributes());
    }
    if (names.contains("*")) { // a directory takes time for each name
      accounts.userAttributes().forEach(names::remove);
    }
    return new UserAttributes(List.copyOf(names), beforeBind);
  }

  /**
   * Returns the attributes that show the stable id and the state of the account.
   *
   * @param wanted those of the configuration. If it names a stable id, all are read, so that every
   *     read of a user finds the same one
   */
  static List<String> beforeBind(
      Set<String> wanted, LdapAuthConfig config, AccountChecks accounts) {
    List<String> all = LdapEntry.STABLE_ID_ATTRIBUTES;
    boolean namesAnId = wanted.contains("+") || all.stream().anyMatch(wanted::contains);
    List<String> names = new ArrayList<>(namesAnId ? all : config.stableIdAttributes());
    names.addAll(accounts.attributes());
    return Collections.unmodifiableList(names);
  }
}
