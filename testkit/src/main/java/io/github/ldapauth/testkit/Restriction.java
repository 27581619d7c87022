// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

/**
 * Says what a connection may do whose user must change the password first: that, and little else.
 *
 * @param refusal how everything else is refused
 * @param strict whether that includes extended operations and the root DSE, and lasts until the
 *     next bind even if the password is changed
 */
record Restriction(Refusal refusal, boolean strict) {}
