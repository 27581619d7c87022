// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.ResultCode;
import io.github.ldapauth.testkit.server.Answer;
import io.github.ldapauth.testkit.server.RequestType;
import java.util.Optional;

/** How 389 Directory Server refuses requests on behalf of other users (RFC 4370). */
final class Directory389Proxies {

  private Directory389Proxies() {}

  /** Returns the refusal; empty if there is none. Without the right, a search finds nothing. */
  static Optional<Answer> refuse(
      RequestType type, DN client, String authorizationId, boolean administrator) {
    if (administrator && type != RequestType.SEARCH) {
      return Optional.empty();
    }
    if (authorizationId.isEmpty()) {
      return unavailable("unable to parse proxied authorization control");
    }
    if (!authorizationId.startsWith("dn:")) {
      return unavailable("proxied authorization id must be a DN (dn:...)");
    }
    if (type == RequestType.SEARCH) {
      return administrator || client.isNullDN() ? Optional.empty() : Optional.of(Answer.success());
    }
    return Optional.of(new Answer(ResultCode.INSUFFICIENT_ACCESS_RIGHTS_INT_VALUE, ""));
  }

  private static Optional<Answer> unavailable(String text) {
    return Optional.of(new Answer(ResultCode.UNAVAILABLE_CRITICAL_EXTENSION_INT_VALUE, text));
  }
}
