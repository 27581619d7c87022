// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

/** Knows people by each name with which they can bind, such as {@code AD\alice}, too. */
record BindNames(Entries entries, Emulation emulation) implements Names {

  @Override
  public String dnOf(String name) {
    return entries.dnOf(name);
  }

  @Override
  public void check(String name) {
    if (emulation.dnOf(name, entries).equals(name)) {
      Names.super.check(name);
    }
  }

  @Override
  public boolean isSame(String sent, String name) {
    return Names.super.isSame(sent, name)
        || Names.super.isSame(emulation.dnOf(sent, entries), name);
  }
}
