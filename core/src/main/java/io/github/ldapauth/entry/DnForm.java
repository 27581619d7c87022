// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.entry;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The forms in which DNs are compared: one text for all DNs that are the same.
 *
 * <p>A comma in a form always separates two RDNs, as those in values are written {@code \2c}. So
 * the form of a DN ends with the form of its parent.
 */
final class DnForm {

  /** Each stands for all names of its type. */
  static final List<String> USUAL_TYPES =
      List.of("cn=", "ou=", "dc=", "uid=", "o=", "c=", "l=", "st=");

  private DnForm() {}

  /**
   * Returns whether a text in lower case is already both forms of the DN that it is. Most are:
   * usual attribute types, one in each RDN, and values of printable ASCII characters without
   * escapes and insignificant spaces.
   */
  static boolean isPlain(String text) {
    int start = 0;
    while (start <= text.length() && !text.isEmpty()) {
      int value = start + lengthOfType(text, start);
      int comma = text.indexOf(',', start);
      int end = comma < 0 ? text.length() : comma;
      if (value == start || !isPlainValue(text, value, end)) {
        return false;
      }
      start = end + 1;
    }
    return true;
  }

  /** Returns the length of the usual type at this position, with its equals sign, or 0. */
  private static int lengthOfType(String text, int at) {
    for (String type : USUAL_TYPES) {
      if (text.startsWith(type, at)) {
        return type.length();
      }
    }
    return 0;
  }

  private static boolean isPlainValue(String text, int from, int to) {
    char last = ' ';
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == ' ' ? last == ' ' : !isPlain(c)) {
        return false;
      }
      last = c;
    }
    return last != ' ' && text.charAt(from) != '#';
  }

  private static boolean isPlain(char c) {
    return c > ' ' && c <= '~' && "\"+;\\".indexOf(c) < 0;
  }

  /** Returns a text that is the same for two DNs only if every server takes them for the same. */
  static String normalized(List<List<Ava>> rdns) {
    return write(rdns, rdn -> rdn.stream().map(Ava::exact));
  }

  /** Returns a text that is the same for two DNs if some server might take them for the same. */
  static String folded(List<List<Ava>> rdns) {
    return write(rdns, rdn -> rdn.stream().map(Ava::folded).distinct());
  }

  /** The order of the attributes in an RDN has no meaning. */
  private static String write(
      List<List<Ava>> rdns, Function<List<Ava>, Stream<String>> attributesOf) {
    return rdns.stream()
        .map(rdn -> attributesOf.apply(rdn).sorted().collect(Collectors.joining("+")))
        .collect(Collectors.joining(","));
  }

  /** Returns whether {@code dn} is below {@code base}; both in the same form. */
  static boolean isBelow(String dn, String base) {
    int end = dn.length() - base.length();
    return base.isEmpty()
        ? !dn.isEmpty()
        : end > 0 && dn.charAt(end - 1) == ',' && dn.endsWith(base);
  }

  /** Returns whether {@code dn} is directly below {@code base}; both in the same form. */
  static boolean isChild(String dn, String base) {
    String parent = dn.substring(dn.indexOf(',') < 0 ? dn.length() : dn.indexOf(',') + 1);
    return isBelow(dn, base) && !isBelow(parent, base);
  }
}
