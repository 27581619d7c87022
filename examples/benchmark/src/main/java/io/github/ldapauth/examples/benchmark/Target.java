// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

/**
 * A directory and how to use it.
 *
 * @param url {@code ldap://host:port} or {@code ldaps://host:port}
 * @param initialConnections how many connections each pool opens at the start, if it can
 * @param maxConnections how many connections each pool may have
 */
record Target(String url, int initialConnections, int maxConnections) {}
