// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.sdk.Entry;
import io.github.ldapauth.testkit.server.Emulation;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Describes one user or group each time a directory starts.
 *
 * @param what {@code user} or {@code group}
 * @param place the line of the test
 * @param shape makes the entry of which only the name is known
 * @param details calls what the test wrote
 */
record Description(
    String what,
    String name,
    String place,
    Shape shape,
    BiConsumer<PendingEntry, Emulation> details) {

  interface Shape {
    Entry make(Emulation emulation, String name, String baseDn);
  }

  /** Returns a name as it is, unless it is missing. */
  static String requireName(String what, @Nullable String name) {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException(what + "(...): the name is missing");
    }
    return name;
  }

  PendingEntry describe(Emulation emulation, String baseDn) {
    try {
      requireNoDn(baseDn);
      PendingEntry entry = new PendingEntry(shape.make(emulation, name, baseDn), place);
      details.accept(entry, emulation);
      return entry;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the " + what + " \"" + name + "\", described at " + place + ": " + e.getMessage(), e);
    }
  }

  /** The entry would have a name within its name. */
  private void requireNoDn(String baseDn) {
    if (simple(name).endsWith("," + simple(baseDn))) {
      throw new IllegalArgumentException(
          "not a DN but a name is required, such as \"alice\"; set the DN by %s(\"alice\", %s -> %s.dn(\"...\"))"
              .formatted(what, what, what));
    }
  }

  private static String simple(String dn) {
    return dn.toLowerCase(Locale.ROOT).replace(" ", "");
  }
}
