// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.entry.LdapAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What policies and counts of wrong passwords say. */
class LockoutPolicyTest {

  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

  private final List<String> malformed = new ArrayList<>();

  /** Reads attributes such as {@code a=1 b=2}; one may have several values. */
  private static LdapAttributes entry(String text) {
    Map<String, List<byte[]>> values = new HashMap<>();
    for (String part : text.split(" ", -1)) {
      String[] pair = part.split("=", 2);
      values.computeIfAbsent(pair[0], n -> new ArrayList<>()).add(pair[1].getBytes(UTF_8));
    }
    return LdapAttributes.of(values);
  }

  @ParameterizedTest
  @CsvSource({
    "lockoutThreshold=3 lockOutObservationWindow=-18000000000, 3, PT30M, PT0S",
    "lockoutThreshold=0, 0, PT0S, PT0S",
    "msDS-LockoutThreshold=5 msDS-LockoutObservationWindow=-600000000, 5, PT1M, PT0S",
    "pwdMaxFailure=3 pwdLockout=TRUE pwdFailureCountInterval=60, 3, PT1M, PT0S",
    "pwdMaxFailure=3 pwdLockout=TRUE pwdLockoutDuration=300, 3, PT0S, PT5M",
    "pwdMaxFailure=3 pwdLockout=FALSE, 0, PT0S, PT0S",
    "pwdMaxFailure=3, 0, PT0S, PT0S",
    "passwordMaxFailure=3 passwordLockout=on, 3, PT0S, PT0S",
    "pwdMaxFailure=3 pwdLockout=on passwordMaxFailure=3 pwdFailureCountInterval=600, 3, PT10M, PT0S",
    "passwordMaxFailure=3 passwordLockout=off, 0, PT0S, PT0S"
  })
  void policyIsRead(String attributes, long limit, Duration window, Duration lock) {
    assertThat(LockoutPolicy.of(entry(attributes), malformed::add))
        .contains(new LockoutPolicy(limit, window, lock));
  }

  @ParameterizedTest
  @CsvSource({
    "pwdAttribute=userPassword, true",
    "pwdAttribute=userPassword pwdLockout=TRUE, true",
    "pwdAttribute=userPassword pwdMaxFailure=many, false",
    "objectClass=passwordPolicy passwordLockout=on, false", // the default of 389 is three
    "cn=policy, false"
  })
  void policyOfTheDraftMayHaveNoLimit(String attributes, boolean isWithoutLimit) {
    assertThat(LockoutPolicy.withoutLimit(entry(attributes)).isPresent()).isEqualTo(isWithoutLimit);
  }

  @Test
  void entryWithoutAPolicyIsNone() {
    assertThat(LockoutPolicy.of(entry("cn=policy"), malformed::add)).isEmpty();
    assertThat(LockoutPolicy.of(entry("lockoutThreshold=three"), malformed::add)).isEmpty();
    assertThat(malformed).singleElement().asString().contains("lockoutThreshold");
  }

  @ParameterizedTest
  @CsvSource({
    "cn=alice, false",
    "badPwdCount=1, false",
    "badPwdCount=2, true",
    "badPwdCount=9, true",
    "badPwdCount=2 badPasswordTime=134404199990000000, false", // some hours ago
    "badPwdCount=2 badPasswordTime=134404271990000000, true", // a second ago
    "pwdFailureTime=20261129115930Z, false",
    "pwdFailureTime=20261129115930Z pwdFailureTime=20261129115931.123456Z, true",
    "pwdFailureTime=20261129115800Z pwdFailureTime=20261129115931Z, false",
    "passwordRetryCount=2 retryCountResetTime=20261129120500Z, true",
    "passwordRetryCount=2 retryCountResetTime=20261129115500Z, false",
    "badPwdCount=many, false",
    "pwdFailureTime=today, false"
  })
  void wrongPasswordsAreCountedUntilTheyAreForgotten(String attributes, boolean isNear) {
    LockoutPolicy policy = new LockoutPolicy(3, Duration.ofMinutes(1), Duration.ZERO);

    assertThat(policy.isNearlyReachedBy(entry(attributes), NOW, malformed::add)).isEqualTo(isNear);
  }

  @ParameterizedTest
  @CsvSource({
    "20261129115400Z, 300, true",
    "20261129115600Z, 300, false",
    "20261129115400Z, 0, false", // locked until an administrator ends it
    "20261129115400Z, 9223372036854775807, false",
    "000001010000Z, 300, false",
    "yesterday, 300, false"
  })
  void lockIsOverAfterItsTime(String lockedAt, long seconds, boolean isOver) {
    LockoutPolicy policy = new LockoutPolicy(3, Duration.ZERO, Duration.ofSeconds(seconds));

    assertThat(policy.isLockOver(entry("pwdAccountLockedTime=" + lockedAt), NOW, malformed::add))
        .isEqualTo(isOver);
  }

  @Test
  void windowBeyondAllCalendarsForgetsNothing() {
    LockoutPolicy policy = new LockoutPolicy(2, Duration.ofSeconds(Long.MAX_VALUE), Duration.ZERO);

    assertThat(
            policy.isNearlyReachedBy(entry("pwdFailureTime=20200101000000Z"), NOW, malformed::add))
        .isTrue();
  }

  @Test
  void noLimitIsNeverReached() {
    assertThat(
            new LockoutPolicy(0, Duration.ZERO, Duration.ZERO)
                .isNearlyReachedBy(entry("badPwdCount=99"), NOW, malformed::add))
        .isFalse();
  }
}
