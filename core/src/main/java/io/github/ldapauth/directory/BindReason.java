// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static io.github.ldapauth.directory.AccountStatus.PasswordProof.RIGHT;
import static io.github.ldapauth.directory.AccountStatus.PasswordProof.UNKNOWN;
import static io.github.ldapauth.directory.AccountStatus.PasswordProof.WRONG;
import static io.github.ldapauth.directory.PasswordCheck.Verdict.INVALID_CREDENTIALS;
import static io.github.ldapauth.directory.PasswordCheck.Verdict.NO_SUCH_ENTRY;
import static io.github.ldapauth.directory.PasswordCheck.Verdict.REFUSED;

import io.github.ldapauth.directory.AccountStatus.PasswordProof;
import io.github.ldapauth.directory.AccountStatus.Problem;
import io.github.ldapauth.directory.PasswordCheck.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A reason to reject a bind that a directory tells in its diagnostic message only.
 *
 * <ul>
 *   <li>Active Directory and Samba: a Windows error code, {@code … error, data 533, v1db1}, or the
 *       name of an NT status, {@code NT_STATUS_ACCOUNT_DISABLED}; always with 49.
 *   <li>eDirectory: {@code NDS error: log account expired (-220)}.
 *   <li>389 Directory Server and FreeIPA: a sentence, with 19, 49 or 53.
 * </ul>
 */
enum BindReason {
  WRONG_PASSWORD(
      INVALID_CREDENTIALS,
      null,
      WRONG,
      "data 52e",
      "NT_STATUS_LOGON_FAILURE",
      "NT_STATUS_WRONG_PASSWORD",
      "NDS -669"),
  NO_SUCH_USER(NO_SUCH_ENTRY, null, UNKNOWN, "data 525", "NT_STATUS_NO_SUCH_USER", "NDS -601"),
  /** Also of the group Protected Users, whose members may not bind with a password. */
  ACCOUNT_RESTRICTION(REFUSED, null, UNKNOWN, "data 52f", "NT_STATUS_ACCOUNT_RESTRICTION"),
  TOO_MANY_LOGINS(REFUSED, null, UNKNOWN, "NDS -217"),
  NOT_AT_THIS_HOUR(Problem.NOT_AT_THIS_HOUR, RIGHT, "data 530", "NT_STATUS_INVALID_LOGON_HOURS"),
  LOGIN_TIME_LIMITED(Problem.NOT_AT_THIS_HOUR, UNKNOWN, "NDS -218"),
  NOT_FROM_THIS_WORKSTATION(
      Problem.NOT_FROM_HERE, RIGHT, "data 531", "NT_STATUS_INVALID_WORKSTATION"),
  NOT_FROM_THIS_ADDRESS(Problem.NOT_FROM_HERE, UNKNOWN, "NDS -219"),
  PASSWORD_EXPIRED(
      Problem.PASSWORD_EXPIRED,
      RIGHT,
      "data 532",
      "NT_STATUS_PASSWORD_EXPIRED",
      "49 password expired!"),
  NO_GRACE_LOGIN_LEFT(Problem.PASSWORD_EXPIRED, UNKNOWN, "NDS -222", "NDS -223"),
  /** The rules of 389 Directory Server for passwords that an administrator set. */
  TEMPORARY_PASSWORD_USED_UP(Problem.PASSWORD_EXPIRED, UNKNOWN, "19 TPR checking"),
  ACCOUNT_DISABLED(Problem.DISABLED, RIGHT, "data 533", "NT_STATUS_ACCOUNT_DISABLED"),
  ACCOUNT_INACTIVATED(Problem.DISABLED, UNKNOWN, "53 Account inactivated"),
  ACCOUNT_EXPIRED(Problem.EXPIRED, RIGHT, "data 701", "NT_STATUS_ACCOUNT_EXPIRED"),
  PRINCIPAL_EXPIRED(
      Problem.EXPIRED, UNKNOWN, "53 Account (Kerberos principal) is expired", "NDS -220"),
  MUST_CHANGE_PASSWORD(
      Problem.MUST_CHANGE_PASSWORD, RIGHT, "data 773", "NT_STATUS_PASSWORD_MUST_CHANGE"),
  ACCOUNT_LOCKED(
      Problem.LOCKED,
      UNKNOWN,
      "data 775",
      "NT_STATUS_ACCOUNT_LOCKED_OUT",
      "NDS -197",
      "19 Exceed password retry limit",
      "53 Too many failed logins",
      "53 Entry permanently locked"),
  ACCOUNT_IDLE(Problem.IDLE, UNKNOWN, "19 Account inactivity limit exceeded"),
  /** No controller of the user's domain answers. */
  NO_LOGON_SERVERS("data 51f", "NT_STATUS_NO_LOGON_SERVERS"),
  /** The server ran out of a resource. */
  TOO_MANY_CONTEXT_IDS("data 568", "NT_STATUS_TOO_MANY_CONTEXT_IDS"),
  /** The server may not request this kind of sign-in. */
  LOGON_TYPE_NOT_GRANTED("data 569", "NT_STATUS_LOGON_TYPE_NOT_GRANTED"),
  /** The trust between two domains is broken. */
  NO_TRUST_ACCOUNT("data 6fb", "NT_STATUS_NO_TRUST_SAM_ACCOUNT"),
  TRUSTED_DOMAIN_FAILURE("data 6fc", "NT_STATUS_TRUSTED_DOMAIN_FAILURE"),
  TRUSTED_RELATIONSHIP_FAILURE("data 6fd", "NT_STATUS_TRUSTED_RELATIONSHIP_FAILURE");

  private static final int INVALID = 49;

  /** From the beginning, as a server may repeat the name of the bind, which the user typed. */
  private static final Pattern WINDOWS =
      Pattern.compile(
          "(?i)[0-9a-f]{8}: LdapErr: (?:DSID-[0-9a-f]+, comment: )?AcceptSecurityContext error, data"
              + " ([0-9a-f]{3,4})\\b|(?:Simple Bind Failed: )?(NT_STATUS_[A-Z_]+)\\b");

  private static final Pattern NDS = Pattern.compile("NDS error: [^()]*\\((-[0-9]{3})\\)");

  private static final Map<String, BindReason> BY_MARK = new HashMap<>();

  static {
    for (BindReason reason : values()) {
      reason.marks.forEach(mark -> BY_MARK.put(mark, reason));
    }
  }

  private final @Nullable Verdict verdict;

  @SuppressWarnings("ImmutableEnumChecker") // its optional fields are immutable
  private final AccountStatus status;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> marks;

  BindReason(String... marks) {
    this(null, null, UNKNOWN, marks);
  }

  BindReason(Problem problem, PasswordProof proof, String... marks) {
    this(REFUSED, problem, proof, marks);
  }

  BindReason(
      @Nullable Verdict verdict, @Nullable Problem problem, PasswordProof proof, String... marks) {
    this.verdict = verdict;
    this.status = AccountStatus.of(Optional.ofNullable(problem), proof);
    this.marks = List.of(marks);
  }

  /** Finds the reason in a diagnostic message; empty if there is none, or an unknown one. */
  static Optional<BindReason> in(int resultCode, String diagnostic) {
    return windows(resultCode, diagnostic)
        .or(() -> eDirectory(diagnostic))
        .or(() -> sentence(resultCode + " " + diagnostic));
  }

  private static Optional<BindReason> windows(int resultCode, String diagnostic) {
    Matcher found = WINDOWS.matcher(diagnostic);
    if (resultCode != INVALID || !found.lookingAt()) {
      return Optional.empty();
    }
    String code = found.group(1);
    return Optional.ofNullable(
        BY_MARK.get(code == null ? found.group(2) : "data " + code.toLowerCase(Locale.ROOT)));
  }

  private static Optional<BindReason> eDirectory(String diagnostic) {
    Matcher found = NDS.matcher(diagnostic);
    return found.lookingAt()
        ? Optional.ofNullable(BY_MARK.get("NDS " + found.group(1)))
        : Optional.empty();
  }

  private static Optional<BindReason> sentence(String answer) {
    return BY_MARK.entrySet().stream()
        .filter(mark -> answer.startsWith(mark.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** Returns the verdict about the user; empty if the reason is about the server. */
  Optional<Verdict> verdict() {
    return Optional.ofNullable(verdict);
  }

  AccountStatus status() {
    return status;
  }

  /** Returns the reason in words. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
