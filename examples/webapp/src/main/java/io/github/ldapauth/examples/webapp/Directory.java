// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import static io.github.ldapauth.entry.AttributeReader.BYTES;
import static io.github.ldapauth.entry.AttributeReader.TEXT;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.ldapauth.AuthenticationResult;
import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.GroupMirror;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapAuthenticatorBuilder;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.PasswordChangeResult;
import io.github.ldapauth.PopulateResult.Populated;
import io.github.ldapauth.directory.Health;
import io.github.ldapauth.properties.LdapAuthProperties;
import io.github.ldapauth.properties.MappingProperties;
import io.github.ldapauth.role.RoleMapping;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** All that the application asks the directory. */
final class Directory implements AutoCloseable {

  static final Duration PAUSE = Duration.ofMinutes(5);
  private static final int WRONG_PASSWORDS_PER_ENTRY = 5;
  private static final int WRONG_PASSWORDS_PER_ADDRESS = 50;

  private final LdapAuthenticator<Account> authenticator;
  private final RoleMapping<Role> roles;
  private final GuessingBrake brake;
  private final InstantSource clock;

  Directory(Settings settings, AccountStore accounts, InstantSource clock, Ticker ticker) {
    LdapAuthConfig config = LdapAuthProperties.read(settings.ldap(), "ldap.").build();
    this.clock = clock;
    this.brake =
        new GuessingBrake(WRONG_PASSWORDS_PER_ENTRY, WRONG_PASSWORDS_PER_ADDRESS, PAUSE, ticker);
    this.roles = MappingProperties.read(settings.ldap(), "ldap.").roles(config, Role::valueOf);
    LdapAuthenticatorBuilder<Account> builder =
        LdapAuthenticator.builder(config, accounts)
            // By name, as these groups are only shown. Rights come from roles, which go by DN.
            .mirrorGroups(GroupMirror.all(), Account::groups, Account::setGroups)
            .attribute("displayName", TEXT.optional(), Account::setDisplayName)
            .attribute("mail", TEXT.optional(), Account::setMail)
            .attribute(
                "jpegPhoto",
                BYTES.optional(),
                (account, photo) -> account.setPhoto(photo.filter(Directory::isSmallJpeg)))
            .onPopulate(
                (account, user) -> {
                  account.setUsername(user.username());
                  account.setReadAt(user.readAt());
                })
            .guard(brake)
            .onOutcome(brake);
    settings.stableId().ifPresent(builder::keyedByStableId);
    this.authenticator = builder.build();
  }

  private static boolean isSmallJpeg(byte[] photo) {
    return photo.length > 2
        && photo.length < 200_000
        && photo[0] == (byte) 0xFF
        && photo[1] == (byte) 0xD8;
  }

  AuthenticationResult<Account> signIn(String client, String username, String password) {
    return brake.from(client, () -> authenticator.authenticate(username, password));
  }

  PasswordChangeResult changePassword(
      String client, String username, String oldPassword, String newPassword) {
    return brake.from(
        client, () -> authenticator.changePassword(username, oldPassword, newPassword));
  }

  /** Returns whether so many attempts came from this address that all are rejected for a while. */
  boolean isBraked(String client) {
    return brake.isBraked(client);
  }

  /**
   * Returns the session of a user that has just signed in.
   *
   * @param since the time before the sign-in, so that a password change in between ends the session
   */
  SignedIn session(Authenticated<Account> yes, Instant since) {
    return session(yes.account(), yes.ldapUser(), since);
  }

  Instant now() {
    return clock.instant();
  }

  /**
   * Asks again what the user may do; empty if the user may no longer use the application, as the
   * rules or the state of the account reject the user.
   */
  Optional<SignedIn> refresh(SignedIn user) {
    return authenticator.populatePermitted(user.username()) instanceof Populated<Account> found
            && found.account().key().equals(user.key()) // another user may have got the name
        ? Optional.of(session(found.account(), found.ldapUser(), user.since()))
        : Optional.empty();
  }

  private SignedIn session(Account account, LdapUser user, Instant since) {
    Set<Role> granted = EnumSet.of(Role.VISITOR, Role.USER);
    granted.addAll(roles.of(user));
    return new SignedIn(
        account.key(),
        user.username(),
        user.dn().toString().toLowerCase(Locale.ROOT),
        account.name(),
        granted,
        since,
        clock.instant());
  }

  Health health() {
    return authenticator.health();
  }

  List<String> findProblems() {
    return authenticator.findProblems();
  }

  @Override
  public void close() {
    authenticator.close();
  }
}
