// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.AuthenticationResult.Authenticated;
import io.github.ldapauth.AuthenticationResult.Rejected;

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
}
