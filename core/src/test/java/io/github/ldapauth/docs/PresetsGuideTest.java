// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.docs;

import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.testkit.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The blocks of the guide about presets. */
class PresetsGuideTest {

  private interface Vault {
    String ldapPassword();
  }

  private final Vault vault = () -> "secret";

  @Test
  void preset(@TempDir Path folder) throws IOException {
    Path authority = folder.resolve("ca.pem");
    Files.writeString(authority, TestCertificates.forHosts("localhost").authorityPem());

    LdapAuthConfig config =
        LdapAuthConfig.activeDirectory("ad.example.com")
            .server(servers -> servers.trustedCertificates(authority))
            .serviceAccount("svc@ad.example.com", vault::ldapPassword)
            .require(memberOf("cn=staff,ou=groups,dc=ad,dc=example,dc=com"))
            .build();

    assertThat(config.toString()).contains("server=_ldap._tcp.dc._msdcs.ad.example.com");
  }

  @Test
  void changedPreset() {
    LdapAuthConfig config =
        LdapAuthConfig.activeDirectory("ad.example.com")
            .server(LdapServer.ldaps("dc1.ad.example.com", "dc2.ad.example.com"))
            .users(UserLookup.activeDirectory("ad.example.com").netbiosName("AD"))
            .serviceAccount("svc@ad.example.com", vault::ldapPassword)
            .build();

    assertThat(config.toString()).contains("dc2.ad.example.com", "AD");
  }
}
