// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.AuthenticationResult.Rejected;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.role.RoleMapping;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** Says what a result must be. */
public final class Results {

  private Results() {}

  public static <U> Authenticated<U> yes(AuthenticationResult<U> result) {
    assertThat(result).isInstanceOf(Authenticated.class);
    return (Authenticated<U>) result;
  }

  public static <U> Rejected<U> no(AuthenticationResult<U> result, RejectionReason reason) {
    assertThat(result)
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.reason()).isEqualTo(reason));
    return (Rejected<U>) result;
  }

  /** Returns the roles that a user has without a sign-in; none if the user is not permitted. */
  public static <R> Set<R> roles(
      LdapAuthenticator<?> authenticator, @Nullable String username, RoleMapping<R> mapping) {
    return authenticator.lookupPermitted(username).map(mapping::of).orElse(Set.of());
  }

  /** Asserts that the directory did not tell enough to answer. */
  public static void assertNotTold(ThrowingCallable question) {
    assertThatExceptionOfType(LdapDirectoryException.class).isThrownBy(question);
  }
}
