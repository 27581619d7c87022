// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapAttributes;
import io.github.ldapauth.entry.LdapEntry;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Says how the entry of a person is found. */
public abstract sealed class UserLookup permits UserSearchLookup, DnTemplateLookup, BindNameLookup {

  UserLookup() {}

  /**
   * Searches for the person as the service account, then binds as the entry found; as part of
   * {@link #bindName}, the person searches after the bind.
   *
   * @param base where the search starts; it covers everything below unless {@link
   *     UserSearchLookup#scope} says otherwise. {@code everywhere} stands for the empty DN, below
   *     which some servers have all they hold
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
   * Binds by a name that is no DN, then searches for the entry as the person who is bound; {@link
   * LdapAuthConfigBuilder#readAsUser} comes with it. Active Directory, for example, takes {@code
   * {username}@example.com}. If the search finds nobody or several, nobody signs in; without a
   * password the service account searches.
   *
   * <p>The search must find the person who is bound and nobody else. Where its filter is {@code
   * (userPrincipalName=…)} with the name of the bind, alone or in an and, it does. Otherwise the
   * directory is asked who is bound ("Who am I?", RFC 4532), which costs one more request; a
   * directory that cannot tell is one that cannot be used in this way.
   *
   * @param template text with {@code {username}} in place of the user name. A user name that
   *     contains one of {@code = \ / < >}, or an {@code @} although the template has one, is
   *     rejected, as it could become a name of another form
   */
  public static UserLookup bindName(String template, UserSearchLookup search) {
    return BindNameLookup.of(template, search);
  }

  /**
   * Finds the user to bind as.
   *
   * @throws Rejection if there is none, or more than one
   */
  abstract FoundUser find(String username, List<String> attributes, DirectorySession session);

  /**
   * Reads what {@link #find} left out, as the user if that is who the session is bound as; empty if
   * there is no such entry.
   */
  abstract Optional<LdapEntry> read(
      FoundUser found, List<String> attributes, DirectorySession session);

  /**
   * Finds the person again at the DN where a search found them before; empty if the search would
   * not find them there any more, or if this way of finding people makes no search.
   */
  abstract Optional<LdapEntry> findAgain(
      Dn dn, String username, List<String> attributes, DirectorySession session);

  /** Returns the entries below which users are, as configured. */
  abstract List<Dn> bases();

  /** Returns whether a search finds the DN, so that a cached DN saves it. */
  boolean searches() {
    return true;
  }

  /** Returns the attribute that holds the user name. */
  abstract String usernameAttribute();

  /** Returns whether each entry that is found has a user name. */
  boolean isFoundByUsername() {
    return true;
  }

  /** Returns the attributes of the entry that this way of finding people needs. */
  List<String> attributes() {
    return List.of(usernameAttribute());
  }

  /** Returns whether the entry cannot be found but by the person. */
  boolean readsAsUser() {
    return false;
  }

  /** Returns what this way of finding people needs of a directory. */
  abstract Stream<Probe> probes();

  /** Returns the mistakes in these settings, one line each; empty if there are none. */
  public abstract List<String> mistakes();

  /**
   * Returns the user name as the entry has it, whatever was typed.
   *
   * @throws Rejection if the entry has several, as a user may have added the name of another, or
   *     none
   * @throws LdapDirectoryException if the entry was found by a user name that cannot be read
   */
  final String usernameOf(LdapEntry entry) {
    List<String> names = namesOf(entry.dn(), entry.attributes(), usernameAttribute());
    if (names.isEmpty()) {
      String detail = entry.dn() + " shows no " + usernameAttribute() + ", the user name";
      if (isFoundByUsername()) {
        throw new LdapDirectoryException(Stage.READ_USER, detail);
      }
      throw new Rejection(RejectionReason.KEY_MISSING, detail);
    }
    if (names.size() > 1) {
      throw new Rejection(
          RejectionReason.AMBIGUOUS_USER,
          entry.dn() + " has several values of " + usernameAttribute() + ", the user name");
    }
    return names.get(0);
  }

  /**
   * Returns the values of an attribute by which an entry can be named.
   *
   * @throws Rejection if one of them is not UTF-8
   */
  static List<String> namesOf(Dn dn, LdapAttributes attributes, String name) {
    try {
      return new LdapEntry(dn, attributes).names(name);
    } catch (IllegalArgumentException e) {
      throw new Rejection(RejectionReason.UNUSABLE_ATTRIBUTE, dn + ": " + e.getMessage());
    }
  }
}
