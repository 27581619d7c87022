// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.matrix;

import static io.github.ldapauth.matrix.MatrixDirectories.CERTIFICATES;
import static io.github.ldapauth.matrix.MatrixDirectories.GRACE_LOGINS;
import static io.github.ldapauth.matrix.MatrixDirectories.LAST_CENTURY;
import static io.github.ldapauth.matrix.MatrixDirectories.LONG_AGO;
import static io.github.ldapauth.matrix.MatrixDirectories.MAX_AGE;
import static io.github.ldapauth.matrix.MatrixDirectories.WARN_SECONDS;
import static io.github.ldapauth.matrix.MatrixDirectory.MAX_FAILURES;
import static io.github.ldapauth.matrix.MatrixDirectory.PASSWORD;
import static io.github.ldapauth.matrix.MatrixEntries.SIZE_LIMIT;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import io.github.ldapauth.testkit.Operation.Type;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Duration;

/** Starts the test kit like the other directories of the table. */
final class KitDirectories {

  /** Of the kit, and without an entry. */
  private static final String ADMINISTRATOR = "cn=administrator";

  private static final String STANDARD_BASE = MatrixEntries.standard().base();

  private KitDirectories() {}

  static MatrixDirectory likeOpenLdap() {
    return kit(ServerKind.OPEN_LDAP, Column.OPEN_LDAP, MatrixDirectories.openLdapEntries());
  }

  static MatrixDirectory like389() {
    return kit(ServerKind.DIRECTORY_389, Column.DIRECTORY_389, MatrixDirectories.entriesOf389());
  }

  static MatrixDirectory likeActiveDirectory() {
    return kit(
        ServerKind.ACTIVE_DIRECTORY,
        Column.SAMBA,
        MatrixDirectories.activeDirectoryEntries()
            .with("old", new Attribute("pwdLastSet", LAST_CENTURY))
            .with("grace", new Attribute("pwdLastSet", LAST_CENTURY)));
  }

  static MatrixDirectory likeOpenDj() {
    MatrixEntries entries =
        MatrixDirectories.underPolicy(MatrixEntries.rfc2307bis())
            .with("disabled", new Attribute("ds-pwp-account-disabled", "true"))
            .with("ended", new Attribute("ds-pwp-account-expiration-time", LONG_AGO));
    TestDirectory kit = start(ServerKind.OPEN_DJ, entries);
    // The kit has no limits of its own.
    kit.faults().every(Type.SEARCH).withFilter("(member=uid=many").returnsOnly(SIZE_LIMIT);
    return of(kit, Column.OPEN_DJ, entries);
  }

  private static MatrixDirectory kit(ServerKind kind, Column imitated, MatrixEntries entries) {
    return of(start(kind, entries), imitated, entries);
  }

  private static TestDirectory start(ServerKind kind, MatrixEntries entries) {
    return TestDirectory.builder()
        .like(kind)
        .baseDn(entries.base())
        .administrator(ADMINISTRATOR, PASSWORD)
        .tls(CERTIFICATES)
        .passwordPolicy(
            policy ->
                policy
                    .lockAfter(MAX_FAILURES)
                    .maxAge(MAX_AGE)
                    .warnBefore(Duration.ofSeconds(WARN_SECONDS))
                    .graceLogins(GRACE_LOGINS))
        .ldif(entries.ldif() + MatrixDirectories.POLICY.replace(STANDARD_BASE, entries.base()))
        .start();
  }

  private static MatrixDirectory of(TestDirectory kit, Column imitated, MatrixEntries entries) {
    return new MatrixDirectory(
        Column.KIT,
        imitated,
        entries,
        kit.hostAndPort(),
        kit.ldapsHostAndPort(),
        CERTIFICATES.trustStore(),
        MatrixDirectories.renaming(
            () -> new LDAPConnection("127.0.0.1", kit.port(), ADMINISTRATOR, PASSWORD)),
        kit::close);
  }
}
