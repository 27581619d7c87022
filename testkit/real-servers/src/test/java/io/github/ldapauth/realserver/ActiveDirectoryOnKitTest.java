// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import static io.github.ldapauth.realserver.ActiveDirectoryTalk.dn;
import static io.github.ldapauth.realserver.ActiveDirectoryTalk.groups;
import static io.github.ldapauth.realserver.ActiveDirectoryTalk.people;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import io.github.ldapauth.testkit.TestDirectoryBuilder;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The stories of Active Directory on the test kit. */
class ActiveDirectoryOnKitTest
    implements ActiveDirectoryPasswordStories,
        ActiveDirectoryBindStories,
        ActiveDirectoryEntryStories,
        ActiveDirectorySchemaStories,
        ActiveDirectorySearchStories {

  private static TestDirectory directory;

  @BeforeAll
  static void start() {
    TestDirectoryBuilder builder =
        TestDirectory.builder()
            .baseDn(DOMAIN)
            .like(ServerKind.ACTIVE_DIRECTORY)
            .tls()
            .schemaChecked()
            .passwordPolicy(
                policy ->
                    policy
                        .lockAfter(3)
                        .maxAge(Duration.ofDays(42))
                        .minLength(MIN_LENGTH)
                        .history(HISTORY));
    for (Entry person : people()) {
      Entry whole = person.duplicate();
      whole.addAttribute("userPassword", PASSWORD);
      if (TOO_OLD.contains(whole.getAttributeValue("sAMAccountName"))) {
        whole.setAttribute("pwdLastSet", LONG_AGO);
      }
      builder.ldif(whole.toLDIF());
    }
    groups().forEach(group -> builder.ldif(group.toLDIF()));
    directory = builder.start();
  }

  @AfterAll
  static void stop() {
    directory.close();
  }

  @Override
  public LDAPConnection connect() throws Exception {
    return new LDAPConnection("127.0.0.1", directory.port());
  }

  @Override
  public LDAPConnection connectEncrypted() throws Exception {
    return new LDAPConnection(
        directory.certificates().clientContext().getSocketFactory(),
        "127.0.0.1",
        directory.ldapsPort());
  }

  @Override
  public LDAPConnection connectEncryptedAsAdministrator() throws Exception {
    LDAPConnection connection = connectEncrypted();
    connection.bind(dn("alice"), PASSWORD);
    return connection;
  }

  @Override
  public LDAPConnection connectAsAdministrator() throws Exception {
    LDAPConnection connection = connect();
    connection.bind(dn("alice"), PASSWORD);
    return connection;
  }

  /** As Active Directory is known to do. */
  @Override
  public String ending() {
    return "\0";
  }

  /** As Active Directory is known to do. */
  @Override
  public String refusalOfReset() {
    return "53 0000052D";
  }
}
