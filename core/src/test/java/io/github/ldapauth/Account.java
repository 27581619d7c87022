// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import java.util.Set;

/** An application's own user. */
public final class Account {
  public final String key;
  public String firstName = "";
  public String lastName = "";
  public String mail = "";
  public boolean staff;
  public boolean active = true;
  public Set<String> groups = Set.of();
  public int saves;

  public Account(String key) {
    this.key = key;
  }

  public void setFirstName(String firstName) {
    this.firstName = firstName;
  }

  public void setLastName(String lastName) {
    this.lastName = lastName;
  }

  public void setMail(String mail) {
    this.mail = mail;
  }

  public void setActive(boolean active) {
    this.active = active;
  }

  public Set<String> groups() {
    return groups;
  }

  public void setGroups(Set<String> groups) {
    this.groups = groups;
  }

  public void setStaff(boolean staff) {
    this.staff = staff;
  }

  @Override
  public String toString() {
    return "Account[" + key + "]";
  }
}
