// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.foreignclient;

import io.github.ldapauth.testkit.TestCertificates;
import java.nio.file.Path;

/**
 * A directory that clients talk to.
 *
 * @param authority the certificate of the authority in PEM form
 */
record Target(
    String name, String url, String ldapsUrl, TestCertificates certificates, Path authority) {

  static final String BASE = "dc=example,dc=com";
  static final String ALICE = "uid=alice,ou=people," + BASE;
  static final String MEMBER_FILTER = "(member=" + ALICE + ")";
  static final String RIGHT = "right";
  static final String WRONG = "wrong";
  static final String CHANGED = "changed";
  static final int PAGE = 5;

  static String dn(String user) {
    return "uid=" + user + ",ou=people," + BASE;
  }

  int port() {
    return portOf(url);
  }

  int ldapsPort() {
    return portOf(ldapsUrl);
  }

  private static int portOf(String url) {
    return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
  }
}
