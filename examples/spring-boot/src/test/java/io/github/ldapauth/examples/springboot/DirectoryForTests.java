// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.springboot;

import io.github.ldapauth.testkit.ServerKind;
import io.github.ldapauth.testkit.TestDirectory;
import java.util.Map;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;

/**
 * A directory in memory, and the settings that lead the application to it. Import it in a test, and
 * let Spring inject the {@link TestDirectory} to lock accounts, cause faults or read requests.
 */
@TestConfiguration(proxyBeanMethods = false)
class DirectoryForTests {

  /** Spring closes it at the end. */
  @Bean
  TestDirectory directory() {
    return start();
  }

  @Bean
  DynamicPropertyRegistrar directorySettings(TestDirectory directory) {
    return properties ->
        settings(directory).forEach((key, value) -> properties.add(key, () -> value));
  }

  static TestDirectory start() {
    return TestDirectory.builder()
        .like(ServerKind.OPEN_LDAP)
        .bindRequiredToSearch()
        .user("app", "service secret")
        .user(
            "alice", user -> user.password("wonderland").attribute("displayName", "Alice Liddell"))
        .user("bob", "builder")
        .group("staff", "alice")
        .start();
  }

  static Map<String, String> settings(TestDirectory directory) {
    return Map.of(
        "ldap.server.urls", directory.url(),
        "ldap.service-account.dn", directory.dn("app"),
        "ldap.service-account.password", "service secret");
  }
}
