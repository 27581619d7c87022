// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.moving;

import java.util.Set;

/** What the application wants to know of a user. */
record Member(String mail, Set<String> groups) {}
