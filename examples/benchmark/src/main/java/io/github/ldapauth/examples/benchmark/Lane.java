// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

/** The conditions under which contestants are compared. */
record Lane(boolean tls, int threads) {

  String title() {
    return (tls ? "ldaps, " : "") + threads + (threads == 1 ? " thread" : " threads");
  }
}
