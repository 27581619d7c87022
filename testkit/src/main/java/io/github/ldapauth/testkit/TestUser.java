// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import io.github.ldapauth.testkit.server.EditableEntry;
import io.github.ldapauth.testkit.server.Emulation;
import java.util.List;

/**
 * A user, described before the directory starts or changed while it runs. The entry depends on the
 * {@link ServerKind}; by default it is an inetOrgPerson named by {@code uid}, below {@code
 * ou=people}.
 */
public final class TestUser {

  private final EditableEntry entry;
  private final Emulation emulation;

  TestUser(EditableEntry entry, Emulation emulation) {
    this.entry = entry;
    this.emulation = emulation;
  }

  /** Returns the current DN. */
  public String dn() {
    return entry.dn();
  }

  /** Returns the current values of an attribute; an empty list if there are none. */
  public List<String> values(String attribute) {
    return entry.values(attribute);
  }

  /**
   * Sets the password, whatever the {@link PasswordPolicy}. Default: none, so that no client can
   * bind as this user.
   */
  public TestUser password(String password) {
    if (password == null) {
      throw new IllegalArgumentException("password(null): the password is missing");
    }
    emulation.setPassword(entry, password);
    return this;
  }

  /** Replaces the values of an attribute; without values, removes it. */
  public TestUser attribute(String name, String... values) {
    requireStored(name);
    entry.set(name, values);
    return this;
  }

  /** Replaces the values of an attribute with a binary one. */
  public TestUser attribute(String name, byte[] value) {
    requireStored(name);
    entry.set(name, value);
    return this;
  }

  private void requireStored(String attribute) {
    if (emulation.computes(attribute)) {
      throw new IllegalArgumentException(
          "attribute(\""
              + attribute
              + "\", ...): the directory computes it; memberships are"
              + " those of group(...)");
    }
  }

  /** Adds object classes. */
  public TestUser objectClass(String... names) {
    entry.add("objectClass", names);
    return this;
  }

  /** Sets the DN; in a running directory, renames or moves the entry. */
  public TestUser dn(String dn) {
    entry.moveTo(Names.requireDn("dn", dn));
    return this;
  }

  /**
   * Sets the state of the account. Default: {@link AccountState#ACTIVE}.
   *
   * @throws IllegalStateException if this kind of server has no such state
   */
  public TestUser state(AccountState state) {
    state.applyTo(emulation.account(entry));
    return this;
  }

  /** Returns the DN. */
  @Override
  public String toString() {
    return dn();
  }
}
