// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.entry.AttributeReader.BOOLEAN;
import static io.github.ldapauth.entry.AttributeReader.BYTES;
import static io.github.ldapauth.entry.AttributeReader.FILE_TIME;
import static io.github.ldapauth.entry.AttributeReader.INSTANT;
import static io.github.ldapauth.entry.AttributeReader.NUMBER;
import static io.github.ldapauth.entry.AttributeReader.TEXT;
import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.TestDirectory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TypedAttributesTest {

  private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, 0};

  private final TestDirectory directory =
      Directories.people()
          .user(
              "carol",
              user ->
                  user.password("carol's")
                      .attribute("uidNumber", "1000")
                      .attribute("isCriticalSystemObject", "TRUE")
                      .attribute("createTimestamp", "20260102030405Z")
                      .attribute("pwdLastSet", "133791263990000000")
                      .attribute("accountExpires", "0")
                      .attribute("jpegPhoto", JPEG)
                      .attribute("mail", "c@example.com", "carol@example.com"))
          .start();
  private final AccountStore accounts = new AccountStore();
  private final List<Object> set = new ArrayList<>();

  @AfterEach
  void stop() {
    directory.close();
  }

  private LdapAuthenticatorBuilder<Account> builder() {
    return LdapAuthenticator.builder(Directories.withGroups(directory).build(), accounts);
  }

  @Test
  void eachAttributeIsReadAsWhatItIs() {
    try (var authenticator =
        builder()
            .attribute("uidNumber", NUMBER, (account, number) -> set.add(number + 1))
            .attribute("isCriticalSystemObject", BOOLEAN, (account, reset) -> set.add(!reset))
            .attribute("createTimestamp", INSTANT, (account, time) -> set.add(time))
            .attribute("pwdLastSet", FILE_TIME, (account, time) -> set.add(time))
            .attribute("accountExpires", FILE_TIME, (account, time) -> set.add(time))
            .attribute("jpegPhoto", BYTES, (account, jpeg) -> set.add(jpeg.length))
            .attribute("mail", TEXT.list(), (account, mails) -> set.add(mails))
            .attribute("mail", (account, mail) -> set.add(mail))
            .build()) {
      yes(authenticator.authenticate("carol", "carol's"));
    }
    assertThat(set)
        .containsExactly(
            1001L,
            false,
            Instant.parse("2026-01-02T03:04:05Z"),
            Instant.parse("2024-12-19T23:59:59Z"),
            JPEG.length,
            List.of("c@example.com", "carol@example.com"),
            "c@example.com");
  }

  @Test
  void missingAttributeCanClearTheValue() {
    Account alice = accounts.save(new Account("alice"));
    alice.setMail("old@example.com");
    directory.user("alice").attribute("mail");
    try (var authenticator =
        builder()
            .attribute("mail", TEXT.optional().map(mail -> mail.orElse("")), Account::setMail)
            .build()) {
      yes(authenticator.authenticate("alice", "wonderland"));
    }
    assertThat(alice.mail).isEmpty();
  }

  @Test
  void missingAttributeCanRejectBeforeAnythingIsWritten() {
    Account alice = accounts.save(new Account("alice"));
    try (var authenticator =
        builder()
            .attribute("sn", Account::setLastName)
            .attribute("employeeNumber", TEXT.required(), Account::setMail)
            .build()) {
      var no =
          no(authenticator.authenticate("alice", "wonderland"), RejectionReason.UNUSABLE_ATTRIBUTE);
      assertThat(no.detail()).endsWith("employeeNumber is missing");
      assertThat(authenticator.populate("alice").user()).isEmpty();
    }
    assertThat(alice.lastName).isEmpty();
    assertThat(alice.saves).isEqualTo(1);
  }

  @Test
  void malformedValueRejectsBeforeAnythingIsWritten() {
    Account carol = accounts.save(new Account("carol"));
    for (String attribute : List.of("mail", "jpegPhoto")) {
      try (var authenticator =
          builder()
              .attribute("sn", Account::setLastName)
              .attribute(attribute, NUMBER, (account, number) -> set.add(number))
              .build()) {
        var no =
            no(authenticator.authenticate("carol", "carol's"), RejectionReason.UNUSABLE_ATTRIBUTE);
        assertThat(no.detail()).contains(attribute).doesNotContain("c@example.com");
      }
    }
    assertThat(set).isEmpty();
    assertThat(carol.lastName).isEmpty();
    assertThat(carol.saves).isEqualTo(1);
  }

  @Test
  void attributesThatAreNotWrittenAreNotRead() {
    accounts.save(new Account("carol"));
    try (var authenticator =
        builder()
            .updateFields(UpdatePolicy.NEW_USERS)
            .attribute("mail", NUMBER, (account, number) -> set.add(number))
            .build()) {
      yes(authenticator.authenticate("carol", "carol's"));
    }
  }
}
