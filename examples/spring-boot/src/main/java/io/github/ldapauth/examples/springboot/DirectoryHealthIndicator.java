// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.springboot;

import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** The part {@code directory} of the application's health. It sends nothing to the directory. */
@Component
record DirectoryHealthIndicator(LdapAuthenticator<LdapUser> authenticator)
    implements HealthIndicator {

  @Override
  public Health health() {
    var directory = authenticator.health();
    Health.Builder health = directory.isUp() ? Health.up() : Health.outOfService();
    for (var server : directory.servers()) {
      health.withDetail(
          server.address(), server.pause().map(pause -> "failed: " + pause.reason()).orElse("up"));
    }
    return health.build();
  }
}
