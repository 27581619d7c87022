// SPDX-License-Identifier: Apache-2.0
/**
 * Names and values: DNs, attributes, filters, times, and the settings that hold them.
 *
 * <p>Nothing here connects to a directory. A user name becomes part of a value in a {@link
 * DnTemplate} or {@link FilterTemplate}, never part of a DN's or filter's text.
 *
 * <p>Applications use {@link Dn}, {@link LdapEntry}, {@link LdapAttributes}, {@link
 * AttributeReader}, {@link LdapFilter} and {@link SearchScope}. The other public types are for the
 * packages above; they may change in any release.
 */
@NullMarked
package io.github.ldapauth.entry;

import org.jspecify.annotations.NullMarked;
