// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class AccountStoreOnPostgresTest extends AccountStoreStories {

  private static PostgresServer server;

  @BeforeAll
  static void start() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  HikariDataSource open() {
    return Database.open(server.newDatabase(), PostgresServer.USER, "");
  }
}
