// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In Turkish, the small letter of I is no i. */
class LocaleTest {

  private final Locale before = Locale.getDefault();

  @BeforeEach
  void speakTurkish() {
    Locale.setDefault(Locale.forLanguageTag("tr-TR"));
    assertThat("I".toLowerCase(Locale.getDefault())).isNotEqualTo("i");
  }

  @AfterEach
  void speakAsBefore() {
    Locale.setDefault(before);
  }

  @Test
  void localeOfTheMachineDoesNotChangeTheUser() {
    AccountStore accounts = new AccountStore();
    try (TestDirectory directory =
            Directories.people().user("INGRID", user -> user.password("frozen")).start();
        var authenticator =
            LdapAuthenticator.builder(Directories.config(directory).build(), accounts).build()) {
      yes(authenticator.authenticate("INGRID", "frozen"));
      yes(authenticator.authenticate("ingrid", "frozen"));
    }
    assertThat(accounts.saved).containsOnlyKeys("ingrid");
  }

  @Test
  void attributesAndRangesAreFoundInEveryLanguage() {
    try (TestDirectory directory =
            Directories.people()
                .user(
                    "ingrid",
                    user ->
                        user.password("frozen")
                            .attribute("MAIL", "ingrid@example.com")
                            .attribute("ISMEMBEROF;RANGE=0-0", Directories.STAFF))
                .start();
        var authenticator =
            LdapAuthenticator.create(
                Directories.config(directory).groups(GroupLookup.memberOf("isMemberOf")).build())) {
      LdapUser ingrid = yes(authenticator.authenticate("ingrid", "frozen")).ldapUser();

      assertThat(ingrid.attributes().first("mail")).contains("ingrid@example.com");
      assertThat(ingrid.groups().names()).containsExactly("staff");
      assertThat(ingrid.groups().isComplete()).isFalse();
    }
  }
}
