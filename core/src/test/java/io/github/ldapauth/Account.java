// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

/** An application's own user. */
final class Account {
  final String key;
  String firstName = "";
  String lastName = "";
  boolean staff;
  int saves;

  Account(String key) {
    this.key = key;
  }

  void setFirstName(String firstName) {
    this.firstName = firstName;
  }

  void setLastName(String lastName) {
    this.lastName = lastName;
  }

  void setStaff(boolean staff) {
    this.staff = staff;
  }

  @Override
  public String toString() {
    return "Account[" + key + "]";
  }
}
