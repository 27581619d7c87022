// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * Describes a person before the directory starts, or changes one while it runs. What the entry
 * looks like depends on the {@link ServerKind}; by default it is an inetOrgPerson named by {@code
 * uid}, below {@code ou=people}.
 */
public final class TestUser {

  private final Editable entry;
  private final Emulation emulation;

  TestUser(Editable entry, Emulation emulation) {
    this.entry = entry;
    this.emulation = emulation;
  }

  /** Returns the DN, as it is now. */
  public String dn() {
    return entry.dn();
  }

  /** Returns the values of an attribute, as they are now; an empty list if there are none. */
  public List<String> values(String attribute) {
    return entry.values(attribute);
  }

  /** Sets the password. Default: none, so that nobody can bind as this person. */
  public TestUser password(String password) {
    emulation.setPassword(entry, password);
    return this;
  }

  /** Sets an attribute to these values; without values it is removed. */
  public TestUser attribute(String name, String... values) {
    entry.set(name, bytes(values));
    return this;
  }

  /** Sets an attribute to one value that is no text. */
  public TestUser attribute(String name, byte[] value) {
    entry.set(name, value);
    return this;
  }

  /** Adds object classes. */
  public TestUser objectClass(String... names) {
    entry.add("objectClass", names);
    return this;
  }

  /** Sets the DN: while the directory runs, that renames or moves the entry. */
  public TestUser dn(String dn) {
    entry.moveTo(dn);
    return this;
  }

  /** Puts the account into a state, or back. Default: {@link AccountState#ACTIVE}. */
  public TestUser state(AccountState state) {
    emulation.setState(entry, state);
    return this;
  }

  static byte[][] bytes(String... values) {
    return Stream.of(values)
        .map(value -> value.getBytes(StandardCharsets.UTF_8))
        .toArray(byte[][]::new);
  }

  /** Returns the DN. */
  @Override
  public String toString() {
    return dn();
  }
}
