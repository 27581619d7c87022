// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Reads what is wrong with a configuration. */
public final class Mistakes {

  private Mistakes() {}

  /** Returns the mistakes with which something is refused when it is built. */
  public static List<String> mistakesOf(ThrowingCallable build) {
    return assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(build)
        .actual()
        .mistakes();
  }
}
