// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.github.ldapauth.UserConflictException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an account store does on any database. */
abstract class AccountStoreStories {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123456789Z");

  private final HikariDataSource database = open();
  private final AccountStore accounts = new AccountStore(database);

  /** Opens a database without accounts. */
  abstract HikariDataSource open();

  @AfterEach
  void close() {
    database.close();
  }

  private static Account account(String key, boolean isNew, Instant readAt, String... groups) {
    Account account = new Account(key, isNew);
    account.setUsername(key);
    account.setReadAt(readAt);
    account.setGroups(Set.of(groups));
    return account;
  }

  @Test
  void savedAccountIsFoundWithAllItsValues() {
    Account alice = account("alice", true, NOON, "staff", "Käse, \"fein\"");
    alice.setDisplayName(Optional.of("Älice 🐇"));
    alice.setMail(Optional.of("alice@example.com"));
    alice.setPhoto(Optional.of(new byte[] {0, 1, -1}));
    accounts.save(alice);

    Account found = accounts.find("alice").orElseThrow();
    assertThat(found.name()).isEqualTo("Älice 🐇");
    assertThat(found.mail()).hasValue("alice@example.com");
    assertThat(found.photo().orElseThrow()).containsExactly(0, 1, -1);
    assertThat(found.groups()).containsExactlyInAnyOrder("staff", "Käse, \"fein\"");
    assertThat(found.readAt()).isEqualTo("2026-01-01T12:00:00.123456Z");
    assertThat(found.isNew()).isFalse();
  }

  @Test
  void tablesOfAnEarlierStartAreKept() {
    accounts.save(account("alice", true, NOON));
    try (HikariDataSource again = reopen()) {
      assertThat(new AccountStore(again).find("alice")).isPresent();
    }
  }

  private HikariDataSource reopen() {
    return Database.open(database.getJdbcUrl(), database.getUsername(), database.getPassword());
  }

  @Test
  void keysAreComparedExactly() {
    accounts.save(account("alice", true, NOON));

    assertThat(accounts.find("Alice")).isEmpty();
    assertThat(accounts.find("alice ")).isEmpty();
  }

  @Test
  void savedAccountLosesWhatTheDirectoryNoLongerHas() {
    Account before = account("alice", true, NOON, "staff", "chess club");
    before.setMail(Optional.of("alice@example.com"));
    accounts.save(before);
    accounts.save(account("alice", false, NOON.plusSeconds(1), "chess club"));

    Account found = accounts.find("alice").orElseThrow();
    assertThat(found.mail()).isEmpty();
    assertThat(found.groups()).containsExactly("chess club");
  }

  @Test
  void olderDataOfTheDirectoryDoesNotBringRightsBack() {
    accounts.save(account("alice", true, NOON));
    Account saved = accounts.save(account("alice", false, NOON.minusSeconds(1), "staff"));

    assertThat(saved.groups()).isEmpty();
    assertThat(accounts.find("alice").orElseThrow().groups()).isEmpty();
  }

  @Test
  void secondNewAccountOfTheSameKeyIsAConflict() {
    accounts.save(account("alice", true, NOON, "staff"));

    assertThatExceptionOfType(UserConflictException.class)
        .isThrownBy(() -> accounts.save(account("alice", true, NOON)));
    assertThat(accounts.find("alice").orElseThrow().groups()).containsExactly("staff");
  }

  @Test
  void accountThatWasDeletedMeanwhileIsAConflict() {
    assertThatExceptionOfType(UserConflictException.class)
        .isThrownBy(() -> accounts.save(account("alice", false, NOON)));
  }

  @Test
  void allAccountsAreSortedByUserName() {
    accounts.save(account("bob", true, NOON));
    accounts.save(account("alice", true, NOON, "staff"));

    assertThat(accounts.all()).extracting(Account::username).containsExactly("alice", "bob");
    assertThat(accounts.isUp()).isTrue();
  }
}
