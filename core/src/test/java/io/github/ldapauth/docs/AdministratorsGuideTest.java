// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.docs;

import static io.github.ldapauth.group.GroupQuery.memberOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.UserLookup;
import io.github.ldapauth.directory.LdapServer;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The blocks of the page for directory administrators. A configuration that builds is consistent.
 */
class AdministratorsGuideTest {

  @TempDir private Path folder;
  private Path companyAuthority;
  private Path passwordFile;

  @BeforeEach
  void receiveAnswers() throws IOException {
    companyAuthority = folder.resolve("ca.pem");
    TestCertificates.forHosts("ldap.example.com").writeAuthorityPem(companyAuthority);
    passwordFile = Files.writeString(folder.resolve("password"), "secret");
  }

  @Test
  void openLdap() {
    LdapAuthConfig config =
        LdapAuthConfig.builder(
                LdapServer.ldaps("ldap.example.com").trustedCertificates(companyAuthority),
                UserLookup.search("ou=people,dc=example,dc=com", "(uid={username})"))
            .serviceAccount("cn=app,ou=services,dc=example,dc=com", passwordFile)
            .groups(
                GroupLookup.search(
                    "ou=groups,dc=example,dc=com", GroupType.groupOfNames().nested()))
            .require(memberOf("cn=app-users,ou=groups,dc=example,dc=com"))
            .build();

    assertThat(config.toString()).contains("ldap.example.com").doesNotContain("secret");
  }

  @Test
  void freeIpa() {
    LdapAuthConfig config =
        LdapAuthConfig.builder(
                LdapServer.ldaps("ipa.example.com").trustedCertificates(companyAuthority),
                UserLookup.search("cn=users,cn=accounts,dc=example,dc=com", "(uid={username})"))
            .serviceAccount("uid=app,cn=sysaccounts,cn=etc,dc=example,dc=com", passwordFile)
            .groups(GroupLookup.memberOf())
            .require(memberOf("cn=app-users,cn=groups,cn=accounts,dc=example,dc=com"))
            .build();

    assertThat(config.toString()).contains("ipa.example.com").doesNotContain("secret");
  }

  @Test
  void activeDirectory() {
    LdapAuthConfig config =
        LdapAuthConfig.builder(
                LdapServer.ldaps("dc1.ad.example.com", "dc2.ad.example.com")
                    .trustedCertificates(companyAuthority),
                UserLookup.activeDirectory("ad.example.com")
                    .netbiosName("AD")
                    .base("OU=Staff,DC=ad,DC=example,DC=com"))
            .serviceAccount("app@ad.example.com", passwordFile)
            .groups(GroupLookup.tokenGroups("OU=Groups,DC=ad,DC=example,DC=com"))
            .require(memberOf("CN=App Users,OU=Groups,DC=ad,DC=example,DC=com"))
            .build();

    assertThat(config.toString()).contains("dc2.ad.example.com").doesNotContain("secret");
  }
}
