// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.activedirectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.testkit.Conversation;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import io.github.ldapauth.testkit.TestDirectoryBuilder;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the state of an account is read from is refused when it is written, not at a bind. */
class ActiveDirectoryNumbersTest {

  private static final String ALICE = "CN=alice,CN=Users,DC=example,DC=com";

  private static TestDirectoryBuilder domain() {
    return TestDirectory.builder().baseDn("DC=example,DC=com").like(ServerKind.ACTIVE_DIRECTORY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "userAccountControl",
        "accountExpires",
        "lockoutTime",
        "pwdLastSet",
        "badPwdCount",
        "USERACCOUNTCONTROL"
      })
  void aDescriptionWithAnythingButANumberIsNamedWithItsLine(String attribute) {
    TestDirectoryBuilder people =
        domain().user("alice", user -> user.password("wonderland").attribute(attribute, "x"));

    assertThatIllegalArgumentException()
        .isThrownBy(people::start)
        .withMessageContaining(ALICE)
        .withMessageContaining("ActiveDirectoryNumbersTest.java:")
        .withMessageEndingWith(attribute + ": \"x\" is not a number");
  }

  @Test
  void soIsLdif() {
    TestDirectoryBuilder people =
        domain()
            .ldif("dn: " + ALICE, "objectClass: user", "cn: alice", "userAccountControl: 0x202");

    assertThatIllegalArgumentException()
        .isThrownBy(people::start)
        .withMessageContaining("ActiveDirectoryNumbersTest.java:")
        .withMessageEndingWith("userAccountControl: \"0x202\" is not a number");
  }

  @Test
  void aChangeWhileItRunsIsRefusedAndHasNoEffect() throws Exception {
    try (TestDirectory directory = domain().user("alice", "wonderland").start();
        Conversation client = new Conversation(directory)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> directory.user("alice").attribute("pwdLastSet", "yesterday"))
          .withMessage("could not change " + ALICE + ": pwdLastSet: \"yesterday\" is not a number");
      assertThat(client.bindWith(ALICE, "wonderland")).isEqualTo("0");
    }
  }

  @Test
  void clientsGetAResultCode() throws Exception {
    try (TestDirectory directory = domain().user("alice", "wonderland").start();
        Conversation client = new Conversation(directory)) {
      client.bindWith(ALICE, "wonderland");
      LDAPConnection connection = client.connection();
      refused(
          () ->
              connection.modify(
                  ALICE, new Modification(ModificationType.REPLACE, "userAccountControl", "x")));
      refused(
          () ->
              connection.add(
                  "dn: CN=bob,CN=Users,DC=example,DC=com",
                  "objectClass: user",
                  "cn: bob",
                  "accountExpires: never"));
      assertThat(client.bindWith(ALICE, "wonderland")).isEqualTo("0");
    }
  }

  private static void refused(ThrowingCallable change) {
    assertThatExceptionOfType(LDAPException.class)
        .isThrownBy(change)
        .satisfies(
            e -> assertThat(e.getResultCode()).isEqualTo(ResultCode.INVALID_ATTRIBUTE_SYNTAX))
        .withMessageContaining("is not a number");
  }
}
