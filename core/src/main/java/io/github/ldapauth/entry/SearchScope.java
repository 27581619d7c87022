// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

/** The range of a search below its base (RFC 4511, section 4.5.1.2). */
public enum SearchScope {
  /** The base entry alone. */
  BASE,
  /** The entries directly below the base. */
  ONE_LEVEL,
  /** The base and everything below it. */
  SUBTREE
}
