// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.entry.Dn;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/**
 * A bind in place of the user's if there is no such user, so that both cost the same requests. It
 * has a random password, never the one that was typed.
 */
final class DecoyBind {

  /** No bind in place of the user's. */
  static final DecoyBind NONE = new DecoyBind("none", new char[0]);

  private static final int RANDOM_BYTES = 18;

  /** The reasons for which a search rejects a user, before a bind. */
  private static final Set<RejectionReason> OF_SEARCH =
      Set.of(RejectionReason.USER_NOT_FOUND, RejectionReason.AMBIGUOUS_USER);

  private final String name;
  private final char[] password;

  private DecoyBind(String name, char[] password) {
    this.name = name;
    this.password = password;
  }

  /** Returns a bind as this entry. */
  static DecoyBind as(Dn dn) {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    return new DecoyBind(dn.toString(), Base64.getEncoder().encodeToString(random).toCharArray());
  }

  /**
   * Binds if the search rejected the user. The answer does not matter.
   *
   * @return the rejection
   * @throws io.github.ldapauth.directory.LdapDirectoryException if there is none, as for the bind
   *     of a user
   */
  Rejection send(Rejection no, DirectorySession session) {
    if (this != NONE && OF_SEARCH.contains(no.reason())) {
      session.checkPassword(name, password);
    }
    return no;
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return name;
  }
}
