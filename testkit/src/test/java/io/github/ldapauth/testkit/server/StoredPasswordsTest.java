// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.unboundid.ldap.sdk.LDAPException;
import io.github.ldapauth.testkit.Conversation;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import io.github.ldapauth.testkit.TestDirectoryBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hashed passwords, in entries that a test brings and in entries that clients change. */
class StoredPasswordsTest {

  private static final String ALICE = "cn=alice,dc=example,dc=com";

  private static TestDirectoryBuilder alice(ServerKind kind, String stored) {
    return TestDirectory.builder()
        .like(kind)
        .ldif("dn: " + ALICE, "objectClass: person", "cn: alice", "userPassword: " + stored);
  }

  private static String bind(TestDirectory directory, String password) throws LDAPException {
    try (Conversation client = new Conversation(directory)) {
      return client.bindWith(ALICE, password).substring(0, 1);
    }
  }

  @ParameterizedTest
  @EnumSource(PasswordScheme.class)
  void hashAcceptsItsPasswordOnly(PasswordScheme scheme) throws LDAPException {
    String stored = scheme.hash("wonderländ");
    try (TestDirectory directory = alice(ServerKind.OPEN_LDAP, stored).start()) {
      assertThat(bind(directory, "wonderländ")).isEqualTo("0");
      assertThat(bind(directory, "wonderland")).isEqualTo("4");
      assertThat(bind(directory, stored)).isEqualTo("4");
    }
  }

  /** What slapd 2.5 and 389 Directory Server 2.3 accept for "right". */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{SSHA}Q0dAUNYieUEh8DjAxxd1rE959TVzYWx0",
        "{ssha}Q0dAUNYieUEh8DjAxxd1rE959TVzYWx0",
        "{SHA}0nofEXcSAJSXFLGvmfBIpBb11vQ=",
        "{SSHA256}GqW2NsRvNhUmWkUh12o6omJqYlbRlP1yXCwuBl3ZktlzYWx0",
        "{SSHA512}hlZQ6o5lJ2xNb8/0qPDEpfLdxoGRylRfe9x6F2JSd7iefzH40tlJ+g5nVrbCezau5yKED45/isXhePkW034cbnNhbHRzYWx0",
        "{MD5}fE8pQHiTwzSmy3qHvwRcDQ==",
        "{SMD5}bCK/Ko0tKSZXBKPQAcIQsnNhbHQ=",
        "{PBKDF2-SHA256}10$c2FsdHNhbHRzYWx0c2FsdA$bFMwRwpZPtjGvst77bfkX6P1DEoEYRSYbSPgQqtMSkY",
        "{PBKDF2-SHA512}10$c2FsdHNhbHRzYWx0c2FsdA$OfSlwEiBlAbU2X1hAE2lR0FOOgDY/l.GzUYGBS3Xu.QFnH9NKBXFro1vAJZBxuS/0HfP.vNDG2xbNT4VdwrP9A",
        "{PBKDF2_SHA256}AAAACnNhbHRzYWx0c2FsdHNhbHRzYWx0c2FsdHNhbHRzYWx0c2FsdHNhbHRzYWx0c2FsdHNhbHRzYWx0c2FsdHNhbHTpO+hN61JRImcc4OMB4dTUAxcNCBZ6lbjFtyBBrFoau2TZ5Rle1tfdc3nUMTsItI0qr6k2FMXOzSZfHIOaGjXaBIQj1pQ6Q2GpLdSuyzCunRAxytisPv4fJJ7CZ9+KzbpkqetD/5tK4A5riTNQzbvykR3xssFjq1EZdxWG5cWNE7Fkg5KEOSJaGZn5+jjBp92NpmSbvxKLvL21lpXmkGKjUBS0eeG8lFfySjS2V8os7mk3RKRZqCf7Im0mKr4EUzAZMcUrNAPDODD/M346Davnmxu6nV1fWDjr0hjSk/Bp5AJ3gnEzdfPJyzMmW4jC9y8JQNsWLhSsq6B3Ab5xt9Te"
      })
  void hashesOfRealServersAreUnderstood(String stored) throws LDAPException {
    try (TestDirectory directory = alice(ServerKind.PLAIN, stored).start()) {
      assertThat(bind(directory, "right")).isEqualTo("0");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "{CRYPT}$6$x$y, the test kit cannot check passwords with the scheme {CRYPT}",
    "{ARGON2}x,     the test kit cannot check passwords with the scheme {ARGON2}",
    "{SSHA}x,       userPassword is not a hash with the scheme {SSHA}"
  })
  void otherSchemesAreRefusedWithTheirLine(String stored, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(alice(ServerKind.OPEN_LDAP, stored)::start)
        .withMessageContaining(ALICE)
        .withMessageContaining("StoredPasswordsTest.java:")
        .withMessageContaining(message);
  }

  @Test
  void braceWithoutASchemeIsText() throws LDAPException {
    try (TestDirectory directory = alice(ServerKind.OPEN_LDAP, "{right").start()) {
      assertThat(bind(directory, "{right")).isEqualTo("0");
      assertThat(bind(directory, "right")).isEqualTo("4");
    }
  }

  @Test
  void passwordModifyOperationOfOpenLdapStoresASaltedHash() throws LDAPException {
    try (TestDirectory directory =
            TestDirectory.builder().like(ServerKind.OPEN_LDAP).user("alice", "right").start();
        Conversation client = new Conversation(directory)) {
      assertThat(directory.user("alice").values("userPassword")).containsExactly("right");
      client.bind("alice", "right");
      assertThat(client.changePassword(null, "right", "better")).isEqualTo("0");
      assertThat(directory.user("alice").values("userPassword").get(0)).startsWith("{SSHA}");
      assertThat(client.bind("alice", "better")).startsWith("0");
    }
  }

  @Test
  void directoryServer389HashesEachPassword() throws LDAPException {
    try (TestDirectory directory =
            TestDirectory.builder().like(ServerKind.DIRECTORY_389).user("alice", "right").start();
        Conversation client = new Conversation(directory)) {
      assertThat(directory.user("alice").values("userPassword").get(0))
          .startsWith("{PBKDF2-SHA512}");
      client.bind("alice", "right");
      assertThat(client.set(directory.dn("alice"), "userPassword", "better")).isEqualTo("0");
      assertThat(directory.user("alice").values("userPassword").get(0))
          .startsWith("{PBKDF2-SHA512}");
      assertThat(client.bind("alice", "better")).isEqualTo("0");
    }
  }
}
