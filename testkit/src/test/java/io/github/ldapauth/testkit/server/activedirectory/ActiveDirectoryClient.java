// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.activedirectory;

import static com.unboundid.ldap.sdk.SearchScope.SUB;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import io.github.ldapauth.testkit.TestDirectoryBuilder;
import java.util.List;

/** A domain with one user, and what a client learns of it. */
final class ActiveDirectoryClient {

  private ActiveDirectoryClient() {}

  static final String USERS = "CN=Users,DC=ad,DC=example,DC=com";

  static final String TEXT =
      "80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data %s, v1db1\0";

  static TestDirectoryBuilder domain() {
    return TestDirectory.builder()
        .baseDn("DC=ad,DC=example,DC=com")
        .like(ServerKind.ACTIVE_DIRECTORY);
  }

  static TestDirectoryBuilder withAlice() {
    return domain().user("alice", "wonderland");
  }

  static LDAPConnection connect(TestDirectory directory) throws LDAPException {
    return new LDAPConnection("127.0.0.1", directory.port());
  }

  static LDAPConnection connectAsAlice(TestDirectory directory) throws LDAPException {
    LDAPConnection connection = connect(directory);
    connection.bind("AD\\alice", "wonderland");
    return connection;
  }

  /** Returns the code in the text of the answer, or "ok". */
  static String bind(TestDirectory directory, String name, String password) throws LDAPException {
    try (LDAPConnection connection = connect(directory)) {
      connection.bind(name, password);
      return "ok";
    } catch (LDAPException e) {
      String code = e.getDiagnosticMessage().replaceFirst("(?s).* data (\\w+),.*", "$1");
      assertThat(e.getResultCode().intValue()).isEqualTo(49);
      assertThat(e.getDiagnosticMessage()).isEqualTo(TEXT.formatted(code));
      return code;
    }
  }

  static List<String> names(TestDirectory directory, String filter) throws LDAPException {
    try (LDAPConnection connection = connectAsAlice(directory)) {
      return connection.search(USERS, SUB, filter, "cn").getSearchEntries().stream()
          .map(entry -> entry.getAttributeValue("cn"))
          .sorted()
          .toList();
    }
  }

  static Entry read(TestDirectory directory, String name, String... attributes)
      throws LDAPException {
    try (LDAPConnection connection = connectAsAlice(directory)) {
      return connection.getEntry(directory.dn(name), attributes);
    }
  }

  static Sid sid(TestDirectory directory, String name) throws LDAPException {
    return Sid.read(read(directory, name, "objectSid").getAttributeValueBytes("objectSid"))
        .orElseThrow();
  }
}
