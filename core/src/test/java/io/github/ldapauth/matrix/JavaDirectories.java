// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.matrix;

import static io.github.ldapauth.matrix.MatrixDirectories.CERTIFICATES;
import static io.github.ldapauth.matrix.MatrixDirectories.GRACE_LOGINS;
import static io.github.ldapauth.matrix.MatrixDirectories.LONG_AGO;
import static io.github.ldapauth.matrix.MatrixDirectories.MAX_AGE;
import static io.github.ldapauth.matrix.MatrixDirectories.MIN_LENGTH;
import static io.github.ldapauth.matrix.MatrixDirectories.WARN_SECONDS;
import static io.github.ldapauth.matrix.MatrixDirectories.almostOld;
import static io.github.ldapauth.matrix.MatrixDirectories.set;
import static io.github.ldapauth.matrix.MatrixDirectory.MAX_FAILURES;
import static io.github.ldapauth.matrix.MatrixDirectory.PASSWORD;
import static io.github.ldapauth.matrix.MatrixEntries.SIZE_LIMIT;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.realserver.ApacheDs;
import io.github.ldapauth.realserver.OpenDj;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts the directories of the table that are written in Java. */
final class JavaDirectories {

  private static final int MILLIS_BETWEEN_BINDS = 50;

  /** The default policy of OpenDJ is not in the words of the draft. */
  private static final String POLICY_OF_ONE_USER =
      """

      dn: cn=policy,dc=example,dc=com
      objectClass: subentry
      objectClass: pwdPolicy
      cn: policy
      pwdAttribute: userPassword
      pwdLockout: TRUE
      pwdMaxFailure: %d
      subtreeSpecification: { base "ou=people", specificationFilter "(uid=braked)" }
      """;

  private JavaDirectories() {}

  static MatrixDirectory openDj() throws Exception {
    MatrixEntries entries =
        MatrixEntries.rfc2307bis()
            .with("svc", new Attribute("ds-rlim-size-limit", String.valueOf(SIZE_LIMIT)))
            .with("disabled", new Attribute("ds-pwp-account-disabled", "true"))
            .with("ended", new Attribute("ds-pwp-account-expiration-time", LONG_AGO))
            .with("aging")
            .with("grace")
            .with("old")
            .with("reset")
            .with("late");
    OpenDj server =
        OpenDj.start(
            CERTIFICATES,
            entries.ldif() + POLICY_OF_ONE_USER.formatted(MAX_FAILURES),
            Map.of(
                "ds-cfg-lockout-failure-count", String.valueOf(MAX_FAILURES),
                "ds-cfg-force-change-on-reset", "true",
                "ds-cfg-password-validator",
                    "cn=Length-Based Password Validator,cn=Password Validators,cn=config"));
    try (LDAPConnection administrator = server.connect()) {
      // Passwords that an administrator sets must be changed.
      set(administrator, entries.dn("reset"), "userPassword", PASSWORD);
      set(administrator, entries.dn("late"), "userPassword", PASSWORD);
    }
    letPasswordsAge(server, entries);
    return MatrixDirectories.real(
        Column.OPEN_DJ,
        entries,
        server.hostAndPort(),
        server.ldapsHostAndPort(),
        server::close,
        server::connect);
  }

  /** OpenDJ lets no client set when a password was changed, so these age within a second. */
  private static void letPasswordsAge(OpenDj server, MatrixEntries entries) throws Exception {
    server.addPolicy(
        "warns",
        Map.of(
            "ds-cfg-max-password-age", "7200 seconds",
            "ds-cfg-password-expiration-warning-interval", "7199 seconds"),
        entries.dn("aging"));
    Map<String, String> shortest =
        Map.of(
            "ds-cfg-max-password-age", "1 seconds",
            "ds-cfg-password-expiration-warning-interval", "0 seconds",
            "ds-cfg-expire-passwords-without-warning", "true");
    Map<String, String> lenient = new HashMap<>(shortest);
    lenient.put("ds-cfg-grace-login-count", String.valueOf(GRACE_LOGINS));
    lenient.put("ds-cfg-allow-expired-password-changes", "true");
    server.addPolicy("forgives", lenient, entries.dn("grace"));
    server.addPolicy("ends", shortest, entries.dn("old"));
    while (isAccepted(server, entries.dn("old"))) {
      TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN_BINDS);
    }
  }

  private static boolean isAccepted(OpenDj server, String dn) throws LDAPException {
    try (LDAPConnection user = server.connect()) {
      user.bind(dn, PASSWORD);
      return true;
    } catch (LDAPException e) {
      if (!e.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)) {
        throw e;
      }
      return false;
    }
  }

  static MatrixDirectory apacheDs() throws Exception {
    MatrixEntries entries =
        MatrixEntries.standard()
            .with("disabled")
            .with("old")
            .with("grace")
            .with("aging")
            .with("reset")
            .with("late");
    ApacheDs server =
        ApacheDs.start(
            CERTIFICATES,
            entries.ldif(),
            Map.of(
                "ads-pwdMaxFailure", String.valueOf(MAX_FAILURES),
                "ads-pwdMinLength", String.valueOf(MIN_LENGTH),
                "ads-pwdGraceAuthNLimit", String.valueOf(GRACE_LOGINS),
                "ads-pwdMaxAge", String.valueOf(MAX_AGE.toSeconds()),
                "ads-pwdExpireWarning", String.valueOf(WARN_SECONDS),
                "ads-maxSizeLimit", String.valueOf(SIZE_LIMIT)));
    try (LDAPConnection administrator = server.connect()) {
      set(administrator, entries.dn("reset"), "pwdReset", "TRUE");
      set(administrator, entries.dn("late"), "pwdReset", "TRUE");
      set(administrator, entries.dn("disabled"), "pwdAccountLockedTime", "000001010000Z");
      set(administrator, entries.dn("old"), "pwdChangedTime", LONG_AGO);
      administrator.modify(
          entries.dn("old"),
          new Modification(
              ModificationType.REPLACE, "pwdGraceUseTime", MatrixDirectories.USED_GRACE_LOGINS));
      set(administrator, entries.dn("grace"), "pwdChangedTime", LONG_AGO);
      set(administrator, entries.dn("aging"), "pwdChangedTime", almostOld());
    }
    return MatrixDirectories.real(
        Column.APACHE_DS,
        entries,
        server.hostAndPort(),
        server.ldapsHostAndPort(),
        server::close,
        server::connect);
  }
}
