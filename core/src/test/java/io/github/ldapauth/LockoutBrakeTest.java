// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.PEOPLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.directory.Directory;
import io.github.ldapauth.entry.Dn;
import io.github.ldapauth.entry.LdapAttributes;
import io.github.ldapauth.fixture.CapturedLog;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.testkit.TestDirectory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long a policy is believed, and which one. */
class LockoutBrakeTest {

  private static final Dn POLICY = Dn.parse("uid=policy," + PEOPLE);

  private final TestDirectory directory =
      Directories.people().user("policy", user -> user.attribute("lockoutThreshold", "3")).start();
  private final Directory connections = Directories.connectionsTo(directory);
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
  private final LockoutBrake brake = new LockoutBrake(POLICY, now::get);

  @AfterEach
  void stop() {
    connections.close();
    directory.close();
  }

  /** Asks the brake about a user with one attribute. */
  private void require(String attribute, String value) {
    LdapAttributes user =
        LdapAttributes.of(Map.of(attribute, List.of(value.getBytes(StandardCharsets.UTF_8))));
    try (var session = connections.openSession(Duration.ofSeconds(10))) {
      brake.require("uid=alice", user, Optional.empty(), session);
    }
  }

  @Test
  void changedPolicyCountsAfterFiveMinutes() {
    require("badPwdCount", "1");
    directory.user("policy").attribute("lockoutThreshold", "2");
    now.addAndGet(Duration.ofMinutes(5).toNanos() - 1);
    require("badPwdCount", "1");
    now.incrementAndGet();
    assertThatExceptionOfType(Rejection.class).isThrownBy(() -> require("badPwdCount", "1"));
    assertThat(directory.operations().searches().count()).isEqualTo(2);
  }

  @Test
  void commonPolicyCountsIfTheNameOfAnotherIsNoDn() {
    try (CapturedLog log = new CapturedLog()) {
      require("pwdPolicySubentry", "strict");
      require("pwdPolicySubentry", "strict");

      assertThat(log.lines(LdapAuthenticator.class))
          .containsExactly(
              "WARNING number of wrong passwords is unknown: the entry of a user names a policy"
                  + " that is not a DN");
    }
    assertThat(directory.operations().searches().count()).isEqualTo(1);
  }
}
