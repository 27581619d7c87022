// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.jakarta;

import io.github.ldapauth.directory.LdapDirectoryException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * HTTP Basic that tells a directory that fails (503) from a wrong password (401). Without that,
 * {@code @BasicAuthenticationMechanismDefinition} takes its place, and an outage is a 500.
 */
@Singleton
public class DirectoryMechanism implements HttpAuthenticationMechanism {

  private static final String PREFIX = "Basic ";

  private final IdentityStoreHandler stores;

  /** Creates the mechanism; CDI calls this. */
  @Inject
  public DirectoryMechanism(IdentityStoreHandler stores) {
    this.stores = stores;
  }

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    if (request.getHeader("Authorization") == null && !context.isProtected()) {
      return context.doNothing();
    }
    try {
      return credential(request)
          .map(stores::validate)
          .map(context::notifyContainerAboutLogin)
          .filter(status -> status == AuthenticationStatus.SUCCESS)
          .orElseGet(() -> challenge(response, context));
    } catch (LdapDirectoryException e) {
      response.setHeader("Retry-After", "30");
      response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
      return AuthenticationStatus.SEND_FAILURE;
    }
  }

  private static AuthenticationStatus challenge(
      HttpServletResponse response, HttpMessageContext context) {
    response.setHeader("WWW-Authenticate", "Basic realm=\"company\", charset=\"UTF-8\"");
    return context.responseUnauthorized();
  }

  private static Optional<UsernamePasswordCredential> credential(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    if (header == null || !header.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(header.substring(PREFIX.length()).strip());
      String text = new String(bytes, StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon < 0
          ? Optional.empty()
          : Optional.of(
              new UsernamePasswordCredential(text.substring(0, colon), text.substring(colon + 1)));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
