// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

/**
 * Holds what a search returned of one entry.
 *
 * @param dn the DN as the directory spells it
 * @param attributes the attributes that were asked for and that the reader may see
 */
public record LdapEntry(Dn dn, LdapAttributes attributes) {}
