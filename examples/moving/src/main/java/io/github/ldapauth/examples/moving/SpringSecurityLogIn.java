// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.moving;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

/** With Spring Security's module for LDAP. */
final class SpringSecurityLogIn implements LogIn {

  private final LdapAuthenticationProvider provider;

  SpringSecurityLogIn(String url, String serviceDn, String servicePassword) {
    var source = new DefaultSpringSecurityContextSource(url + "/dc=example,dc=com");
    source.setUserDn(serviceDn);
    source.setPassword(servicePassword);
    source.afterPropertiesSet();
    var authenticator = new BindAuthenticator(source);
    authenticator.setUserSearch(new FilterBasedLdapUserSearch("ou=people", "(uid={0})", source));
    var authorities = new DefaultLdapAuthoritiesPopulator(source, "ou=groups");
    authorities.setGroupSearchFilter("(member={0})");
    authorities.setRolePrefix("");
    authorities.setConvertToUpperCase(false);
    provider = new LdapAuthenticationProvider(authenticator, authorities);
    provider.setUserDetailsContextMapper(new InetOrgPersonContextMapper());
  }

  @Override
  public Optional<Member> logIn(String username, String password) {
    try {
      Authentication result =
          provider.authenticate(
              UsernamePasswordAuthenticationToken.unauthenticated(username, password));
      InetOrgPerson user = (InetOrgPerson) Objects.requireNonNull(result.getPrincipal());
      Set<String> groups =
          user.getAuthorities().stream()
              .map(GrantedAuthority::getAuthority)
              .collect(Collectors.toCollection(TreeSet::new));
      return Optional.of(new Member(Objects.requireNonNull(user.getMail()), groups));
    } catch (BadCredentialsException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    // Each log-in opens and closes its own connections.
  }
}
