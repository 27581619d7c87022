// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.jakarta;

import io.github.ldapauth.AuthenticationResult;
import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.LdapUser;
import io.github.ldapauth.role.RoleMapping;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.nio.CharBuffer;

/**
 * The users of the directory. Their roles are the groups of Jakarta Security.
 *
 * <p>A directory that fails is an exception, and not an invalid credential.
 */
@Singleton
public class LdapIdentityStore implements IdentityStore {

  private final LdapAuthenticator<LdapUser> authenticator;
  private final RoleMapping<String> roles;

  /** Creates the store; CDI calls this. */
  @Inject
  public LdapIdentityStore(LdapAuthenticator<LdapUser> authenticator, RoleMapping<String> roles) {
    this.authenticator = authenticator;
    this.roles = roles;
  }

  /**
   * Signs a user in. It takes any credential, because Jakarta Security would find a method for
   * {@code UsernamePasswordCredential} only for exactly that class, and HTTP Basic has another.
   */
  @Override
  public CredentialValidationResult validate(Credential credential) {
    return credential instanceof UsernamePasswordCredential typed
        ? signIn(typed)
        : CredentialValidationResult.NOT_VALIDATED_RESULT;
  }

  private CredentialValidationResult signIn(UsernamePasswordCredential credential) {
    AuthenticationResult<LdapUser> result =
        authenticator.authenticate(
            credential.getCaller(), CharBuffer.wrap(credential.getPassword().getValue()));
    return result instanceof Authenticated<LdapUser> yes
        ? new CredentialValidationResult(yes.account().username(), roles.of(yes.account()))
        : CredentialValidationResult.INVALID_RESULT;
  }
}
