// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.group.GroupQuery;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A report of what works and what does not: the servers, and the sign-in of one user, step by step.
 * It is for operators. Do not offer it to users: it tells which users exist.
 *
 * <p>A diagnosis changes nothing in the directory. It calls no guard, no listener and no user
 * store. It binds as the user at most once, and only if you give a password, a server answers, and
 * the user is found. The directory counts a wrong password. The report contains no password.
 */
public final class LdapDiagnosis {

  /** A step of the diagnosis, in the order in which they are made. */
  public enum Step {
    /** The service account's settings, or the addresses of a server in DNS. */
    PREPARE,
    /** The connection to one address of a server. */
    CONNECT,
    /** TLS: the version, the certificates and their names. */
    TLS,
    /** The bind of the service account. */
    SERVICE_BIND,
    /** What kind of server it is. */
    SERVER_KIND,
    /** The base of each search for users, and whether the search finds any user. */
    USER_BASE,
    /** The bases below which groups are searched. */
    GROUP_BASE,
    /** A group that a rule, a flag, a mirror or a role names. */
    NAMED_GROUP,
    /** The user name as it was typed. */
    USER_NAME,
    /** The search for the user. */
    FIND_USER,
    /** The bind as the user. */
    USER_BIND,
    /** The user's entry and its attributes. */
    READ_USER,
    /** The state of the user's account. */
    ACCOUNT,
    /** The user's groups. */
    READ_GROUPS,
    /** A {@code require} rule. */
    REQUIRE,
    /** A {@code deny} rule. */
    DENY,
    /** The key of the user in the user store. */
    STORE_KEY,
    /** A flag. */
    FLAG,
    /** Mirrored groups. */
    MIRROR,
    /** A query that gives a role. */
    ROLE,
    /** The time that the sign-in took, against its limits. */
    TIME
  }

  /** The outcome of a check. */
  public enum Status {
    /** It works. */
    PASSED,
    /** It does not work; sign-ins fail or are rejected. */
    FAILED,
    /** It works, but not as it should, or not for long. */
    WARNING,
    /** It was not tried; the evidence says why. */
    SKIPPED
  }

  /**
   * One check.
   *
   * @param setting the setting that it is about, as it was written: a properties key or a method of
   *     a builder, with its value if there may be several
   * @param evidence what was found, first in one line, then in detail. Never a password, and no
   *     value of the user's attributes except those that name the entry
   * @param hint what to look at; empty unless the check failed or warns
   * @param duration how long it took
   */
  public record Check(
      Step step,
      Status status,
      String setting,
      List<String> evidence,
      Optional<String> hint,
      Duration duration) {

    /** Returns whether this needs attention. */
    boolean isProblem() {
      return status == Status.FAILED || status == Status.WARNING;
    }

    /** Returns the setting and what was found, in one line. */
    @Override
    public String toString() {
      return setting + (setting.isEmpty() ? "" : ": ") + String.join("", evidence.subList(0, 1));
    }
  }

  private final List<Check> checks;
  private final @Nullable LdapUser user;

  LdapDiagnosis(List<Check> checks, @Nullable LdapUser user) {
    this.checks = List.copyOf(checks);
    this.user = user;
  }

  /** Checks the servers, without a user: what {@link LdapAuthenticator#findProblems()} checks. */
  public static LdapDiagnosis run(LdapAuthenticator<?> authenticator) {
    return authenticator.diagnosis(List.of()).run(null, null);
  }

  /** Checks the servers, and looks a user up. Everything but the password is checked. */
  public static LdapDiagnosis run(LdapAuthenticator<?> authenticator, String username) {
    return run(authenticator, username, null, List.of());
  }

  /**
   * Checks the servers, and the sign-in of a user.
   *
   * @param username the name that the user types
   * @param password the user's password; null for none. See {@link LdapAuthenticator#authenticate}
   * @param roles further queries to check: those of a {@code RoleMapping}, as {@code
   *     mapping.queries()}
   */
  public static LdapDiagnosis run(
      LdapAuthenticator<?> authenticator,
      String username,
      @Nullable CharSequence password,
      Collection<? extends GroupQuery> roles) {
    return authenticator.diagnosis(roles).run(username, password);
  }

  /** Returns the checks, in the order in which they were made. */
  public List<Check> checks() {
    return checks;
  }

  /** Returns the first check that failed, which is usually the cause of all others. */
  public Optional<Check> firstFailure() {
    return checks.stream().filter(check -> check.status() == Status.FAILED).findFirst();
  }

  /**
   * Returns the user as the directory describes it; empty if there is no such user, or none was
   * asked for. Whether the password is right, and whether rules permit the user, only the checks
   * tell.
   */
  public Optional<LdapUser> ldapUser() {
    return Optional.ofNullable(user);
  }

  /** Returns all checks, with evidence and hints, as text of several lines. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Check check : checks) {
      text.append("%-8s%-13s".formatted(check.status(), check.step()));
      text.append(check).append(" [").append(check.duration().toMillis()).append(" ms]\n");
      check.evidence().stream().skip(1).forEach(line -> text.append("    ").append(line + "\n"));
      check.hint().ifPresent(hint -> text.append("    -> ").append(hint).append('\n'));
    }
    return text.toString();
  }
}
