// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.matrix;

import static io.github.ldapauth.matrix.MatrixDirectory.MAX_FAILURES;
import static io.github.ldapauth.matrix.MatrixDirectory.PASSWORD;
import static io.github.ldapauth.matrix.MatrixEntries.SIZE_LIMIT;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.github.ldapauth.realserver.ApacheDs;
import io.github.ldapauth.realserver.Balancer;
import io.github.ldapauth.realserver.Ds389;
import io.github.ldapauth.realserver.OpenDj;
import io.github.ldapauth.realserver.SambaAd;
import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.realserver.SlapdProxy;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** Starts the directories of the table, each with a password policy. */
final class MatrixDirectories {

  private static final TestCertificates CERTIFICATES =
      TestCertificates.forHosts("localhost", "127.0.0.1");

  /** Closed by the end of the process. */
  static final MatrixRemote REMOTE = MatrixRemote.start(CERTIFICATES);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Duration MAX_AGE = Duration.ofDays(90);
  private static final int WARN_SECONDS = 86_400;
  private static final int MIN_LENGTH = 8;
  private static final String LONG_AGO = "20200101000000Z";

  /** The year 1970 as a FILETIME. */
  private static final String LAST_CENTURY = "116444736000000000";

  private MatrixDirectories() {}

  private static String fromNow(Duration time) {
    return TIME.format(Instant.now().plus(time));
  }

  /** Returns when a password was set that expires in two hours. */
  private static String almostOld() {
    return fromNow(MAX_AGE.negated().plusHours(2));
  }

  private static MatrixDirectory real(
      Column column,
      MatrixEntries entries,
      String hostAndPort,
      String ldapsHostAndPort,
      Runnable end) {
    return new MatrixDirectory(
        column, column, entries, hostAndPort, ldapsHostAndPort, CERTIFICATES.trustStore(), end);
  }

  // OpenLDAP, and what may stand before it

  private static MatrixEntries openLdapEntries() {
    return MatrixEntries.standard()
        .with("disabled", new Attribute("pwdAccountLockedTime", "000001010000Z"))
        .with("ended", new Attribute("pwdEndTime", LONG_AGO))
        .with("old", new Attribute("pwdChangedTime", LONG_AGO))
        .with("aging", new Attribute("pwdChangedTime", almostOld()))
        .with("reset", new Attribute("pwdReset", "TRUE"))
        .with("late", new Attribute("pwdReset", "TRUE"));
  }

  private static Slapd slapd(String ldif) {
    String policy =
        """

        dn: cn=policy,dc=example,dc=com
        objectClass: device
        objectClass: pwdPolicy
        cn: policy
        pwdAttribute: userPassword
        pwdLockout: TRUE
        pwdMaxFailure: %d
        pwdMaxAge: %d
        pwdExpireWarning: %d
        pwdMinLength: %d
        pwdCheckQuality: 1
        pwdMustChange: TRUE
        """
            .formatted(MAX_FAILURES, MAX_AGE.toSeconds(), WARN_SECONDS, MIN_LENGTH);
    return Slapd.startWithPolicy(
        CERTIFICATES,
        ldif + policy,
        "cn=policy,dc=example,dc=com",
        "limits users size=" + SIZE_LIMIT + " size.prtotal=unlimited");
  }

  static MatrixDirectory openLdap() {
    MatrixEntries entries = openLdapEntries();
    Slapd slapd = slapd(entries.ldif());
    return real(
        Column.OPEN_LDAP, entries, slapd.hostAndPort(), slapd.ldapsHostAndPort(), slapd::close);
  }

  static MatrixDirectory backLdap() {
    MatrixEntries entries = openLdapEntries();
    Slapd slapd = slapd(entries.ldif());
    return proxy(Column.BACK_LDAP, entries, slapd, SlapdProxy.ldap(slapd, entries.base()));
  }

  static MatrixDirectory backMeta() {
    MatrixEntries entries = openLdapEntries();
    Slapd slapd = slapd(entries.ldif());
    return proxy(Column.BACK_META, entries, slapd, SlapdProxy.meta(slapd, entries.base()));
  }

  private static MatrixDirectory proxy(
      Column column, MatrixEntries entries, Slapd slapd, SlapdProxy proxy) {
    return real(
        column,
        entries,
        proxy.hostAndPort(),
        proxy.ldapsHostAndPort(),
        () -> {
          proxy.close();
          slapd.close();
        });
  }

  static MatrixDirectory balancer() {
    MatrixEntries entries = openLdapEntries();
    String ldif = entries.ldifOfReplica();
    Slapd first = slapd(ldif);
    Slapd second = slapd(ldif);
    Balancer balancer = Balancer.start(first.hostAndPort(), second.hostAndPort());
    return real(
        Column.BALANCER,
        entries,
        balancer.hostAndPort(),
        "",
        () -> {
          balancer.close();
          first.close();
          second.close();
        });
  }

  // 389 Directory Server

  private static MatrixEntries entriesOf389() {
    String expires = "passwordExpirationTime";
    MatrixEntries entries = MatrixEntries.standard();
    for (String name : Map.copyOf(entries.users()).keySet()) {
      entries.with(name, new Attribute(expires, fromNow(MAX_AGE)));
    }
    return entries
        .with(
            "svc",
            new Attribute("nsSizeLimit", String.valueOf(SIZE_LIMIT)),
            new Attribute("nsPagedSizeLimit", "-1"))
        .with(
            "disabled",
            new Attribute(expires, fromNow(MAX_AGE)),
            new Attribute("nsAccountLock", "TRUE"))
        .with("old", new Attribute(expires, LONG_AGO))
        .with("aging", new Attribute(expires, fromNow(Duration.ofHours(2))))
        .with("reset", new Attribute(expires, "19700101000000Z"))
        .with("late", new Attribute(expires, "19700101000000Z"));
  }

  static MatrixDirectory directory389() {
    MatrixEntries entries = entriesOf389();
    Ds389 server =
        Ds389.start(
            CERTIFICATES,
            entries.ldif(),
            Map.ofEntries(
                Map.entry("passwordLockout", "on"),
                Map.entry("passwordMaxFailure", String.valueOf(MAX_FAILURES)),
                Map.entry("passwordLockoutDuration", "3600"),
                Map.entry("passwordExp", "on"),
                Map.entry("passwordMaxAge", String.valueOf(MAX_AGE.toSeconds())),
                Map.entry("passwordWarning", String.valueOf(WARN_SECONDS)),
                Map.entry("passwordCheckSyntax", "on"),
                Map.entry("passwordMinLength", String.valueOf(MIN_LENGTH)),
                Map.entry("passwordMustChange", "on")));
    return real(
        Column.DIRECTORY_389,
        entries,
        server.hostAndPort(),
        server.ldapsHostAndPort(),
        server::close);
  }

  // Samba

  private static MatrixEntries activeDirectoryEntries() {
    return MatrixEntries.activeDirectory(SambaAd.BASE)
        .with("disabled", new Attribute("userAccountControl", "514"))
        .with("ended", new Attribute("accountExpires", "1"))
        .with("old")
        .with("reset", new Attribute("pwdLastSet", "0"))
        .with("late", new Attribute("pwdLastSet", "0"));
  }

  static MatrixDirectory samba() throws Exception {
    MatrixEntries entries = activeDirectoryEntries();
    SambaAd samba = SambaAd.start(CERTIFICATES);
    try (LDAPConnection administrator = samba.connect()) {
      for (Entry unit : entries.units()) {
        administrator.add(unit);
      }
      for (String user : entries.users().keySet()) {
        samba.addUser(entries.user(user), PASSWORD);
      }
      for (Entry group : entries.groupEntries()) {
        administrator.add(group);
      }
      samba.force(entries.dn("old"), "pwdLastSet", LAST_CENTURY);
      set(administrator, SambaAd.BASE, "minPwdLength", String.valueOf(MIN_LENGTH));
    }
    return real(Column.SAMBA, entries, samba.hostAndPort(), samba.ldapsHostAndPort(), samba::close);
  }

  // Servers written in Java

  static MatrixDirectory openDj() throws Exception {
    MatrixEntries entries =
        MatrixEntries.rfc2307bis()
            .with("svc", new Attribute("ds-rlim-size-limit", String.valueOf(SIZE_LIMIT)))
            .with("disabled", new Attribute("ds-pwp-account-disabled", "true"))
            .with("ended", new Attribute("ds-pwp-account-expiration-time", LONG_AGO))
            .with("reset")
            .with("late");
    OpenDj server =
        OpenDj.start(
            CERTIFICATES,
            entries.ldif(),
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
    return real(
        Column.OPEN_DJ, entries, server.hostAndPort(), server.ldapsHostAndPort(), server::close);
  }

  static MatrixDirectory apacheDs() throws Exception {
    MatrixEntries entries =
        MatrixEntries.standard()
            .with("disabled")
            .with("old")
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
                "ads-pwdGraceAuthNLimit", "0",
                "ads-pwdMaxAge", String.valueOf(MAX_AGE.toSeconds()),
                "ads-pwdExpireWarning", String.valueOf(WARN_SECONDS),
                "ads-maxSizeLimit", String.valueOf(SIZE_LIMIT)));
    try (LDAPConnection administrator = server.connect()) {
      set(administrator, entries.dn("reset"), "pwdReset", "TRUE");
      set(administrator, entries.dn("late"), "pwdReset", "TRUE");
      set(administrator, entries.dn("disabled"), "pwdAccountLockedTime", "000001010000Z");
      set(administrator, entries.dn("old"), "pwdChangedTime", LONG_AGO);
      set(administrator, entries.dn("aging"), "pwdChangedTime", almostOld());
    }
    return real(
        Column.APACHE_DS, entries, server.hostAndPort(), server.ldapsHostAndPort(), server::close);
  }

  private static void set(LDAPConnection administrator, String dn, String attribute, String value)
      throws LDAPException {
    administrator.modify(dn, new Modification(ModificationType.REPLACE, attribute, value));
  }

  // The test kit

  static MatrixDirectory kitLikeOpenLdap() {
    return kit(ServerKind.OPEN_LDAP, Column.OPEN_LDAP, openLdapEntries());
  }

  static MatrixDirectory kitLike389() {
    return kit(ServerKind.DIRECTORY_389, Column.DIRECTORY_389, entriesOf389());
  }

  static MatrixDirectory kitLikeActiveDirectory() {
    return kit(
        ServerKind.ACTIVE_DIRECTORY,
        Column.SAMBA,
        activeDirectoryEntries().with("old", new Attribute("pwdLastSet", LAST_CENTURY)));
  }

  private static MatrixDirectory kit(ServerKind kind, Column imitated, MatrixEntries entries) {
    TestDirectory kit =
        TestDirectory.builder()
            .like(kind)
            .baseDn(entries.base())
            .tls(CERTIFICATES)
            .passwordPolicy(
                policy ->
                    policy
                        .lockAfter(MAX_FAILURES)
                        .maxAge(MAX_AGE)
                        .warnBefore(Duration.ofSeconds(WARN_SECONDS)))
            .ldif(entries.ldif())
            .start();
    return new MatrixDirectory(
        Column.KIT,
        imitated,
        entries,
        kit.hostAndPort(),
        kit.ldapsHostAndPort(),
        CERTIFICATES.trustStore(),
        kit::close);
  }
}
