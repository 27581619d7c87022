// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import com.zaxxer.hikari.HikariDataSource;

class AccountStoreTest extends AccountStoreStories {

  @Override
  HikariDataSource open() {
    return Database.open(Database.EMBEDDED, "", "");
  }
}
