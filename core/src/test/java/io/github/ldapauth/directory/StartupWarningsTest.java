// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.fixture.CapturedLog;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartupWarningsTest {

  private static List<String> warnings(LdapServer server) {
    try (CapturedLog log = new CapturedLog();
        Directory directory = Directory.open(server, ServiceAccount.anonymous(), text -> text)) {
      assertThat(directory).isNotNull();
      return log.lines(Directory.class);
    }
  }

  @Test
  void clearTextToAnotherMachineIsWarnedOfAtEachStart() {
    assertThat(warnings(LdapServer.insecure("ldap.example.com")))
        .singleElement()
        .asString()
        .startsWith("WARNING passwords are sent in clear text to ldap.example.com:389");
    assertThat(warnings(LdapServer.url("ldap://localhost"))).isEmpty();
    assertThat(warnings(LdapServer.startTls("ldap.example.com"))).isEmpty();
  }
}
