// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.UserStore;
import io.github.ldapauth.docs.Document.Block;
import io.github.ldapauth.properties.LdapAuthProperties;
import io.github.ldapauth.properties.MappingProperties;
import io.github.ldapauth.role.RoleMapping;
import io.github.ldapauth.testkit.TestCertificates;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The blocks of properties in all documents, except those of Spring. */
class PropertiesGuideTest {

  private interface Vault {
    String ldapPassword();
  }

  private static List<Block> blocks() throws IOException {
    return Document.all().stream()
        .flatMap(document -> document.blocks().stream())
        .filter(block -> block.language().equals("properties"))
        .filter(block -> !block.code().startsWith("spring."))
        .toList();
  }

  private static Properties load(Block block) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(block.code()));
    return properties;
  }

  @Test
  void everyBlockOfPropertiesIsAConfiguration(@TempDir Path folder) throws IOException {
    NamedFiles files = new NamedFiles(folder, TestCertificates.forHosts("localhost"));
    assertThat(blocks()).isNotEmpty();
    for (Block block : blocks()) {
      Map<String, String> settings = files.settings(block);

      LdapAuthConfig config = LdapAuthProperties.read(settings, "ldap.").build();

      assertThat(config.toString()).doesNotContain("secret");
    }
  }

  private enum Role {
    ADMIN
  }

  @Test
  void attributesFlagsAndRolesAreReadByTheNamesInTheirKeys() throws IOException {
    Properties properties =
        load(
            blocks().stream()
                .filter(block -> block.code().contains("ldap.role."))
                .findFirst()
                .orElseThrow());
    UserStore<Account> accounts = new EmptyStore<>((key, user) -> new Account(key));

    LdapAuthConfig config = LdapAuthProperties.read(properties, "ldap.").build();
    MappingProperties mapping = MappingProperties.read(properties, "ldap.");
    LdapAuthenticator<Account> authenticator =
        LdapAuthenticator.builder(config, accounts)
            .attribute(mapping.attribute("first-name"), Account::setFirstName)
            .flag(mapping.flag("staff"), Account::setStaff)
            .build();
    RoleMapping<Role> roles = mapping.roles(config, Role::valueOf);

    authenticator.close();
    assertThat(roles.queries()).hasSize(1);
  }

  @Test
  void settingsWithoutKeyAreAddedToTheBuilder() throws IOException {
    Vault vault = () -> "secret";
    Block first =
        Document.read("core/docs/properties.md").blocks().stream()
            .filter(block -> block.language().equals("properties"))
            .findFirst()
            .orElseThrow();
    Properties properties = load(first);

    LdapAuthConfig config =
        LdapAuthProperties.read(properties, "ldap.")
            .serviceAccount("cn=svc,dc=example,dc=com", vault::ldapPassword)
            .build();

    assertThat(config.toString()).contains("cn=svc");
  }
}
