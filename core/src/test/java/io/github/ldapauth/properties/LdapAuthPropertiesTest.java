// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

import static io.github.ldapauth.fixture.Results.no;
import static io.github.ldapauth.fixture.Results.yes;
import static io.github.ldapauth.properties.SampleSettings.PEOPLE;
import static io.github.ldapauth.properties.SampleSettings.properties;
import static io.github.ldapauth.properties.SampleSettings.settings;
import static io.github.ldapauth.properties.SampleSettings.template;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.RejectionReason;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.testkit.TestDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A configuration from text, end to end. */
class LdapAuthPropertiesTest {

  @Test
  void groupsAreReadFromTheNamedAttribute() {
    try (TestDirectory directory = Directories.people().start()) {
      directory.user("alice").attribute("seeAlso", "ou=a+cn=b,dc=example,dc=com");
      var settings =
          template(
              "ldap.service-account.dn", Directories.SERVICE,
              "ldap.service-account.password", "service secret",
              "ldap.member-of.attribute", "seeAlso",
              "ldap.member-of.name-attribute", "ou");
      settings.remove("ldap.server.hosts");
      settings.put("ldap.server.urls", directory.url());
      try (var authenticator =
          LdapAuthenticator.create(LdapAuthProperties.read(settings, "ldap.").build())) {
        assertThat(authenticator.lookup("alice").orElseThrow().groups().names())
            .containsExactly("a");
      }
    }
  }

  @Test
  void codeCanAddSettings() {
    var config =
        LdapAuthProperties.read(
                settings("ldap.require", "(group=cn=staff,ou=groups,dc=example,dc=com)"), "ldap.")
            .groups(GroupLookup.memberOf())
            .serviceAccount("cn=svc,dc=example,dc=com", () -> "from a vault")
            .build();

    assertThat(config).asString().contains("cn=svc", "memberOf", "cn=staff");
  }

  @ParameterizedTest
  @ValueSource(strings = {"service secret", "service secret\n", "service secret\r\n"})
  void usersSignInWithTextSettingsAndAPasswordFile(String secret, @TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("password"), secret);
    try (TestDirectory directory = Directories.people().start()) {
      var properties =
          properties(
              Stream.of(
                  "server.urls = " + directory.url(),
                  "service-account.dn = " + Directories.SERVICE,
                  "service-account.password-file = " + file,
                  "user-search.base = " + PEOPLE,
                  "user-search.filter = (uid={username})",
                  "group-search.base = " + Directories.GROUPS,
                  "group-search.type = groupOfNames",
                  "require = (group=" + Directories.STAFF + ")"));
      try (var authenticator =
          LdapAuthenticator.create(LdapAuthProperties.read(properties, "").build())) {
        yes(authenticator.authenticate("alice", "wonderland"));
        no(authenticator.authenticate("bob", "builder"), RejectionReason.REQUIREMENT_NOT_MET);
      }
    }
  }
}
