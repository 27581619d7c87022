// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.matrix;

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

  String title() {
    return title;
  }
}
