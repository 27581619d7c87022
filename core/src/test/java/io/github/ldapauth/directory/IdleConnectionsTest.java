// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.testkit.TestDirectory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class IdleConnectionsTest {

  private static final int TIMES = 200;

  private final IdleConnections idle = new IdleConnections();
  private final AtomicBoolean isOver = new AtomicBoolean();

  private void lendAgainAndAgain(Connection connection) {
    idle.add(connection);
    while (!isOver.get()) {
      if (idle.take(connection.endpoint()) != null) {
        idle.add(connection);
      }
    }
  }

  /** A thread that takes it earlier would not find it, and no thread could take it after that. */
  @Test
  void returnedConnectionIsThereBeforeAThreadCanTakeIt() throws InterruptedException {
    try (TestDirectory directory = TestDirectory.builder().start()) {
      Connection connection = Pools.connection(LdapServer.url(directory.url()));
      Thread other = new Thread(() -> lendAgainAndAgain(connection));
      other.start();
      int missing = 0;
      for (int i = 0; i < TIMES; i++) {
        while (idle.size() > 0) {
          Thread.onSpinWait(); // until the other thread has it
        }
        while (!connection.take()) {
          Thread.onSpinWait(); // until that returns it
        }
        missing += idle.size() == 0 ? 1 : 0;
        connection.putBack();
      }
      isOver.set(true);
      other.join();
      idle.close();

      assertThat(missing).isZero();
    }
  }
}
