// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.AccountStatus;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapAttributes;
import io.github.ldapauth.entry.LdapEntry;
import io.github.ldapauth.entry.Name;
import io.github.ldapauth.group.Answer;
import io.github.ldapauth.group.GroupQuery;
import io.github.ldapauth.group.Groups;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A user as the directory describes it. Immutable; no method sends a request. */
public final class LdapUser {

  private final String username;
  private final LdapEntry entry;
  private final @Nullable Groups groups;
  private final Instant readAt;
  private final AccountStatus status;

  LdapUser(
      String username,
      LdapEntry entry,
      @Nullable Groups groups,
      Instant readAt,
      AccountStatus status) {
    this.username = username;
    this.entry = entry;
    this.groups = groups;
    this.readAt = readAt;
    this.status = status;
  }

  /**
   * Returns the user name as the entry spells it, not as it was typed: the value in the entry's
   * RDN, or else the only value, of the attribute that holds user names.
   */
  public String username() {
    return username;
  }

  /** Returns the DN as the directory spells it. */
  public Dn dn() {
    return entry.dn();
  }

  /**
   * Returns the attributes that {@link LdapAuthConfigBuilder#attributes} names, as far as the
   * directory shows them to the account that read the entry.
   */
  public LdapAttributes attributes() {
    return entry.attributes();
  }

  /** Returns whether a group look-up is configured. If not, {@link #groups} throws. */
  public boolean hasGroups() {
    return groups != null;
  }

  /**
   * Returns the groups of the user.
   *
   * @throws IllegalStateException if no group look-up is configured
   */
  public Groups groups() {
    if (groups == null) {
      throw new IllegalStateException(
          "no groups are configured: call groups(GroupLookup) on the builder of LdapAuthConfig");
    }
    return groups;
  }

  /**
   * Returns an id that stays the same when the entry is renamed or moved, and is never given to
   * another entry, if the directory has one: {@code entryUUID} (RFC 4530), {@code objectGUID}
   * (Active Directory, in its usual text form) or {@code nsUniqueId} (389 Directory Server).
   */
  public Optional<String> stableId() {
    return entry.stableId();
  }

  /**
   * Returns the id in one attribute. Prefer this to {@link #stableId()} as a key, because a
   * directory may show another attribute later. See {@link
   * LdapAuthenticatorBuilder#keyedByStableId}.
   *
   * @param attribute {@code entryUUID}, {@code objectGUID}, {@code nsUniqueId}, {@code
   *     ipaUniqueID}, {@code GUID} or {@code objectSid}
   * @return empty if the entry does not show it
   * @throws IllegalArgumentException if its value is malformed, there are several, or the attribute
   *     is not in this list
   */
  public Optional<String> stableId(String attribute) {
    return entry.stableId(attribute);
  }

  /**
   * Returns the time of the first request for this data, by the clock of this machine; no data is
   * older. With cached groups, it is the time at which they were read.
   */
  public Instant readAt() {
    return readAt;
  }

  /**
   * Returns the state of the account as the entry shows it, without a bind: whether it is disabled,
   * locked or expired. {@link LdapAuthConfigBuilder#accountAttributes} sets what is read.
   */
  public AccountStatus status() {
    return status;
  }

  /**
   * Returns whether the user satisfies a query.
   *
   * @throws Rejection if the groups that could be read do not decide it, or if only some servers
   *     take one of them for a group of the query
   */
  boolean satisfies(GroupQuery query) {
    Answer answer = query.evaluate(groups());
    if (answer == Answer.UNKNOWN) {
      throw new Rejection(
          RejectionReason.MEMBERSHIP_UNKNOWN,
          dn() + " may or may not satisfy " + query + ": " + query.doubts(groups()));
    }
    return answer == Answer.YES;
  }

  /**
   * Requires that an entry that was read later is this user's.
   *
   * @throws Rejection if it is another user's
   * @throws LdapDirectoryException if that cannot be told
   */
  void requireSame(String name, LdapEntry later) {
    if (stableId().isPresent() && !later.sharesIdWith(entry)) {
      throw new LdapDirectoryException(
          Stage.READ_USER, later.dn() + " shows no stable id any more to compare");
    }
    if (stableId().isEmpty() && !Name.of(name).equals(Name.of(username))) {
      throw new Rejection(
          RejectionReason.USER_NOT_FOUND, later.dn() + " has another user name, and no stable id");
    }
  }

  LdapEntry entry() {
    return entry;
  }

  /** Returns user name and DN. */
  @Override
  public String toString() {
    return username + " (" + entry.dn() + ")";
  }
}
