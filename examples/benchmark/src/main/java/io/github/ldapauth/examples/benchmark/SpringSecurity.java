// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.ldap.DefaultSpringSecurityContextSource;
import org.springframework.security.ldap.authentication.BindAuthenticator;
import org.springframework.security.ldap.authentication.LdapAuthenticationProvider;
import org.springframework.security.ldap.search.FilterBasedLdapUserSearch;
import org.springframework.security.ldap.userdetails.DefaultLdapAuthoritiesPopulator;
import org.springframework.security.ldap.userdetails.InetOrgPerson;
import org.springframework.security.ldap.userdetails.InetOrgPersonContextMapper;

/** Spring Security's provider with a pool for its searches. It opens a connection for each bind. */
final class SpringSecurity implements Contestant {

  private final LdapAuthenticationProvider provider;

  SpringSecurity(Target target) {
    System.setProperty("com.sun.jndi.ldap.connect.pool.protocol", "plain ssl");
    String max = Integer.toString(target.maxConnections());
    System.setProperty("com.sun.jndi.ldap.connect.pool.maxsize", max);
    System.setProperty("com.sun.jndi.ldap.connect.pool.prefsize", max);
    var source = new DefaultSpringSecurityContextSource(target.url() + "/" + Population.BASE);
    source.setUserDn(Population.SERVICE);
    source.setPassword(Population.SERVICE_PASSWORD);
    source.setPooled(true);
    source.afterPropertiesSet();

    var search = new FilterBasedLdapUserSearch("ou=people", "(uid={0})", source);

    var authenticator = new BindAuthenticator(source);
    authenticator.setUserSearch(search);

    var authorities = new DefaultLdapAuthoritiesPopulator(source, "ou=groups");
    authorities.setGroupSearchFilter("(member={0})");
    authorities.setConvertToUpperCase(false);
    authorities.setRolePrefix("");

    provider = new LdapAuthenticationProvider(authenticator, authorities);
    provider.setUserDetailsContextMapper(new InetOrgPersonContextMapper());
  }

  @Override
  public Optional<Login> signIn(String username, String password) {
    try {
      Authentication authentication =
          provider.authenticate(
              UsernamePasswordAuthenticationToken.unauthenticated(username, password));
      InetOrgPerson user = (InetOrgPerson) Objects.requireNonNull(authentication.getPrincipal());
      Set<String> groups =
          user.getAuthorities().stream()
              .map(GrantedAuthority::getAuthority)
              .collect(Collectors.toSet());
      return Optional.of(new Login(Objects.requireNonNull(user.getMail()), groups));
    } catch (BadCredentialsException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    // JNDI keeps the pool for the whole process.
  }
}
