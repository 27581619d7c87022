// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.Conversation;
import io.github.ldapauth.directory.Dn;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says how the entry of a person is found. */
public abstract sealed class UserLookup permits UserSearchLookup, DnTemplateLookup {

  UserLookup() {}

  /**
   * Searches for the person as the service account, then binds as the entry found.
   *
   * @param base where the search starts; it covers everything below unless {@link
   *     UserSearchLookup#scope} says otherwise
   * @param filter a filter (RFC 4515) with {@code {username}} in place of the user name, such as
   *     {@code (uid={username})}
   */
  public static UserSearchLookup search(String base, String filter) {
    return UserSearchLookup.of(base, filter);
  }

  /**
   * Binds directly, without a search before it; the entry is read afterwards.
   *
   * @param template a DN (RFC 4514) with {@code {username}} in place of the user name, such as
   *     {@code uid={username},ou=people,dc=example,dc=com}
   */
  public static UserLookup dnTemplate(String template) {
    return DnTemplateLookup.of(template);
  }

  /**
   * Names a person who may or may not exist.
   *
   * @param entry the entry, if it was read on the way
   */
  record Candidate(Dn dn, @Nullable LdapEntry entry) {}

  /**
   * Finds the one person with this user name.
   *
   * @throws Rejection if there is nobody, or more than one
   */
  abstract Candidate find(String username, List<String> attributes, Conversation conversation);

  /** Returns the attribute that holds the user name. */
  abstract String usernameAttribute();

  abstract List<String> mistakes();

  /** Returns the user name as the entry has it. */
  final String usernameOf(LdapEntry entry) {
    return entry
        .dn()
        .rdnValue(usernameAttribute())
        .or(() -> entry.attributes().first(usernameAttribute()))
        .orElseThrow(
            () ->
                new LdapDirectoryException(
                    Stage.READ_USER,
                    entry.dn()
                        + " shows no "
                        + usernameAttribute()
                        + ", so that the person has no user name"));
  }
}
