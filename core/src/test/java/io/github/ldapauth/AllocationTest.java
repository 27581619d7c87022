// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import static io.github.ldapauth.fixture.Directories.GROUPS;
import static io.github.ldapauth.fixture.Results.yes;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.ldapauth.fixture.Directories;
import io.github.ldapauth.group.GroupLookup;
import io.github.ldapauth.group.GroupType;
import io.github.ldapauth.testkit.TestDirectory;
import io.github.ldapauth.testkit.TestDirectoryBuilder;
import java.lang.management.ManagementFactory;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a warm sign-in allocates on the thread that calls, without the threads of the directory and
 * without a log. The limits are generous: a compiler that saves no object needs half as much again.
 */
class AllocationTest {

  private static final int SIGN_INS = 500;
  private static final long LIMIT = 20 << 10;

  private final Logger log = Logger.getLogger("io.github.ldapauth");
  private final TestDirectory directory = directory();

  private static TestDirectory directory() {
    TestDirectoryBuilder people = Directories.people();
    for (int i = 0; i < 4; i++) {
      people.group("team" + i, group -> group.members("alice"));
    }
    return people.start();
  }

  @BeforeEach
  void logNothing() {
    log.setLevel(Level.OFF);
  }

  @AfterEach
  void stop() {
    log.setLevel(null);
    directory.close();
  }

  private long bytesOfSignIn(UserLookup users) {
    LdapAuthConfig config =
        Directories.config(directory, users)
            .groups(GroupLookup.search(GROUPS, GroupType.groupOfNames()))
            .readBesideBind(false)
            .build();
    try (var authenticator = LdapAuthenticator.create(config)) {
      signIn(authenticator);
      long before = bytesOfThisThread();
      signIn(authenticator);
      return (bytesOfThisThread() - before) / SIGN_INS;
    }
  }

  private static void signIn(LdapAuthenticator<LdapUser> authenticator) {
    for (int i = 0; i < SIGN_INS; i++) {
      LdapUser alice = yes(authenticator.authenticate("alice", "wonderland")).ldapUser();
      assertThat(alice.groups().dns().size()).isEqualTo(5);
    }
  }

  private static long bytesOfThisThread() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  @Test
  void signInBySearchAllocatesLittle() {
    assertThat(bytesOfSignIn(Directories.byUid())).isLessThan(LIMIT);
  }

  @Test
  void signInByTemplateAllocatesLittle() {
    UserLookup template = UserLookup.dnTemplate("uid={username},ou=people,dc=example,dc=com");

    assertThat(bytesOfSignIn(template)).isLessThan(LIMIT);
  }
}
