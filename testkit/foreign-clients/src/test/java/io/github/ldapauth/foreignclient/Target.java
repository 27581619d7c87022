// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.foreignclient;

import io.github.ldapauth.testkit.TestCertificates;
import java.nio.file.Path;

/**
 * A directory that clients talk to.
 *
 * @param base the base as the directory spells it
 * @param domain the domain of user principal names; empty unless this is an Active Directory
 * @param authority the certificate of the authority in PEM form
 */
record Target(
    String name,
    String base,
    String domain,
    String hostAndPort,
    String ldapsHostAndPort,
    TestCertificates certificates,
    Path authority) {

  static final String USERS = "(sn=*)";
  static final String RIGHT = "right";
  static final String WRONG = "wrong";
  static final String CHANGED = "changed";
  static final int PAGE = 4;

  boolean isActiveDirectory() {
    return !domain.isEmpty();
  }

  String people() {
    return "ou=people," + base;
  }

  String groups() {
    return "ou=groups," + base;
  }

  String dn(String user) {
    return "cn=" + user + "," + people();
  }

  String alice() {
    return dn("alice");
  }

  /** Returns the name that alice signs in with. */
  String login() {
    return isActiveDirectory() ? "alice@" + domain : alice();
  }

  String memberFilter() {
    return "(member=" + alice() + ")";
  }

  String url() {
    return "ldap://" + hostAndPort;
  }

  String ldapsUrl() {
    return "ldaps://" + ldapsHostAndPort;
  }

  int port() {
    return portOf(hostAndPort);
  }

  int ldapsPort() {
    return portOf(ldapsHostAndPort);
  }

  private static int portOf(String hostAndPort) {
    return Integer.parseInt(hostAndPort.substring(hostAndPort.lastIndexOf(':') + 1));
  }
}
