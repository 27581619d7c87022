// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.directory.LdapSearch;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapEntry;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The way to find the entry of a user, and the name that the user binds as: {@link #search} for
 * most directories, or {@link #activeDirectory}.
 */
public abstract sealed class UserLookup
    permits UserSearchLookup, ActiveDirectoryLookup, DnTemplateLookup, BindNameLookup {

  UserLookup() {}

  /**
   * Searches for the user's entry, then binds as it. The service account searches; as part of
   * {@link #bindName}, the user searches after the bind.
   *
   * @param base where the search starts; it covers everything below unless {@link
   *     UserSearchLookup#scope} is called. {@code everywhere} stands for the empty DN, which on
   *     some servers is above all entries
   * @param filter a filter (RFC 4515) with {@code {username}} in place of the user name, such as
   *     {@code (uid={username})}
   */
  public static UserSearchLookup search(String base, String filter) {
    return UserSearchLookup.of(base, filter);
  }

  /**
   * Searches in an Active Directory domain for what Windows users type as their name, then binds as
   * the entry.
   *
   * @param domain the DNS name of the domain, such as {@code ad.example.com}
   */
  public static ActiveDirectoryLookup activeDirectory(String domain) {
    return ActiveDirectoryLookup.of(domain);
  }

  /**
   * Binds as the DN that the template makes, without a search. The entry is read beside the bind or
   * after it.
   *
   * @param template a DN (RFC 4514) with {@code {username}} in place of the user name, such as
   *     {@code uid={username},ou=people,dc=example,dc=com}
   */
  public static UserLookup dnTemplate(String template) {
    return DnTemplateLookup.of(template);
  }

  /**
   * Binds by a name that is not a DN, such as {@code {username}@example.com} in Active Directory.
   * Then the user searches for the entry, as with {@link LdapAuthConfigBuilder#readAsUser}. A
   * sign-in is rejected unless the search finds exactly one entry. Look-ups without a password use
   * the service account.
   *
   * <p>The entry found must be the bound user's. A filter that requires {@code
   * (userPrincipalName=…)} with the name of the bind, alone or in an and, ensures this. With any
   * other filter ldapauth sends one more request, "Who am I?" (RFC 4532). Samba refuses it, so
   * ldapauth then compares {@code objectSid} with the first of {@code tokenGroups} in the root DSE.
   * A sign-in fails if the directory supports neither.
   *
   * @param template text with {@code {username}} in place of the user name. A user name with one of
   *     {@code = \ / < >}, or with {@code @} if the template has one, is rejected, as it could
   *     become a name of another form
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
   * Reads what {@link #find} left out, as the user if the session is bound as the user. Empty if
   * there is no such entry.
   */
  abstract Optional<LdapEntry> read(
      FoundUser found, List<String> attributes, DirectorySession session);

  /**
   * Reads the user's entry at the DN that an earlier search found. Empty if the search would not
   * find it there any more, or if this look-up makes no search.
   */
  abstract Optional<LdapEntry> findAgain(
      Dn dn, String username, List<String> attributes, DirectorySession session);

  /**
   * Finds the entry of a known user again, whatever its name is now: at its DN or, if it was moved,
   * by its stable id. Empty if there is none, or if this look-up would not find it any more.
   *
   * @throws Rejection if more than one entry has the id
   */
  abstract Optional<LdapEntry> findStill(
      LdapEntry known, List<String> attributes, DirectorySession session);

  /** Returns the entries below which users are, as configured. */
  abstract List<Dn> bases();

  /** Returns whether this makes a search, which a cached DN can save. */
  boolean searches() {
    return true;
  }

  /** Returns the attribute that holds the user name. */
  abstract String usernameAttribute();

  /**
   * Returns whether the filter compares the user name attribute, so that each entry found has it.
   */
  boolean isFoundByUsername() {
    return true;
  }

  /** Returns the attributes of the entry that this look-up needs. */
  List<String> attributes() {
    return List.of(usernameAttribute());
  }

  /** Returns whether only the user can find the entry. */
  boolean readsAsUser() {
    return false;
  }

  /** Returns whether a search finds or rejects the user before any bind as the user. */
  final boolean findsUserBeforeBind() {
    return searches() && !readsAsUser();
  }

  /** Replaces the names of settings in a text by those of this look-up, if it makes a search. */
  String named(String text) {
    return text;
  }

  /** Returns the settings that are for Active Directory only, by the names of their methods. */
  List<String> forActiveDirectory() {
    return List.of();
  }

  /** Returns the setting that decides whether a user is found. */
  abstract String setting();

  /** Returns the searches for a user, as they are sent; none if the user is not searched for. */
  List<LdapSearch> searchesFor(String username) {
    return List.of();
  }

  /** Returns the probes that show whether this look-up works. */
  abstract Stream<Probe> probes();

  /** Returns the probes that show whether the server suits this look-up; they read no user. */
  Stream<Probe> serverProbes() {
    return Stream.of();
  }

  /** Returns the mistakes in these settings, one line each; empty if there are none. */
  public abstract List<String> mistakes();

  /**
   * Returns the user name as the entry spells it, not as it was typed.
   *
   * @throws Rejection if the entry has none, or has several: the user may have added another user's
   *     name
   * @throws LdapDirectoryException if the entry was found by a user name that cannot be read
   */
  final String usernameOf(LdapEntry entry) {
    List<String> names = namesOf(entry, usernameAttribute());
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
  static List<String> namesOf(LdapEntry entry, String attribute) {
    try {
      return entry.names(attribute);
    } catch (IllegalArgumentException e) {
      throw new Rejection(RejectionReason.UNUSABLE_ATTRIBUTE, entry.dn() + ": " + e.getMessage());
    }
  }
}
