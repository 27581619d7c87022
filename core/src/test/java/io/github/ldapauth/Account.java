// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import java.util.Set;

/** An application's own user. */
final class Account {
  final String key;
  String firstName = "";
  String lastName = "";
  String mail = "";
  boolean staff;
  boolean active = true;
  Set<String> groups = Set.of();
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

  void setMail(String mail) {
    this.mail = mail;
  }

  void setActive(boolean active) {
    this.active = active;
  }

  Set<String> groups() {
    return groups;
  }

  void setGroups(Set<String> groups) {
    this.groups = groups;
  }

  void setStaff(boolean staff) {
    this.staff = staff;
  }

  @Override
  public String toString() {
    return "Account[" + key + "]";
  }
}
