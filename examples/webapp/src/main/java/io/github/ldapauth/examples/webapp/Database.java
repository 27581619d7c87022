// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;

/** Opens the application's database and brings its tables up to date. */
final class Database {

  /** H2 in this process, gone when it ends; it understands the SQL of PostgreSQL. */
  static final String EMBEDDED = "jdbc:h2:mem:webapp;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE";

  /** Scripts in the order in which they are applied. Never change one: add another. */
  private static final List<String> MIGRATIONS = List.of("/db/migration/V1__accounts.sql");

  private Database() {}

  static HikariDataSource open(String url, String user, String password) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setConnectionTimeout(5000);
    HikariDataSource database = new HikariDataSource(config);
    try {
      migrate(database);
      return database;
    } catch (SQLException e) {
      database.close();
      throw new IllegalStateException("the tables could not be brought up to date", e);
    }
  }

  /** Applies the scripts that are missing, in one transaction. Other machines wait meanwhile. */
  private static void migrate(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table if not exists migration (id int primary key, applied int)");
      connection.setAutoCommit(false);
      statement.execute("insert into migration values (1, 0) on conflict do nothing");
      ResultSet row = statement.executeQuery("select applied from migration for update");
      row.next();
      for (String script : MIGRATIONS.subList(row.getInt("applied"), MIGRATIONS.size())) {
        statement.execute(read(script));
      }
      statement.execute("update migration set applied = " + MIGRATIONS.size());
      connection.commit();
    }
  }

  private static String read(String script) {
    try (InputStream stream =
        Objects.requireNonNull(Database.class.getResourceAsStream(script), script)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
