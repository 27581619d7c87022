// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An account of the application. */
final class Account {

  private final String key;
  private final boolean isNew;
  private String username = "";
  private Optional<String> displayName = Optional.empty();
  private Optional<String> mail = Optional.empty();
  private byte @Nullable [] photo;
  private Set<String> groups = Set.of();
  private Instant readAt = Instant.EPOCH;

  Account(String key, boolean isNew) {
    this.key = key;
    this.isNew = isNew;
  }

  String key() {
    return key;
  }

  /** Returns whether the account has never been saved. */
  boolean isNew() {
    return isNew;
  }

  String username() {
    return username;
  }

  void setUsername(String username) {
    this.username = username;
  }

  /** Returns the name to greet the user by. */
  String name() {
    return displayName.filter(name -> !name.isBlank()).orElse(username);
  }

  Optional<String> displayName() {
    return displayName;
  }

  void setDisplayName(Optional<String> displayName) {
    this.displayName = displayName;
  }

  Optional<String> mail() {
    return mail;
  }

  void setMail(Optional<String> mail) {
    this.mail = mail;
  }

  Optional<byte[]> photo() {
    return Optional.ofNullable(photo);
  }

  void setPhoto(Optional<byte[]> photo) {
    this.photo = photo.orElse(null);
  }

  Set<String> groups() {
    return groups;
  }

  void setGroups(Set<String> groups) {
    this.groups = groups;
  }

  /** Returns when the directory was asked for this data. */
  Instant readAt() {
    return readAt;
  }

  void setReadAt(Instant readAt) {
    this.readAt = readAt.truncatedTo(ChronoUnit.MICROS); // as databases do
  }
}
