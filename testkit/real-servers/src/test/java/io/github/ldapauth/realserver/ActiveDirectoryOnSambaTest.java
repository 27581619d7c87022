// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import static io.github.ldapauth.realserver.ActiveDirectoryTalk.dn;
import static io.github.ldapauth.realserver.ActiveDirectoryTalk.groups;
import static io.github.ldapauth.realserver.ActiveDirectoryTalk.people;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.github.ldapauth.testkit.TestCertificates;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The stories of Active Directory on Samba. */
class ActiveDirectoryOnSambaTest
    implements ActiveDirectoryPasswordStories,
        ActiveDirectoryBindStories,
        ActiveDirectoryEntryStories,
        ActiveDirectorySchemaStories,
        ActiveDirectorySearchStories {

  private static final TestCertificates CERTIFICATES =
      TestCertificates.forHosts("localhost", "127.0.0.1");

  private static SambaAd samba;

  @BeforeAll
  static void start() throws Exception {
    samba = SambaAd.start(CERTIFICATES);
    for (Entry person : people()) {
      samba.addUser(person, PASSWORD);
    }
    for (String name : TOO_OLD) {
      samba.force(dn(name), "pwdLastSet", LONG_AGO);
    }
    try (LDAPConnection connection = samba.connect()) {
      for (Entry group : groups()) {
        connection.add(group);
      }
      connection.modify(
          SambaAd.BASE, replace("minPwdLength", MIN_LENGTH), replace("pwdHistoryLength", HISTORY));
    }
  }

  private static Modification replace(String attribute, int value) {
    return new Modification(ModificationType.REPLACE, attribute, String.valueOf(value));
  }

  @AfterAll
  static void stop() {
    if (samba != null) {
      samba.close();
    }
  }

  @Override
  public LDAPConnection connect() throws Exception {
    return new LDAPConnection("127.0.0.1", 389);
  }

  @Override
  public LDAPConnection connectEncrypted() throws Exception {
    return new LDAPConnection(CERTIFICATES.clientContext().getSocketFactory(), "127.0.0.1", 636);
  }

  @Override
  public LDAPConnection connectEncryptedAsAdministrator() throws Exception {
    LDAPConnection connection = connectEncrypted();
    samba.bindAsAdministrator(connection);
    return connection;
  }

  @Override
  public LDAPConnection connectAsAdministrator() throws Exception {
    return samba.connect();
  }

  @Override
  public String ending() {
    return "";
  }

  @Override
  public String refusalOfReset() {
    return "19 0000052D";
  }
}
