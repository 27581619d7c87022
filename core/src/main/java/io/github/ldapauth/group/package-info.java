// SPDX-License-Identifier: Apache-2.0
/**
 * Finds a user's groups and answers queries about them.
 *
 * <p>{@link GroupLookup} describes where groups are, and {@link GroupType} how they name their
 * members. The result is a {@link Groups}. A {@link GroupQuery} about it has one of three answers,
 * as not all groups are always known: yes, no or unknown ({@link Answer}).
 */
@NullMarked
package io.github.ldapauth.group;

import org.jspecify.annotations.NullMarked;
