// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;

/** Opens the application's database and brings its tables up to date. */
final class Database {

  /** H2 in this process, gone when it ends; it understands the SQL of PostgreSQL. */
  static final String EMBEDDED = "jdbc:h2:mem:webapp;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE";

  private Database() {}

  static HikariDataSource open(String url, String user, String password) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setConnectionTimeout(5000);
    HikariDataSource database = new HikariDataSource(config);
    try {
      Flyway.configure().dataSource(database).load().migrate();
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }
}
