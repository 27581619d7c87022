// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import java.util.stream.IntStream;

/** The characters of the basic plane, and values that contain one. */
final class Characters {

  private Characters() {}

  static IntStream all() {
    return IntStream.rangeClosed(0, 0xFFFF)
        .filter(c -> Character.getType(c) != Character.SURROGATE)
        .filter(c -> Character.getType(c) != Character.UNASSIGNED);
  }

  static String around(String text) {
    return "x" + text + "y";
  }

  static String around(int character) {
    return around(Character.toString(character));
  }
}
