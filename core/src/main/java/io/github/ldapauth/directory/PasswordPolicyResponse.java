// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.net.ProtocolException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The value of the response control of draft-behera-ldap-password-policy-10, section 6.2. Most are
 * empty, but the class of the SDK that decodes it would load many others.
 *
 * @param error what is wrong with the account or a new password; empty if nothing is
 * @param secondsLeft the time until the password expires; empty unless the server warns
 * @param graceLogins how many more times an expired password is accepted; empty if it has not
 *     expired
 */
record PasswordPolicyResponse(
    Optional<PolicyError> error, OptionalInt secondsLeft, OptionalInt graceLogins) {

  private static final int WARNING = 0xa0;
  private static final int SECONDS_LEFT = 0x80;
  private static final int GRACE_LOGINS = 0x81;
  private static final int ERROR = 0x81;

  /** An error. The draft numbers them in this order. */
  enum PolicyError {
    PASSWORD_EXPIRED,
    ACCOUNT_LOCKED,
    CHANGE_AFTER_RESET,
    PASSWORD_MOD_NOT_ALLOWED,
    MUST_SUPPLY_OLD_PASSWORD,
    INSUFFICIENT_PASSWORD_QUALITY,
    PASSWORD_TOO_SHORT,
    PASSWORD_TOO_YOUNG,
    PASSWORD_IN_HISTORY;

    private static PolicyError of(int number) throws ProtocolException {
      PolicyError[] all = values();
      if (number < 0 || number >= all.length) {
        throw new ProtocolException("the error " + number + " of a password policy");
      }
      return all[number];
    }
  }

  static PasswordPolicyResponse read(byte[] value) throws ProtocolException {
    BerReader in = new BerReader(value, 0, value.length).inside(BerReader.SEQUENCE);
    Optional<PolicyError> error = Optional.empty();
    OptionalInt secondsLeft = OptionalInt.empty();
    OptionalInt graceLogins = OptionalInt.empty();
    while (in.hasMore()) {
      if (in.tag() == WARNING) {
        BerReader warning = in.inside(WARNING);
        if (warning.tag() == SECONDS_LEFT) {
          secondsLeft = unlessNegative(warning.integer(SECONDS_LEFT));
        } else {
          graceLogins = unlessNegative(warning.integer(GRACE_LOGINS));
        }
      } else {
        error = Optional.of(PolicyError.of(in.integer(ERROR)));
      }
    }
    return new PasswordPolicyResponse(error, secondsLeft, graceLogins);
  }

  private static OptionalInt unlessNegative(int number) {
    return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
  }
}
