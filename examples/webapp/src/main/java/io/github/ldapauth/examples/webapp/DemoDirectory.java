// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import io.github.ldapauth.testkit.AccountState;
import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;

/** A directory in this process that stands for the company's, and the settings for it. */
final class DemoDirectory {

  private DemoDirectory() {}

  static TestDirectory start() {
    return TestDirectory.builder()
        .like(ServerKind.OPEN_LDAP)
        .bindRequiredToSearch()
        .passwordPolicy(
            policy ->
                policy.lockAfter(10).maxAge(Duration.ofDays(90)).warnBefore(Duration.ofDays(7)))
        .user("service", user -> user.password("service password"))
        .user(
            "alice",
            user ->
                user.password("wonderland")
                    .attribute("displayName", "Alice Liddell")
                    .attribute("mail", "alice@example.com")
                    .attribute("jpegPhoto", photo()))
        .user(
            "bob",
            user ->
                user.password("builder")
                    .attribute("displayName", "Bob Mason")
                    .attribute("mail", "bob@example.com"))
        .user(
            "carol",
            user ->
                user.password("given by the help desk")
                    .attribute("displayName", "Carol Winter")
                    .state(AccountState.MUST_CHANGE_PASSWORD))
        .group("administrators", group -> group.members("alice"))
        .group("staff", group -> group.members("administrators"))
        .group("chess club", group -> group.members("alice", "bob"))
        .start();
  }

  /** Returns settings as in a properties file, for any free port. */
  static Properties properties(TestDirectory directory) {
    Properties properties = new Properties();
    properties.setProperty("app.stable-id", "entryUUID");
    properties.setProperty("ldap.role.STAFF", directory.dn("staff"));
    properties.setProperty("ldap.role.ADMINISTRATOR", directory.dn("administrators"));
    properties.setProperty("ldap.server.urls", directory.url());
    properties.setProperty("ldap.service-account.dn", directory.dn("service"));
    properties.setProperty("ldap.service-account.password", "service password");
    properties.setProperty("ldap.user-search.base", "ou=people,dc=example,dc=com");
    properties.setProperty("ldap.user-search.filter", "(uid={username})");
    properties.setProperty("ldap.group-search.base", "ou=groups,dc=example,dc=com");
    properties.setProperty("ldap.group-search.type", "groupOfNames");
    properties.setProperty("ldap.group-search.nested", "true");
    properties.setProperty("ldap.attributes", "displayName, mail, jpegPhoto");
    properties.setProperty("ldap.min-rejection-time", "300ms");
    return properties;
  }

  private static byte[] photo() {
    try (InputStream photo =
        Objects.requireNonNull(DemoDirectory.class.getResourceAsStream("/demo/alice.jpg"))) {
      return photo.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
