// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it counts threads")
class LeakTest {

  private static final Path OPEN_FILES = Path.of("/proc/self/fd");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TestCertificates certificates = TestCertificates.forHosts("127.0.0.1");

  @Test
  void twoHundredDirectoriesLeakNothing() throws Exception {
    useOneDirectory();
    useOneDirectoryWithTls();
    Set<Thread> threads = threads();
    long files = openFiles();
    for (int i = 0; i < 180; i++) {
      useOneDirectory();
    }
    for (int i = 0; i < 20; i++) {
      useOneDirectoryWithTls();
    }
    assertThat(threadsThatDoNotEnd(threads)).isEmpty();
    assertThat(openFilesThatStay(files)).isLessThanOrEqualTo(files);
  }

  @Test
  void heldRequestEndsWithTheDirectory() throws Exception {
    useOneDirectory();
    Set<Thread> before = threads();
    TestDirectory directory = TestDirectory.builder().start();
    HeldRequest held = directory.faults().next(Operation.Type.SEARCH).holds();
    try (Conversation client = new Conversation(directory)) {
      Thread search = new Thread(() -> searchInVain(client.connection()));
      search.start();
      held.awaitArrival();
      directory.close();
      search.join();
    }
    assertThat(threadsThatDoNotEnd(before)).isEmpty();
  }

  private static void searchInVain(LDAPConnection connection) {
    try {
      connection.search("dc=example,dc=com", SearchScope.SUB, "(uid=alice)");
    } catch (Exception expected) {
      assertThat(expected).isNotNull();
    }
  }

  /** The client does not close its connection, so that it is not the one who cleans up. */
  private static void useOneDirectory() throws Exception {
    TestDirectory directory = TestDirectory.builder().user("alice", "wonderland").start();
    new LDAPConnection("127.0.0.1", directory.port(), directory.dn("alice"), "wonderland");
    directory.close();
  }

  private void useOneDirectoryWithTls() throws Exception {
    TestDirectory directory =
        TestDirectory.builder().tls(certificates).user("alice", "wonderland").start();
    var sockets = certificates.clientContext().getSocketFactory();
    new LDAPConnection(
        sockets, "127.0.0.1", directory.ldapsPort(), directory.dn("alice"), "wonderland");
    LDAPConnection startTls = new LDAPConnection("127.0.0.1", directory.port());
    startTls.processExtendedOperation(new StartTLSExtendedRequest(sockets));
    startTls.bind(directory.dn("alice"), "wonderland");
    directory.close();
  }

  private static Set<Thread> threads() {
    return new HashSet<>(Thread.getAllStackTraces().keySet());
  }

  private static List<Thread> threadsThatDoNotEnd(Set<Thread> before) throws InterruptedException {
    Set<Thread> more = threads();
    more.removeAll(before);
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (Thread thread : more) {
      thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
    }
    return more.stream().filter(Thread::isAlive).toList();
  }

  /** The clients close their connections on threads of their own. */
  private static long openFilesThatStay(long before) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    long now = openFiles();
    while (now > before && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      now = openFiles();
    }
    return now;
  }

  /** Counts open files, sockets among them; none where the system does not list them. */
  private static long openFiles() throws IOException {
    if (!Files.isDirectory(OPEN_FILES)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(OPEN_FILES)) {
      return files.count();
    }
  }
}
