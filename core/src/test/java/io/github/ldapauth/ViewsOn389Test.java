// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.realserver.Ds389;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Users of a real 389 Directory Server that a search finds below a view, but not under its name.
 */
class ViewsOn389Test {

  private static final String VIEW =
      """
      dn: ou=adams,dc=example,dc=com
      objectClass: organizationalUnit
      objectClass: nsView
      ou: adams
      nsViewFilter: (sn=Adams)
      """;

  @Test
  void userBelowAViewSignsInAndStaysKnown() {
    String people = Directories.slapdLdif();
    try (Ds389 server =
            Ds389.start(people.substring(0, people.indexOf("dn: uid=carol")) + VIEW, Map.of());
        var authenticator =
            LdapAuthenticator.create(
                LdapAuthConfig.builder(
                        LdapServer.url("ldap://" + server.hostAndPort()),
                        UserLookup.search("ou=adams,dc=example,dc=com", "(uid={username})"))
                    .serviceAccount(Directories.SERVICE, "service secret")
                    .build())) {
      var alice = yes(authenticator.authenticate("alice", "wonderland")).ldapUser();
      assertThat(alice.dn()).hasToString("uid=alice,ou=people,dc=example,dc=com");
      assertThat(authenticator.refresh(alice)).isInstanceOf(RefreshResult.Permitted.class);
      assertThat(authenticator.lookup("alice")).isPresent();
      assertThat(authenticator.lookup("bob")).isEmpty();
      assertThat(authenticator.findProblems()).isEmpty();
    }
  }
}
