// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import io.github.ldapauth.testkit.TestCertificates;
import org.junit.jupiter.api.Test;

class SlapdUnderLoadTest {

  private static final String LDIF =
      """
      dn: dc=example,dc=com
      objectClass: domain
      dc: example

      dn: uid=alice,dc=example,dc=com
      objectClass: inetOrgPerson
      uid: alice
      cn: Alice
      sn: Adams
      userPassword: wonderland
      """;

  @Test
  void requestsOfClientsAreCounted() throws LDAPException {
    Slapd.assumeInstalled();
    try (SlapdUnderLoad slapd = start()) {
      long before = slapd.requests();
      try (LDAPConnection connection = new LDAPConnection("127.0.0.1", slapd.port())) {
        connection.bind("uid=alice,dc=example,dc=com", "wonderland");
        assertThat(connection.getEntry("uid=alice,dc=example,dc=com").getAttributeValue("cn"))
            .isEqualTo("Alice");
      }
      assertThat(slapd.requests() - before).isEqualTo(2);
      assertThat(slapd.requests() - before).isEqualTo(2);
    }
  }

  private static SlapdUnderLoad start() {
    return SlapdUnderLoad.start(TestCertificates.forHosts("127.0.0.1"), "dc=example,dc=com", LDIF);
  }
}
