// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import static com.unboundid.ldap.sdk.ModificationType.ADD;
import static com.unboundid.ldap.sdk.ModificationType.DELETE;
import static com.unboundid.ldap.sdk.ModificationType.REPLACE;
import static io.github.ldapauth.realserver.ActiveDirectoryTalk.dn;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.ExtendedRequest;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Changes of passwords in a domain of Active Directory. */
interface ActiveDirectoryPasswordStories extends ActiveDirectoryTalk {

  private static byte[] quoted(String password) {
    return ("\"" + password + "\"").getBytes(UTF_16LE);
  }

  /** Returns the result code, and the code in the text of a refusal. */
  private static String modify(LDAPConnection connection, String name, Modification... changes) {
    try {
      return String.valueOf(connection.modify(dn(name), changes).getResultCode().intValue());
    } catch (LDAPException e) {
      String text = e.getDiagnosticMessage();
      return e.getResultCode().intValue()
          + (text.matches("(?s)[0-9A-F]{8}:.*") ? " " + text.substring(0, 8) : "");
    }
  }

  private static String change(LDAPConnection connection, String name, String from, String to) {
    return modify(
        connection,
        name,
        new Modification(DELETE, "unicodePwd", quoted(from)),
        new Modification(ADD, "unicodePwd", quoted(to)));
  }

  private static String reset(LDAPConnection connection, String name, byte[] value) {
    return modify(connection, name, new Modification(REPLACE, "unicodePwd", value));
  }

  private String badPasswordCount(String name) throws Exception {
    return read(dn(name), "badPwdCount").getAttributeValue("badPwdCount");
  }

  @Test
  default void userChangesThePasswordIfTheOldOneIsRight() throws Exception {
    try (LDAPConnection connection = connectEncrypted()) {
      connection.bind(dn("changing"), PASSWORD);
      assertThat(change(connection, "changing", "wrong", "better")).isEqualTo("19 00000056");
      assertThat(badPasswordCount("changing")).isEqualTo("1");
      assertThat(change(connection, "changing", PASSWORD, "")).isEqualTo("19 0000052D");
      assertThat(change(connection, "changing", PASSWORD, "better")).isEqualTo("0");
    }
    assertThat(bind(dn("changing"), "better")).isEqualTo("ok");
    assertThat(read(dn("changing"), "unicodePwd", "cn").getAttributes()).hasSize(1);
    assertThat(names("(unicodePwd=*)")).isEmpty();
  }

  /** Samba says "false" (5) where the kit says that there is no such attribute (16). */
  @Test
  default void passwordIsNotComparedByNameOrOid() throws Exception {
    try (LDAPConnection connection = connectEncryptedAsAdministrator()) {
      for (String attribute :
          List.of("unicodePwd", "1.2.840.113556.1.4.90", "userPassword", "2.5.4.35")) {
        assertThat(compare(connection, attribute)).as(attribute).isIn(5, 16);
      }
    }
  }

  private static int compare(LDAPConnection connection, String attribute) {
    try {
      return connection.compare(dn("bob"), attribute, PASSWORD).getResultCode().intValue();
    } catch (LDAPException e) {
      return e.getResultCode().intValue();
    }
  }

  @Test
  default void userCannotResetThePassword() throws Exception {
    try (LDAPConnection connection = connectEncrypted()) {
      connection.bind(dn("rebound"), PASSWORD);
      assertThat(reset(connection, "rebound", quoted("better"))).startsWith("50");
    }
    assertThat(bind(dn("rebound"), "better")).isEqualTo("52e");
  }

  @Test
  default void administratorResetsThePassword() throws Exception {
    try (LDAPConnection connection = connectEncryptedAsAdministrator()) {
      String before = read(dn("resettable"), "pwdLastSet").getAttributeValue("pwdLastSet");
      assertThat(reset(connection, "resettable", quoted("better"))).isEqualTo("0");
      assertThat(bind(dn("resettable"), "better")).isEqualTo("ok");
      assertThat(read(dn("resettable"), "pwdLastSet").getAttributeValue("pwdLastSet"))
          .isNotEqualTo(before);
      assertThat(reset(connection, "nobody", quoted("better"))).startsWith("32");
    }
  }

  @Test
  default void otherFormsOfAPasswordAreRefused() throws Exception {
    try (LDAPConnection connection = connectEncryptedAsAdministrator()) {
      assertThat(reset(connection, "bob", "\"better\"".getBytes(UTF_8))).isEqualTo("53 00002035");
      assertThat(reset(connection, "bob", "better".getBytes(UTF_16LE))).isEqualTo("53 00002035");
      assertThat(reset(connection, "bob", quoted(""))).isEqualTo(refusalOfReset());
      assertThat(modify(connection, "bob", new Modification(REPLACE, "unicodePwd")))
          .isEqualTo("53 00002035");
      assertThat(modify(connection, "bob", new Modification(DELETE, "unicodePwd")))
          .isEqualTo("53 00002035");
      assertThat(modify(connection, "bob", new Modification(ADD, "unicodePwd", quoted("better"))))
          .isEqualTo("53 00002035");
    }
    assertThat(bind(dn("bob"), PASSWORD)).isEqualTo("ok");
  }

  /** Returns how a password is refused that an administrator sets. */
  String refusalOfReset();

  @Test
  default void shortAndFormerPasswordsAreRefused() throws Exception {
    try (LDAPConnection connection = connectEncrypted()) {
      connection.bind(dn("choosy"), PASSWORD);
      assertThat(change(connection, "choosy", PASSWORD, "short")).isEqualTo("19 0000052D");
      assertThat(change(connection, "choosy", PASSWORD, PASSWORD)).isEqualTo("19 0000052D");
      assertThat(change(connection, "choosy", PASSWORD, "second")).isEqualTo("0");
      assertThat(change(connection, "choosy", "second", PASSWORD)).isEqualTo("19 0000052D");
      assertThat(change(connection, "choosy", "second", "third one")).isEqualTo("0");
      assertThat(change(connection, "choosy", "third one", PASSWORD)).isEqualTo("19 0000052D");
      assertThat(change(connection, "choosy", "third one", "fourth")).isEqualTo("0");
      assertThat(change(connection, "choosy", "fourth", PASSWORD)).isEqualTo("0");
      assertThat(bind(dn("choosy"), PASSWORD)).isEqualTo("ok");
    }
  }

  @Test
  default void administratorSetsFormerPasswordsButNoShortOnes() throws Exception {
    try (LDAPConnection connection = connectEncryptedAsAdministrator()) {
      assertThat(reset(connection, "easy", quoted("short"))).isEqualTo(refusalOfReset());
      assertThat(reset(connection, "easy", quoted(PASSWORD))).isEqualTo("0");
    }
  }

  @Test
  default void anonymousClientCannotChangeAPassword() throws Exception {
    try (LDAPConnection connection = connectEncrypted()) {
      assertThat(change(connection, "bob", PASSWORD, "better")).isEqualTo("1 00002020");
    }
  }

  /** The SDK throws an exception only if the response has no name. */
  private static int codeOf(LDAPConnection connection, ExtendedRequest request) {
    try {
      return connection.processExtendedOperation(request).getResultCode().intValue();
    } catch (LDAPException e) {
      return e.getResultCode().intValue();
    }
  }

  @Test
  default void passwordModifyOperationIsUnknown() throws Exception {
    try (LDAPConnection connection = connectEncryptedAsAdministrator()) {
      var request = new PasswordModifyExtendedRequest(dn("bob"), null, "better");
      assertThat(codeOf(connection, request)).isEqualTo(2);
    }
  }
}
