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
import io.github.ldapauth.realserver.Balancer;
import io.github.ldapauth.realserver.Ds389;
import io.github.ldapauth.realserver.SambaAd;
import io.github.ldapauth.realserver.Slapd;
import io.github.ldapauth.realserver.SlapdProxy;
import io.github.ldapauth.testkit.TestCertificates;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/** Starts directories of the table, each with a password policy. */
final class MatrixDirectories {

  static final TestCertificates CERTIFICATES = TestCertificates.forHosts("localhost", "127.0.0.1");

  /** Closed by the end of the process. */
  static final MatrixRemote REMOTE = MatrixRemote.start(CERTIFICATES);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  static final Duration MAX_AGE = Duration.ofDays(90);
  static final int WARN_SECONDS = 86_400;

  /** How many times a directory accepts an expired password. The user "old" has used them up. */
  static final int GRACE_LOGINS = 3;

  static final int MIN_LENGTH = 8;
  static final String LONG_AGO = "20200101000000Z";

  static final String[] USED_GRACE_LOGINS = {
    "20200401000000Z", "20200401000001Z", "20200401000002Z"
  };

  /** The year 1970 as a FILETIME. */
  static final String LAST_CENTURY = "116444736000000000";

  private MatrixDirectories() {}

  private static String fromNow(Duration time) {
    return TIME.format(Instant.now().plus(time));
  }

  /** Returns when a password was set that expires in two hours. */
  static String almostOld() {
    return fromNow(MAX_AGE.negated().plusHours(2));
  }

  /** Connects to a server that has the entries. */
  interface Administrator {
    LDAPConnection connect() throws Exception;
  }

  static MatrixDirectory real(
      Column column,
      MatrixEntries entries,
      String hostAndPort,
      String ldapsHostAndPort,
      Runnable end,
      Administrator... administrators) {
    return new MatrixDirectory(
        column,
        column,
        entries,
        hostAndPort,
        ldapsHostAndPort,
        CERTIFICATES.trustStore(),
        renaming(administrators),
        end);
  }

  static MatrixDirectory.Renaming renaming(Administrator... administrators) {
    return (dn, rdn) -> {
      for (Administrator each : administrators) {
        try (LDAPConnection administrator = each.connect()) {
          administrator.modifyDN(dn, rdn.toString(), true);
        }
      }
    };
  }

  // OpenLDAP, and what may stand before it

  static MatrixEntries openLdapEntries() {
    return underPolicy(MatrixEntries.standard())
        .with("disabled", new Attribute("pwdAccountLockedTime", "000001010000Z"))
        .with("ended", new Attribute("pwdEndTime", LONG_AGO));
  }

  /** Adds users whose passwords are old or must be changed, in the words of the draft. */
  static MatrixEntries underPolicy(MatrixEntries entries) {
    return entries
        .with(
            "old",
            new Attribute("pwdChangedTime", LONG_AGO),
            new Attribute("pwdGraceUseTime", USED_GRACE_LOGINS))
        .with("grace", new Attribute("pwdChangedTime", LONG_AGO))
        .with("aging", new Attribute("pwdChangedTime", almostOld()))
        .with("reset", new Attribute("pwdReset", "TRUE"))
        .with("late", new Attribute("pwdReset", "TRUE"));
  }

  /** The policy of OpenLDAP. */
  static final String POLICY =
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
      pwdGraceAuthNLimit: %d
      pwdMinLength: %d
      pwdCheckQuality: 1
      pwdMustChange: TRUE
      """
          .formatted(MAX_FAILURES, MAX_AGE.toSeconds(), WARN_SECONDS, GRACE_LOGINS, MIN_LENGTH);

  private static Slapd slapd(String ldif) {
    return Slapd.startWithPolicy(
        CERTIFICATES,
        ldif + POLICY,
        "cn=policy,dc=example,dc=com",
        "limits users size=" + SIZE_LIMIT + " size.prtotal=unlimited");
  }

  static MatrixDirectory openLdap() {
    MatrixEntries entries = openLdapEntries();
    Slapd slapd = slapd(entries.ldif());
    return real(
        Column.OPEN_LDAP,
        entries,
        slapd.hostAndPort(),
        slapd.ldapsHostAndPort(),
        slapd::close,
        slapd::connect);
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
        },
        slapd::connect);
  }

  static MatrixDirectory balancer() {
    MatrixEntries entries = openLdapEntries();
    String ldif = entries.ldifOfReplica();
    Slapd first = slapd(ldif);
    Slapd second = slapd(ldif);
    Balancer balancer = Balancer.start(CERTIFICATES, first.hostAndPort(), second.hostAndPort());
    return real(
        Column.BALANCER,
        entries,
        balancer.hostAndPort(),
        balancer.ldapsHostAndPort(),
        () -> {
          balancer.close();
          first.close();
          second.close();
        },
        first::connect,
        second::connect);
  }

  // 389 Directory Server

  static MatrixEntries entriesOf389() {
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
        .with(
            "old",
            new Attribute(expires, LONG_AGO),
            new Attribute("passwordGraceUserTime", String.valueOf(GRACE_LOGINS)))
        .with("grace", new Attribute(expires, LONG_AGO))
        .with("aging", new Attribute(expires, fromNow(Duration.ofHours(2))))
        .with("reset", new Attribute(expires, "19700101000000Z"))
        .with("late", new Attribute(expires, "19700101000000Z"));
  }

  static MatrixDirectory directory389() throws Exception {
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
                Map.entry("passwordGraceLimit", String.valueOf(GRACE_LOGINS)),
                Map.entry("passwordCheckSyntax", "on"),
                Map.entry("passwordMinLength", String.valueOf(MIN_LENGTH)),
                Map.entry("passwordMustChange", "on")));
    try (LDAPConnection administrator = server.connect()) {
      String readable =
          "(targetattr=\"objectClass||passwordMaxFailure||passwordLockout\")(version 3.0; acl \"policy\";"
              + " allow (read,search,compare) userdn=\"ldap:///anyone\";)";
      administrator.modify("cn=config", new Modification(ModificationType.ADD, "aci", readable));
    }
    return real(
        Column.DIRECTORY_389,
        entries,
        server.hostAndPort(),
        server.ldapsHostAndPort(),
        server::close,
        server::connect);
  }

  // Samba

  static MatrixEntries activeDirectoryEntries() {
    return MatrixEntries.activeDirectory(SambaAd.BASE)
        .with("disabled", new Attribute("userAccountControl", "514"))
        .with("ended", new Attribute("accountExpires", "1"))
        .with("old")
        .with("grace")
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
      for (String user : List.of("old", "grace")) {
        samba.force(entries.dn(user), "pwdLastSet", LAST_CENTURY);
      }
      set(administrator, SambaAd.BASE, "minPwdLength", String.valueOf(MIN_LENGTH));
    }
    return real(
        Column.SAMBA,
        entries,
        samba.hostAndPort(),
        samba.ldapsHostAndPort(),
        samba::close,
        samba::connect);
  }

  static void set(LDAPConnection administrator, String dn, String attribute, String value)
      throws LDAPException {
    administrator.modify(dn, new Modification(ModificationType.REPLACE, attribute, value));
  }
}
