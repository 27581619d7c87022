// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.matrix;

import com.unboundid.ldap.sdk.Entry;
import io.github.ldapauth.testkit.TestCertificates;
import io.github.ldapauth.testkit.TestDirectory;

/** The directory that the others refer to. It has the service account, and a group of alice. */
record MatrixRemote(TestDirectory directory) {

  static final String BASE = "ou=elsewhere,dc=example,dc=com";
  static final String GROUP = "far";

  static MatrixRemote start(TestCertificates certificates) {
    return new MatrixRemote(
        TestDirectory.builder()
            .tls(certificates)
            .user("svc", MatrixDirectory.PASSWORD)
            .user("alice", MatrixDirectory.PASSWORD)
            .ldif("dn: " + BASE, "objectClass: organizationalUnit", "ou: elsewhere")
            .group(GROUP, group -> group.dn("cn=" + GROUP + "," + BASE).members("alice"))
            .start());
  }

  String hostAndPort() {
    return directory.ldapsHostAndPort();
  }

  /** Returns the entry of other directories that refers to this one (RFC 3296). */
  Entry referral() {
    Entry referral = new Entry(BASE);
    referral.addAttribute("objectClass", "referral", "extensibleObject");
    referral.addAttribute("ou", "elsewhere");
    referral.addAttribute("ref", directory.ldapsUrl() + "/" + BASE);
    return referral;
  }
}
