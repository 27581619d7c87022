// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.matrix;

import java.util.EnumSet;

/** A column of the table: a kind of directory. */
enum Column {
  OPEN_LDAP("OpenLDAP"),
  DIRECTORY_389("389 DS"),
  SAMBA("Samba AD"),
  OPEN_DJ("OpenDJ"),
  APACHE_DS("ApacheDS"),
  BACK_LDAP("back-ldap"),
  BACK_META("back-meta"),
  BALANCER("balancer"),
  KIT("test kit");

  private final String title;

  Column(String title) {
    this.title = title;
  }

  /** Returns the columns of directories that are neither Active Directory nor a kit like it. */
  static Column[] notMicrosoft() {
    return EnumSet.complementOf(EnumSet.of(SAMBA, KIT)).toArray(Column[]::new);
  }

  String title() {
    return title;
  }
}
