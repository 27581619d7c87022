// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import java.util.Optional;

/**
 * The state of one account, kept in the attributes of its entry. A method throws {@link
 * UnsupportedOperationException} if this kind of server has no such state.
 */
public interface Account {

  /** What a request is about. A restriction of one is a restriction of those before it. */
  enum Subject {
    /** Entries. */
    ENTRIES,
    /** The server: its root DSE, and most extended operations. */
    SERVER,
    /** The connection: StartTLS. */
    CONNECTION
  }

  /**
   * What a connection may do while its user must change the password: that, and little else.
   *
   * @param refusal the answer to everything else
   * @param extent the requests that are refused, and all before them
   * @param lasting whether that lasts until the next bind even if the password is changed
   */
  record Restriction(Answer refusal, Subject extent, boolean lasting) {

    boolean isAbout(Subject subject) {
      return subject.compareTo(extent) <= 0;
    }
  }

  /** Records when the first password was set, unless the entry already says so. */
  default void begin() {}

  /** Records that the password was changed now. */
  default void renew() {}

  /** Returns what the connection of a user who just signed in is restricted to. */
  default Optional<Restriction> restriction() {
    return Optional.empty();
  }

  /** Ends all other states. */
  default void activate() {}

  default void disable() {
    throw new UnsupportedOperationException();
  }

  default void lock() {
    throw new UnsupportedOperationException();
  }

  default void expire() {
    throw new UnsupportedOperationException();
  }

  default void expirePassword() {
    throw new UnsupportedOperationException();
  }

  default void requirePasswordChange() {
    throw new UnsupportedOperationException();
  }
}
