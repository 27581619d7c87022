// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.directory.AccountStatus.PasswordProof;
import io.github.ldapauth.directory.AccountStatus.Problem;
import io.github.ldapauth.entry.LdapAttributes;
import io.github.ldapauth.fixture.CapturedLog;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the attributes of an entry say of its account. */
class AccountReaderTest {

  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

  private final AccountReader reader = new AccountReader(EnumSet.allOf(AccountAttributes.class));

  private AccountStatus read(String... attributes) {
    Map<String, List<byte[]>> values = new HashMap<>();
    for (int i = 0; i < attributes.length; i += 2) {
      values.put(attributes[i], List.of(attributes[i + 1].getBytes(UTF_8)));
    }
    return reader.read(LdapAttributes.of(values), NOW, any -> true);
  }

  @ParameterizedTest
  @CsvSource({
    "userAccountControl, 512, ",
    "userAccountControl, 514, DISABLED",
    "userAccountControl, 8389120, ", // the flags of the computed attribute are not kept here
    "msDS-User-Account-Control-Computed, 0, ",
    "msDS-User-Account-Control-Computed, 16, LOCKED",
    "msDS-User-Account-Control-Computed, 8388608, PASSWORD_EXPIRED",
    "msDS-User-Account-Control-Computed, 8388624, LOCKED",
    "accountExpires, 0, ",
    "accountExpires, 9223372036854775807, ",
    "accountExpires, 9223372036854775806, ",
    "accountExpires, 1, EXPIRED",
    "accountExpires, 134404308000000000, ",
    "pwdLastSet, 0, MUST_CHANGE_PASSWORD",
    "pwdLastSet, 134404200000000000, ",
    "lockoutTime, 0, ",
    "lockoutTime, 134404200000000000, LOCKED",
    "pwdAccountLockedTime, 000001010000Z, LOCKED",
    "pwdAccountLockedTime, 20261129110000Z, LOCKED",
    "pwdAccountLockedTime, 20261129130000Z, LOCKED", // our clock may be behind
    "pwdAccountLockedTime, at noon, LOCKED",
    "pwdReset, TRUE, MUST_CHANGE_PASSWORD",
    "pwdReset, FALSE, ",
    "pwdStartTime, 20261129130000Z, EXPIRED",
    "pwdStartTime, 20261129110000Z, ",
    "pwdEndTime, 20261129110000Z, EXPIRED",
    "pwdEndTime, 20261129130000Z, ",
    "nsAccountLock, true, DISABLED",
    "nsAccountLock, TRUE, DISABLED",
    "nsAccountLock, false, ",
    "accountUnlockTime, 20261129110000Z, ",
    "accountUnlockTime, 19700101000000Z, LOCKED",
    "krbPrincipalExpiration, 20261129110000Z, EXPIRED",
    "krbPrincipalExpiration, 20261129130000Z, ",
    "krbPrincipalExpiration, 19700101000000Z, ",
    "krbPasswordExpiration, 20200101000000Z, PASSWORD_EXPIRED",
    "krbPasswordExpiration, 20261129130000Z, ",
    "krbPasswordExpiration, 19700101000000Z, ",
    "shadowExpire, -1, ",
    "shadowExpire, 0, EXPIRED",
    "shadowExpire, 20786, EXPIRED", // 2026-11-29
    "shadowExpire, 20787, ",
    "shadowExpire, 9223372036854775807, ",
    "ds-pwp-account-disabled, true, DISABLED",
    "ds-pwp-account-expiration-time, 20261129110000Z, EXPIRED",
    "ds-pwp-account-expiration-time, 20261129130000Z, ",
    "loginDisabled, TRUE, DISABLED",
    "description, TRUE, "
  })
  void attributeShowsTheProblem(String attribute, String value, Problem problem) {
    AccountStatus status = read(attribute, value);

    assertThat(status.problem().orElse(null)).isEqualTo(problem);
    assertThat(status.password()).isEqualTo(PasswordProof.UNKNOWN);
  }

  @Test
  void endOfALockIsRead() {
    AccountStatus status = read("accountUnlockTime", "20261129123000Z");

    assertThat(status.lockedUntil()).contains(Instant.parse("2026-11-29T12:30:00Z"));
    assertThat(status).hasToString("account locked until 2026-11-29T12:30:00Z");
  }

  @Test
  void lockOfActiveDirectoryEndsWithTheComputedFlag() {
    assertThat(
            read("lockoutTime", "134404200000000000", "msDS-User-Account-Control-Computed", "0")
                .problem())
        .isEmpty();
  }

  @Test
  void passwordThatMustBeChangedIsNotCalledExpired() {
    assertThat(read("pwdLastSet", "0", "msDS-User-Account-Control-Computed", "8388608").problem())
        .contains(Problem.MUST_CHANGE_PASSWORD);
  }

  @ParameterizedTest
  @CsvSource({"66048", "262656"})
  void passwordThatLastsNeedNotBeChanged(String control) {
    assertThat(read("userAccountControl", control, "pwdLastSet", "0").problem()).isEmpty();
  }

  @Test
  void worstProblemIsReported() {
    assertThat(read("pwdLastSet", "0", "accountExpires", "1", "lockoutTime", "1").problem())
        .contains(Problem.EXPIRED);
    assertThat(read("userAccountControl", "514", "accountExpires", "1").problem())
        .contains(Problem.DISABLED);
  }

  @Test
  void onlyTheChosenKindsAreRead() {
    var fewer = new AccountReader(EnumSet.of(AccountAttributes.KERBEROS));
    var entry = LdapAttributes.of(Map.of("nsAccountLock", List.of("TRUE".getBytes(UTF_8))));

    assertThat(fewer.attributes())
        .containsExactly("krbPrincipalExpiration", "krbPasswordExpiration");
    assertThat(fewer.read(entry).problem()).isEmpty();
    assertThat(new AccountReader(EnumSet.noneOf(AccountAttributes.class)).attributes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "userAccountControl, disabled",
    "msDS-User-Account-Control-Computed, 0x10",
    "accountExpires, -1",
    "accountExpires, 92233720368547758070",
    "pwdLastSet, ''",
    "lockoutTime, never",
    "pwdEndTime, yesterday",
    "pwdStartTime, 20269929110000Z",
    "krbPasswordExpiration, 2020",
    "accountUnlockTime, 99999999999999Z",
    "shadowExpire, 1e9",
    "nsAccountLock, perhaps"
  })
  void malformedValueIsUnknownAndLoggedOnce(String attribute, String value) {
    try (CapturedLog log = new CapturedLog()) {
      assertThat(read(attribute, value).problem()).isEmpty();
      assertThat(read(attribute, value).problem()).isEmpty();

      assertThat(log.lines(Directory.class))
          .hasSizeLessThanOrEqualTo(1)
          .allMatch(line -> line.contains(attribute) && (value.isEmpty() || !line.contains(value)));
    }
  }
}
