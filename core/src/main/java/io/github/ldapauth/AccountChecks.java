// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.AccountReader;
import io.github.ldapauth.directory.AccountStatus;
import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException;
import io.github.ldapauth.directory.PasswordCheck;
import io.github.ldapauth.entry.LdapEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The checks of accounts by the entries of their users, in one directory. */
record AccountChecks(AccountReader reader, LockoutBrake brake) {

  private static final String OBJECT_CLASS = "objectClass";

  static AccountChecks of(LdapAuthConfig config) {
    return new AccountChecks(
        new AccountReader(config.accountAttributes()),
        new LockoutBrake(config.lockoutPolicy(), System::nanoTime));
  }

  /** Returns the attributes of an entry that they need. */
  List<String> attributes() {
    List<String> names = new ArrayList<>(reader.attributes());
    names.addAll(brake.attributes());
    names.add(OBJECT_CLASS);
    return Collections.unmodifiableList(names);
  }

  /** Returns those of the attributes that {@code *} requests (RFC 4511, section 4.5.1.8). */
  List<String> userAttributes() {
    List<String> names = new ArrayList<>(reader.userAttributes());
    names.add(OBJECT_CLASS);
    return Collections.unmodifiableList(names);
  }

  /** Returns the state of the account that the entry shows. */
  AccountStatus statusOf(LdapEntry entry) {
    return reader.read(entry.attributes());
  }

  /** Returns the answer to a bind, corrected by the entry of the user; null if it is not read. */
  PasswordCheck judge(PasswordCheck answer, @Nullable LdapEntry entry) {
    return entry == null ? answer : answer.with(entry.attributes(), reader);
  }

  /**
   * Requires that a wrong password would not lock the account, if this is configured.
   *
   * @return the user
   * @throws Rejection if it would
   * @throws LdapDirectoryException if that cannot be judged
   */
  FoundUser requireNoLockout(FoundUser found, DirectorySession session) {
    LdapEntry entry = found.entry();
    if (entry != null) {
      brake.require(found.bindName(), entry.attributes(), statusOf(entry).problem(), session);
    }
    return found;
  }
}
