// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.foreignclient;

import java.nio.charset.StandardCharsets;
import javax.naming.directory.BasicAttribute;
import javax.naming.directory.DirContext;
import javax.naming.directory.ModificationItem;

/** Passwords as Active Directory takes them. */
final class UnicodePasswords {

  static final String ATTRIBUTE = "unicodePwd";

  private UnicodePasswords() {}

  static byte[] bytes(String password) {
    return ("\"" + password + "\"").getBytes(StandardCharsets.UTF_16LE);
  }

  /** Returns the change of a password by its user, for JNDI. */
  @SuppressWarnings("BanJNDI")
  static ModificationItem[] modifications() {
    return new ModificationItem[] {
      new ModificationItem(
          DirContext.REMOVE_ATTRIBUTE, new BasicAttribute(ATTRIBUTE, bytes(Target.RIGHT))),
      new ModificationItem(
          DirContext.ADD_ATTRIBUTE, new BasicAttribute(ATTRIBUTE, bytes(Target.CHANGED)))
    };
  }
}
