// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.AuthenticationResult.Rejected;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Account;
import io.github.ldapauth.fixture.AccountStore;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The name by which the application knows a user. */
class UserKeyTest extends UserStoreStories {

  @Test
  void aStoreMayLookForMoreThanTheKeyAndKeepItsOwnSpelling() {
    Account known = new Account("Adams, A.");
    UserStore<Account> byMail =
        new AccountStore() {
          @Override
          public Optional<Account> find(String key, LdapUser person) {
            return person.attributes().first("mail").map(mail -> known);
          }
        };
    try (var authenticator = builder(byMail).build()) {
      Account alice = yes(authenticator.authenticate("alice", "wonderland")).account();
      assertThat(alice).isSameAs(known);
      assertThat(alice.key).isEqualTo("Adams, A.");
    }
  }

  @Test
  void theStoreCanBeAskedByAnAttribute() {
    try (var authenticator = builder().keyedByAttribute("mail").build()) {
      assertThat(yes(authenticator.authenticate("alice", "wonderland")).account().key)
          .isEqualTo("alice@example.com");
      directory.user("bob").attribute("mail");
      no(authenticator.authenticate("bob", "builder"), RejectionReason.KEY_MISSING);
    }
  }

  @Test
  void renamedUserStaysTheSameWithAStableIdAsKey() {
    try (var authenticator = builder().keyedByStableId("entryUUID").build()) {
      Account before = yes(authenticator.authenticate("alice", "wonderland")).account();
      directory.user("alice").dn("uid=alicia," + Directories.PEOPLE);

      Authenticated<Account> after = yes(authenticator.authenticate("alicia", "wonderland"));
      assertThat(after.account()).isSameAs(before);
      assertThat(after.ldapUser().username()).isEqualTo("alicia");
    }
  }

  @Test
  void stableIdThatIsNotVisibleHasNoSubstitute() {
    try (var authenticator = builder().keyedByStableId("nsUniqueId").build()) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.KEY_MISSING);
    }
    assertThat(accounts.saved).isEmpty();
  }

  @Test
  void stableIdOfAnUnknownAttributeIsAMistake() {
    assertThatThrownBy(() -> builder().keyedByStableId("employeeNumber").build())
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining(
            "keyedByStableId \"employeeNumber\": is not a stable id; use one of [");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \u00a0", "a\u0000b"})
  void anOddNameInTheApplicationIsNoKey(String odd) {
    try (var authenticator = builder().translateUsernames(name -> odd, name -> name).build()) {
      no(authenticator.authenticate("alice", "wonderland"), RejectionReason.KEY_MISSING);
    }
    assertThat(accounts.saved).isEmpty();
  }

  @Test
  void aTranslatedNameIsTrimmedAndInLowerCase() {
    try (var authenticator =
        builder().translateUsernames(name -> " ACME-" + name, name -> name).build()) {
      assertThat(yes(authenticator.authenticate("alice", "wonderland")).account().key)
          .isEqualTo("acme-alice");
    }
  }

  /** The first three parts are stored with their bytes reversed (MS-DTYP, section 2.3.4.2). */
  @ParameterizedTest
  @CsvSource({
    "ffeeddccbbaa998877665544332211f0, ccddeeff-aabb-8899-7766-5544332211f0",
    "ffeeddccbbaa998877665544332211,"
  })
  void theStableIdOfActiveDirectoryIsTheTextThatItsOwnToolsShow(String bytes, @Nullable String id) {
    try (TestDirectory other =
            TestDirectory.builder()
                .like(ServerKind.ACTIVE_DIRECTORY)
                .user("svc", "service secret")
                .user(
                    "dora",
                    user ->
                        user.password("explorer")
                            .attribute("objectGUID", HexFormat.of().parseHex(bytes)))
                .start();
        var authenticator =
            LdapAuthenticator.builder(
                    LdapAuthConfig.builder(
                            LdapServer.url(other.url()),
                            UserLookup.search("dc=example,dc=com", "(cn={username})"))
                        .serviceAccount(other.dn("svc"), "service secret")
                        .build(),
                    accounts)
                .keyedByStableId("objectGUID")
                .build()) {
      AuthenticationResult<Account> dora = authenticator.authenticate("dora", "explorer");
      if (id == null) {
        no(dora, RejectionReason.KEY_MISSING);
      } else {
        assertThat(yes(dora).account().key).isEqualTo(id);
      }
    }
  }

  @Test
  void userNamesAreTranslatedBothWays() {
    try (var authenticator =
        builder()
            .translateUsernames(name -> "ldap_" + name, name -> name.replaceFirst("^ldap_", ""))
            .build()) {
      Authenticated<Account> alice = yes(authenticator.authenticate("Alice", "wonderland"));

      assertThat(alice.account().key).isEqualTo("ldap_alice");
      assertThat(alice.ldapUser().username()).isEqualTo("alice");
      assertThat(authenticator.populate("ldap_alice").user()).contains(alice.account());
      assertThat(authenticator.lookup("ldap_alice")).isPresent();
    }
  }

  @Test
  void nameWithoutATranslationIsRejected() {
    try (var authenticator = builder().translateUsernames(name -> name, name -> " ").build()) {
      assertThat(authenticator.populate("alice"))
          .isInstanceOfSatisfying(
              Rejected.class,
              no -> assertThat(no.reason()).isEqualTo(RejectionReason.INVALID_USERNAME));
      assertThat(authenticator.lookup("alice")).isEmpty();
    }
    assertThat(directory.operations()).isEmpty();
  }
}
