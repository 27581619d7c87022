// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.springboot;

import io.github.ldapauth.AuthenticationResult;
import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.AuthenticationResult.Rejected;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.directory.AccountStatus.PasswordProof;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.role.RoleMapping;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.CredentialsExpiredException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.stereotype.Component;

/** Signs users in against the directory. */
@Component
record LdapAuthenticationProvider(
    LdapAuthenticator<LdapUser> authenticator, RoleMapping<String> roles)
    implements AuthenticationProvider {

  @Override
  public boolean supports(Class<?> authentication) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
  }

  @Override
  public Authentication authenticate(Authentication attempt) {
    try {
      AuthenticationResult<LdapUser> result =
          authenticator.authenticate(attempt.getName(), (String) attempt.getCredentials());
      if (result instanceof Authenticated<LdapUser> yes) {
        LdapUser user = yes.ldapUser();
        return UsernamePasswordAuthenticationToken.authenticated(
            Member.of(user), null, AuthorityUtils.createAuthorityList(roles.of(user)));
      }
      throw exception((Rejected<LdapUser>) result);
    } catch (LdapDirectoryException e) {
      throw new InternalAuthenticationServiceException("the directory did not answer", e);
    }
  }

  /** A hint helps a stranger too, unless the directory has proven the password right. */
  private static AuthenticationException exception(Rejected<LdapUser> no) {
    boolean isProven = no.status().password() == PasswordProof.RIGHT;
    return switch (no.reason()) {
      case PASSWORD_EXPIRED, MUST_CHANGE_PASSWORD ->
          isProven
              ? new CredentialsExpiredException("Please change your password first.")
              : new BadCredentialsException(no.publicMessage());
      default -> new BadCredentialsException(no.publicMessage());
    };
  }
}
