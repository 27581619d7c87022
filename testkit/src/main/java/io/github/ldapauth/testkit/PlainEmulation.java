// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

/** Adds nothing to the SDK's in-memory server. */
final class PlainEmulation extends Emulation {

  @Override
  BindAnswer bind(BindAttempt attempt, Entries entries) {
    return attempt.plain();
  }

  @Override
  public String toString() {
    return ServerKind.PLAIN.name();
  }
}
