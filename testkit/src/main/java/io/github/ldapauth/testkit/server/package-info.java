// SPDX-License-Identifier: Apache-2.0
/**
 * The SDK's in-memory server, made to behave like a kind of server. Internal: use {@code
 * TestDirectory}. {@code EmulatedServer} holds the entries and serves requests; an {@code
 * Emulation} knows what one kind of server does differently.
 */
@NullMarked
package io.github.ldapauth.testkit.server;

import org.jspecify.annotations.NullMarked;
