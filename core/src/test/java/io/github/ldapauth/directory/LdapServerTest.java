// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LdapServerTest {

  @Test
  void nothingIsWaitedForWithoutEnd() {
    for (LdapServer server :
        new LdapServer[] {
          LdapServer.ldaps("a"), LdapServer.startTls("a"), LdapServer.url("ldap://localhost")
        }) {
      assertThat(server.use().connectTimeout()).isEqualTo(Duration.ofSeconds(3));
      assertThat(server.use().responseTimeout()).isEqualTo(Duration.ofSeconds(5));
    }
  }
}
