// SPDX-License-Identifier: Apache-2.0
/**
 * An LDAP directory in memory, for tests of anything that talks LDAP. Script a fault, run your
 * code, then check the requests:
 *
 * <pre>{@code
 * class LoginTest {
 *
 *   @RegisterExtension
 *   static final TestDirectoryExtension LDAP =
 *       TestDirectoryExtension.of(
 *           TestDirectory.builder().user("alice", "wonderland").group("staff", "alice"));
 *
 *   @Test
 *   void passwordIsSentOnce(TestDirectory directory) {
 *     assertThat(login(directory.url(), "alice", "wrong")).isFalse();
 *     assertThat(directory.operations().binds("alice")).hasSize(1);
 *   }
 *
 *   @Test
 *   void busyDirectoryIsNoWrongPassword(TestDirectory directory) {
 *     directory.faults().next(BIND).as("alice").answers(51, "busy");
 *     assertThatThrownBy(() -> login(directory.url(), "alice", "wonderland"));
 *   }
 * }
 * }</pre>
 *
 * <p>{@link TestDirectory} works without JUnit; {@link TestDirectoryExtension} adapts it to JUnit
 * Jupiter 5 and 6, and is the only class that needs JUnit. {@link ServerKind} lists the real
 * servers that a directory can imitate. Arguments and results are never null unless a description
 * says otherwise.
 *
 * <p>The packages below {@code server} are internal, and may change at any time.
 */
@NullMarked
package io.github.ldapauth.testkit;

import org.jspecify.annotations.NullMarked;
