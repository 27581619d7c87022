// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.docs;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Stands for the reader's own user. */
final class Account {

  private final String username;
  private boolean active = true;
  private boolean staff;
  private String firstName = "";
  private String lastName = "";
  private Optional<String> mail = Optional.empty();
  private Optional<Instant> expiry = Optional.empty();
  private List<String> phones = List.of();
  private Locale language = Locale.ROOT;
  private long number;
  private byte[] photo = {};
  private Set<String> groups = Set.of();

  Account(String username) {
    this.username = username;
  }

  String username() {
    return username;
  }

  boolean isActive() {
    return active;
  }

  void setActive(boolean active) {
    this.active = active;
  }

  boolean isStaff() {
    return staff;
  }

  void setStaff(boolean staff) {
    this.staff = staff;
  }

  void setFirstName(String firstName) {
    this.firstName = firstName;
  }

  void setLastName(String lastName) {
    this.lastName = lastName;
  }

  void setMail(Optional<String> mail) {
    this.mail = mail;
  }

  void setExpiry(Optional<Instant> expiry) {
    this.expiry = expiry;
  }

  void setPhones(List<String> phones) {
    this.phones = phones;
  }

  void setLanguage(Locale language) {
    this.language = language;
  }

  void setNumber(long number) {
    this.number = number;
  }

  void setPhoto(byte[] photo) {
    this.photo = photo.clone();
  }

  Set<String> groups() {
    return groups;
  }

  void setGroups(Set<String> groups) {
    this.groups = groups;
  }

  /** Returns all that was set. */
  @Override
  public String toString() {
    return String.join(
        " ",
        username,
        firstName,
        lastName,
        mail.toString(),
        expiry.toString(),
        phones.toString(),
        language.toString(),
        Long.toString(number),
        Integer.toString(photo.length),
        groups.toString());
  }
}
