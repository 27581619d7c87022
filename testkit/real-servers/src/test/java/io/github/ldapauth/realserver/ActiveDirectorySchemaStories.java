// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import static io.github.ldapauth.realserver.ActiveDirectoryTalk.dn;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFReader;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Entries that break the schema of a domain of Active Directory. */
interface ActiveDirectorySchemaStories extends ActiveDirectoryTalk {

  Pattern BAR = Pattern.compile("[|]");

  /** Requests a change whose last lines come with bars between them; returns the result code. */
  private int request(String name, String type, String lines) throws Exception {
    String[] all =
        Stream.concat(Stream.of("dn: " + dn(name), "changetype: " + type), BAR.splitAsStream(lines))
            .filter(line -> !line.isEmpty())
            .toArray(String[]::new);
    try (LDAPConnection connection = connectEncryptedAsAdministrator()) {
      return LDIFReader.decodeChangeRecord(all)
          .processChange(connection)
          .getResultCode()
          .intValue();
    } catch (LDAPException e) {
      return e.getResultCode().intValue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cn: new, 65",
    "objectClass: nonsense, 16",
    "objectClass: posixAccount, 53",
    "objectClass: user|unknown: x, 16",
    "objectClass: user|member: CN=bob;CN=Users;DC=ad;DC=example;DC=com, 65",
    "objectClass: user|accountExpires: x, 21",
    "objectClass: user|uidNumber: x, 21",
    "objectClass: user|sn: one|sn: two, 19",
    "objectClass: user|manager: x, 34",
    "objectClass: contact, 0"
  })
  default void newEntryMustConformToTheSchema(String lines, int code) throws Exception {
    assertThat(request("new", "add", lines.replace(';', ','))).isEqualTo(code);
    if (code == 0) {
      assertThat(request("new", "delete", "")).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "add: unknown|unknown: x, 16",
    "replace: unknown, 16",
    "delete: unknown, 16",
    "delete: description, 16",
    "delete: sn|sn: none, 16",
    "add: objectClass|objectClass: nonsense, 16",
    "add: gidNumber|gidNumber: x, 21",
    "replace: manager|manager: x, 34",
    "add: member|member: CN=bob;CN=Users;DC=ad;DC=example;DC=com, 65",
    "replace: description|description: changed, 0"
  })
  default void changeMustConformToTheSchema(String lines, int code) throws Exception {
    assertThat(request("plain", "modify", lines.replace(';', ','))).isEqualTo(code);
  }
}
