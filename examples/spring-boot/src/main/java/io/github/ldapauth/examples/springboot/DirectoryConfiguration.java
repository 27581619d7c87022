// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.springboot;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.SignInListener;
import io.github.ldapauth.properties.LdapAuthProperties;
import io.github.ldapauth.properties.MappingProperties;
import io.github.ldapauth.role.RoleMapping;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The directory, as the section {@code ldap} of the settings describes it. */
@Configuration(proxyBeanMethods = false)
class DirectoryConfiguration {

  private static final Logger log = LoggerFactory.getLogger(DirectoryConfiguration.class);

  @Bean
  LdapAuthConfig ldapAuthConfig(Environment environment) {
    return LdapAuthProperties.read(settings(environment), "ldap.").build();
  }

  /** Returns the settings with whole keys, so that mistakes name them as they were written. */
  static Map<String, String> settings(Environment environment) {
    Map<String, String> settings = new HashMap<>();
    Binder.get(environment)
        .bind("ldap", Bindable.mapOf(String.class, String.class))
        .orElse(Map.of())
        .forEach((key, value) -> settings.put("ldap." + key, value));
    return settings;
  }

  /** Spring closes it when the application stops. */
  @Bean
  LdapAuthenticator<LdapUser> ldapAuthenticator(LdapAuthConfig config, SignInListener listener) {
    return LdapAuthenticator.builder(config).onOutcome(listener).build();
  }

  /** The key {@code ldap.role.STAFF} gives the authority {@code ROLE_STAFF}. */
  @Bean
  RoleMapping<String> roleMapping(LdapAuthConfig config, Environment environment) {
    return MappingProperties.read(settings(environment), "ldap.")
        .roles(config, name -> "ROLE_" + name);
  }

  /** Says at the start what is wrong; the application runs, as the directory may come back. */
  @Bean
  ApplicationRunner directoryCheck(
      LdapAuthenticator<LdapUser> authenticator, RoleMapping<String> roles) {
    return arguments ->
        authenticator
            .findProblems(roles.queries())
            .forEach(problem -> log.warn("users may be unable to sign in: {}", problem));
  }
}
