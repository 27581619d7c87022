// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import io.github.ldapauth.directory.AccountStatus.Problem;
import io.github.ldapauth.entry.LdapAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A reader of the state of accounts in the entries of their users. */
public final class AccountReader {

  private static final Logger LOG = LoggerFactory.getLogger(Directory.class);

  private final List<AccountAttributes> kinds;
  private final List<String> attributes;
  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  /** Takes the attributes to read. */
  public AccountReader(Set<AccountAttributes> kinds) {
    this.kinds = List.copyOf(kinds);
    List<String> names = new ArrayList<>();
    for (AccountAttributes kind : kinds) {
      names.addAll(AccountProblems.names(kind));
    }
    this.attributes = List.copyOf(names);
  }

  /** Returns the names of the attributes to request. */
  public List<String> attributes() {
    return attributes;
  }

  /** Returns those of the attributes that {@code *} requests (RFC 4511, section 4.5.1.8). */
  public List<String> userAttributes() {
    List<String> names = new ArrayList<>();
    for (String name : attributes) {
      if (!AccountProblems.isOperational(name)) {
        names.add(name);
      }
    }
    return Collections.unmodifiableList(names);
  }

  /** Returns the state of an account now, as its entry shows it. */
  public AccountStatus read(LdapAttributes entry) {
    return read(entry, Instant.now(), any -> true);
  }

  /**
   * Returns the state of an account, as its entry shows it.
   *
   * @param counts whether to take notice of a problem
   */
  AccountStatus read(LdapAttributes entry, Instant now, Predicate<Problem> counts) {
    if (!entry.hasAny(attributes)) { // most entries, so this is fast
      return AccountStatus.UNKNOWN;
    }
    AccountValues values = new AccountValues(entry, now, counts, this::logOnce);
    for (AccountAttributes kind : kinds) {
      AccountProblems.find(kind, values);
    }
    return values.worst();
  }

  /**
   * Returns whether a lock that an entry shows may be over. OpenLDAP keeps its time until the next
   * bind.
   */
  public boolean mayLockBeOver(LdapAttributes entry) {
    return new AccountValues(entry, Instant.now(), any -> true, this::logOnce)
        .lockedForATimeSince()
        .isPresent();
  }

  private void logOnce(String malformed) {
    if (logged.add(malformed)) {
      LOG.warn("state of an account is unknown: {}", malformed);
    }
  }
}
