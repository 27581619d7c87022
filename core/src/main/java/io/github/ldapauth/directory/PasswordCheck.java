// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import io.github.ldapauth.directory.AccountStatus.PasswordProof;
import io.github.ldapauth.directory.AccountStatus.Problem;
import io.github.ldapauth.entry.LdapAttributes;
import java.time.Instant;
import java.util.Optional;

/**
 * The directory's answer to a bind as a user.
 *
 * @param verdict what the answer means
 * @param detail the answer in one line: the result code (RFC 4511, appendix A), any other ground
 *     for the verdict, and the directory's diagnostic message; fit for a log, not for the user
 * @param status the state of the account as the answer describes it; with a problem, the verdict is
 *     {@link Verdict#REFUSED}
 * @param isReasonKnown whether the answer gives its reasons: an accepted one with the control of a
 *     password policy, even an empty one; a rejected one with more than a result code
 */
public record PasswordCheck(
    Verdict verdict, String detail, AccountStatus status, boolean isReasonKnown) {

  /** The meaning of an answer to a bind. */
  public enum Verdict {
    /** The password is right, and the user may sign in. */
    ACCEPTED,
    /** The name or the password is wrong. */
    INVALID_CREDENTIALS,
    /** There is no such entry, or there can be none. */
    NO_SUCH_ENTRY,
    /** The directory rejects the bind for another reason, such as the state of the account. */
    REFUSED
  }

  boolean isAccepted() {
    return verdict == Verdict.ACCEPTED;
  }

  /**
   * Returns whether the user may change the password: after a yes, or if the password is right but
   * cannot be used any more.
   */
  public boolean permitsChange() {
    return isAccepted()
        || (status.password() == PasswordProof.RIGHT
            && status
                .problem()
                .filter(p -> p == Problem.PASSWORD_EXPIRED || p == Problem.MUST_CHANGE_PASSWORD)
                .isPresent());
  }

  /**
   * Returns this answer, corrected by the user's entry. The entry counts if the directory accepted
   * the bind of a user who may not sign in, as FreeIPA does, or did not say why it rejected it.
   */
  public PasswordCheck with(LdapAttributes entry, AccountReader reader) {
    AccountStatus seen = reader.read(entry, Instant.now(), this::isDecidedByEntry);
    if (seen.problem().isEmpty()) {
      return this;
    }
    Problem problem = seen.problem().get();
    if (status.problem().equals(seen.problem())) {
      return new PasswordCheck(
          verdict, detail, status.withLockedUntil(seen.lockedUntil()), isReasonKnown);
    }
    PasswordProof proof = isAccepted() ? PasswordProof.RIGHT : PasswordProof.UNKNOWN;
    return new PasswordCheck(
        Verdict.REFUSED,
        detail + (isAccepted() ? ", but " : ", and ") + "by its entry: " + seen,
        AccountStatus.of(Optional.of(problem), proof).withLockedUntil(seen.lockedUntil()),
        isReasonKnown);
  }

  private boolean isDecidedByEntry(Problem problem) {
    return switch (verdict) {
      // The directory judged a lock by the bind. One that sent the policy control judged a reset,
      // and one that granted a grace login an expired password.
      case ACCEPTED ->
          switch (problem) {
            case LOCKED -> false;
            case MUST_CHANGE_PASSWORD -> !isReasonKnown;
            case PASSWORD_EXPIRED -> status.graceLoginsLeft().isEmpty();
            default -> true;
          };
      case NO_SUCH_ENTRY -> false;
      case INVALID_CREDENTIALS, REFUSED ->
          switch (problem) {
            case DISABLED -> !isReasonKnown;
            // OpenLDAP calls an expired account locked.
            case EXPIRED, LOCKED ->
                !isReasonKnown || status.problem().equals(Optional.of(Problem.LOCKED));
            default -> false;
          };
    };
  }
}
