// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.guide;

import static io.github.ldapauth.directory.AttributeReader.FILE_TIME;
import static io.github.ldapauth.directory.AttributeReader.TEXT;
import static io.github.ldapauth.group.GroupQuery.memberOf;

import io.github.ldapauth.AuthenticatorBuilder;
import io.github.ldapauth.GroupMirror;
import io.github.ldapauth.LdapAuthConfig;
import io.github.ldapauth.LdapAuthenticator;
import io.github.ldapauth.SignInEvent;
import io.github.ldapauth.UserStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Holds the code of core/docs/users.md, so that the build compiles it. */
abstract class UsersGuide {

  static final String ADMINS = "cn=admins,ou=groups,dc=example,dc=com";

  interface Account {
    String name();

    void setFirstName(String firstName);

    void setLastName(String lastName);

    void setMail(Optional<String> mail);

    void setPhones(List<String> phones);

    void setExpiry(Optional<Instant> expiry);

    void setBirthday(LocalDate birthday);

    void setAdministrator(boolean administrator);

    void setDn(String dn);

    Set<String> groups();

    void setGroups(Set<String> groups);
  }

  interface Tables {
    void upsertUser(Account account);

    void replaceGroups(String name, Set<String> groups);
  }

  interface Database {
    <R> R inTransaction(Function<Tables, R> work);
  }

  interface Alarms {
    void raise(String what, RuntimeException error);
  }

  interface Timer {
    void record(Duration duration);
  }

  abstract static class Accounts implements UserStore<Account> {
    private final Database database;

    Accounts(Database database) {
      this.database = database;
    }

    @Override
    public Account save(Account account) {
      return database.inTransaction(
          tables -> {
            tables.upsertUser(account);
            tables.replaceGroups(account.name(), account.groups());
            return account;
          });
    }
  }

  AuthenticatorBuilder<Account> byStableId(LdapAuthConfig config, Accounts accounts) {
    return LdapAuthenticator.builder(config, accounts).keyedByStableId();
  }

  AuthenticatorBuilder<Account> mapped(LdapAuthConfig config, Accounts accounts) {
    return LdapAuthenticator.builder(config, accounts)
        .attribute("givenName", Account::setFirstName)
        .attribute("sn", TEXT.required(), Account::setLastName)
        .attribute("mail", TEXT.optional(), Account::setMail)
        .attribute("telephoneNumber", TEXT.list(), Account::setPhones)
        .attribute("accountExpires", FILE_TIME.optional(), Account::setExpiry)
        .attribute("dateOfBirth", TEXT.map(LocalDate::parse), Account::setBirthday)
        .flag(memberOf(ADMINS), Account::setAdministrator)
        .onPopulate((account, person) -> account.setDn(person.dn().toString()));
  }

  AuthenticatorBuilder<Account> mirrored(LdapAuthConfig config, Accounts accounts) {
    return LdapAuthenticator.builder(config, accounts)
        .mirrorGroups(
            GroupMirror.byDn(
                Map.of(
                    "cn=editors,ou=groups,dc=example,dc=com", "editor",
                    "cn=operators,ou=groups,dc=example,dc=com", "operator")),
            Account::groups,
            Account::setGroups);
  }

  AuthenticatorBuilder<Account> watched(
      LdapAuthConfig config, Accounts accounts, Alarms alarms, Timer timer) {
    return LdapAuthenticator.builder(config, accounts)
        .onOutcome(
            event -> {
              if (event instanceof SignInEvent.Failed failed) {
                alarms.raise("LDAP: " + failed.stage(), failed.error());
              }
              timer.record(event.attempt().duration());
            });
  }
}
