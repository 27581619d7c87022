// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.jakarta;

import static io.github.ldapauth.group.GroupQuery.memberOf;

import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.properties.LdapAuthProperties;
import io.github.ldapauth.role.RoleMapping;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes what the application needs of ldapauth, from system properties. */
@ApplicationScoped
public class DirectoryProducer {

  private static final String STAFF = "cn=staff,ou=groups,dc=example,dc=com";

  /** Reads the configuration. */
  @Produces
  @Singleton
  LdapAuthConfig config() {
    return LdapAuthProperties.read(System.getProperties(), "ldap.").build();
  }

  /** Makes the one authenticator; {@code final}, so it needs a scope without a proxy. */
  @Produces
  @Singleton
  LdapAuthenticator<LdapUser> authenticator(LdapAuthConfig config) {
    return LdapAuthenticator.create(config);
  }

  /** Closes the connections when the application stops. */
  void close(@Disposes LdapAuthenticator<LdapUser> authenticator) {
    authenticator.close();
  }

  /** Gives roles for groups. */
  @Produces
  @Singleton
  RoleMapping<String> roles(LdapAuthConfig config) {
    return RoleMapping.<String>builder(config).role(memberOf(STAFF), "staff").build();
  }
}
