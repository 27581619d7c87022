// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import io.github.ldapauth.LdapUser;
import io.github.ldapauth.UserConflictException;
import io.github.ldapauth.UserStore;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** The accounts in a database, with their groups, written in one transaction. */
final class AccountStore implements UserStore<Account> {

  private static final String SELECT =
      """
      select account_key, username, display_name, mail, photo, read_at,
        (select array_agg(name order by name) from account_group g
          where g.account_key = a.account_key) as group_names
      from account a""";

  private final DataSource database;

  AccountStore(DataSource database) {
    this.database = database;
  }

  @Override
  public Optional<Account> find(String key, LdapUser ldapUser) {
    return find(key);
  }

  Optional<Account> find(String key) {
    return query(SELECT + " where account_key = ?", key).stream().findFirst();
  }

  /** Returns all accounts, by user name. */
  List<Account> all() {
    return query(SELECT + " order by username");
  }

  @Override
  public Account create(String key, LdapUser ldapUser) {
    return new Account(key, true);
  }

  /**
   * Saves an account, unless newer data of the directory is saved already: rights must not go
   * backwards. Returns what is saved then.
   *
   * @throws UserConflictException if another sign-in created the same account meanwhile
   */
  @Override
  public Account save(Account account) {
    boolean saved =
        inTransaction(
            connection -> {
              boolean written =
                  account.isNew() ? insert(connection, account) : update(connection, account);
              if (written) {
                replaceGroups(connection, account);
              }
              return written;
            });
    Optional<Account> newer = saved || account.isNew() ? Optional.empty() : find(account.key());
    if (!saved && newer.isEmpty()) {
      throw new UserConflictException(account.username() + " was saved meanwhile", null);
    }
    return newer.orElse(account);
  }

  private static boolean insert(Connection connection, Account account) throws SQLException {
    return write(
        connection,
        account,
        """
        insert into account (username, display_name, mail, photo, read_at, account_key)
        values (?, ?, ?, ?, ?, ?) on conflict do nothing""");
  }

  private static boolean update(Connection connection, Account account) throws SQLException {
    return write(
        connection,
        account,
        """
        update account set username = ?, display_name = ?, mail = ?, photo = ?, read_at = ?
        where account_key = ? and read_at <= ?""");
  }

  private static boolean write(Connection connection, Account account, String sql)
      throws SQLException {
    OffsetDateTime readAt = account.readAt().atOffset(ZoneOffset.UTC);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, account.username());
      statement.setString(2, account.displayName().orElse(null));
      statement.setString(3, account.mail().orElse(null));
      statement.setBytes(4, account.photo().orElse(null));
      statement.setObject(5, readAt);
      statement.setString(6, account.key());
      if (!account.isNew()) {
        statement.setObject(7, readAt);
      }
      return statement.executeUpdate() == 1;
    }
  }

  private static void replaceGroups(Connection connection, Account account) throws SQLException {
    try (PreparedStatement delete =
            connection.prepareStatement("delete from account_group where account_key = ?");
        PreparedStatement insert =
            connection.prepareStatement("insert into account_group values (?, ?)")) {
      delete.setString(1, account.key());
      delete.executeUpdate();
      for (String group : account.groups()) {
        insert.setString(1, account.key());
        insert.setString(2, group);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private List<Account> query(String sql, String... values) {
    return inTransaction(
        connection -> {
          List<Account> accounts = new ArrayList<>();
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
              statement.setString(i + 1, values[i]);
            }
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
              accounts.add(read(rows));
            }
          }
          return accounts;
        });
  }

  private static Account read(ResultSet row) throws SQLException {
    Account account = new Account(row.getString("account_key"), false);
    account.setUsername(row.getString("username"));
    account.setDisplayName(Optional.ofNullable(row.getString("display_name")));
    account.setMail(Optional.ofNullable(row.getString("mail")));
    account.setPhoto(Optional.ofNullable(row.getBytes("photo")));
    account.setReadAt(row.getObject("read_at", OffsetDateTime.class).toInstant());
    Array groups = row.getArray("group_names");
    if (groups != null) {
      account.setGroups(
          Stream.of((Object[]) groups.getArray())
              .map(Object::toString)
              .collect(Collectors.toCollection(LinkedHashSet::new)));
    }
    return account;
  }

  /** Returns whether the database answers. */
  boolean isUp() {
    try (Connection connection = database.getConnection()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  private <T> T inTransaction(Work<T> work) {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.run(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the database failed", e);
    }
  }
}
