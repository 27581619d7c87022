// SPDX-License-Identifier: Apache-2.0
/**
 * An LDAP directory in memory, for tests of anything that talks LDAP. Script what goes wrong, run
 * the code, look back:
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
 *   void alicesPasswordIsSentOnce(TestDirectory directory) {
 *     assertThat(login(directory.url(), "alice", "wrong")).isFalse();
 *     assertThat(directory.operations().binds("alice")).hasSize(1);
 *   }
 *
 *   @Test
 *   void aBusyDirectoryIsNotBlamedOnAlice(TestDirectory directory) {
 *     directory.faults().next(BIND).as("alice").answers(51, "busy");
 *     assertThatThrownBy(() -> login(directory.url(), "alice", "wonderland"));
 *   }
 * }
 * }</pre>
 *
 * <p>{@link TestDirectory} knows nothing of JUnit; {@link TestDirectoryExtension} is a thin adapter
 * for JUnit Jupiter 5 and 6, and the only class that needs it. {@link ServerKind} names the real
 * servers that a directory can behave like. Unless a description says otherwise, arguments and
 * results are never null.
 */
@NullMarked
package io.github.ldapauth.testkit;

import org.jspecify.annotations.NullMarked;
