// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The new passwords that a policy refuses.
 *
 * @param minLength how many characters they must have; 0 for any number
 * @param kept how many former passwords an entry keeps, none of which may be used again; negative
 *     if the current one may be used again too
 * @param attribute holds the former passwords, as {@code pwdHistory} of
 *     draft-behera-ldap-password-policy-10, section 5.3.5
 */
public record NewPasswords(int minLength, int kept, String attribute) {

  /** Refuses none. */
  static final NewPasswords ANY = new NewPasswords(0, -1, "pwdHistory");

  /** What is wrong with a new password. */
  public enum Flaw {
    TOO_SHORT,
    IN_USE,
    USED_BEFORE
  }

  private static final String OCTET_STRING = "1.3.6.1.4.1.1466.115.121.1.40";
  private static final Pattern SEPARATOR = Pattern.compile("#");
  private static final int PARTS = 4;

  /** Returns what is wrong with a new password; empty if nothing is. */
  public Optional<Flaw> flaw(ReadOnlyEntry user, String password, Entries entries) {
    if (isTooShort(password)) {
      return Optional.of(Flaw.TOO_SHORT);
    }
    if (kept < 0) {
      return Optional.empty();
    }
    if (entries.hasPassword(user, password)) {
      return Optional.of(Flaw.IN_USE);
    }
    Attribute former = new Attribute(Emulation.PASSWORD, former(user));
    return entries.hasPassword(new ReadOnlyEntry(user.getDN(), former), password)
        ? Optional.of(Flaw.USED_BEFORE)
        : Optional.empty();
  }

  public boolean isTooShort(String password) {
    return password.codePointCount(0, password.length()) < minLength;
  }

  private List<String> former(ReadOnlyEntry user) {
    String[] values = user.getAttributeValues(attribute);
    return Stream.of(values == null ? new String[0] : values)
        .map(value -> SEPARATOR.split(value, PARTS))
        .filter(parts -> parts.length == PARTS)
        .map(parts -> parts[PARTS - 1])
        .toList();
  }

  /** Keeps a password that is no longer the one of a user, in place of the oldest. */
  void keep(EditableEntry user, String stored) {
    if (kept > 0) {
      String time = OperationalAttributes.now();
      List<String> all = new ArrayList<>(user.values(attribute));
      all.add(String.join("#", time, OCTET_STRING, String.valueOf(stored.length()), stored));
      List<String> last = all.subList(Math.max(0, all.size() - kept), all.size());
      user.set(attribute, last.toArray(String[]::new));
    }
  }
}
