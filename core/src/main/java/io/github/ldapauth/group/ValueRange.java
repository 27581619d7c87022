// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.group;

import io.github.ldapauth.directory.DirectorySession;
import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import io.github.ldapauth.entry.LdapAttributes;
import io.github.ldapauth.entry.LdapEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some values of an attribute. If there are many, Active Directory returns a part of them, and adds
 * the range to the name: {@code member;range=0-1499} (MS-ADTS, section 3.1.1.3.1.3.3).
 *
 * @param entry the entry with this part
 * @param name the name with the range
 * @param from the place of the first value
 * @param isLast whether there are no values after these
 */
record ValueRange(LdapEntry entry, String attribute, String name, int from, boolean isLast) {

  private static final Pattern OPTION = Pattern.compile(";range=.*", Pattern.CASE_INSENSITIVE);
  private static final Pattern RANGE =
      Pattern.compile(";range=(\\d{1,9})-(\\d{1,9}|\\*)", Pattern.CASE_INSENSITIVE);

  /** Returns the names under which the directory returned values of {@code attribute}. */
  static List<String> names(LdapAttributes attributes, String attribute) {
    return attributes.names().stream()
        .filter(name -> LdapAttributes.BY_NAME.compare(whole(name), attribute) == 0)
        .toList();
  }

  static boolean isRange(String name) {
    return !whole(name).equals(name);
  }

  private static String whole(String name) {
    return OPTION.matcher(name).replaceFirst("");
  }

  /** Returns the part in an entry; empty if there is none, or a malformed one. */
  static Optional<ValueRange> of(LdapEntry entry, String attribute) {
    List<String> ranges =
        names(entry.attributes(), attribute).stream().filter(ValueRange::isRange).toList();
    Matcher range = RANGE.matcher(ranges.isEmpty() ? "" : ranges.get(0));
    if (ranges.size() != 1 || !range.find() || range.end() != ranges.get(0).length()) {
      return Optional.empty();
    }
    int from = Integer.parseInt(range.group(1));
    boolean isLast = range.group(2).equals("*");
    ValueRange part = new ValueRange(entry, attribute, ranges.get(0), from, isLast);
    boolean isWhole = isLast || part.end() == Integer.parseInt(range.group(2)) + 1;
    return isWhole ? Optional.of(part) : Optional.empty();
  }

  private List<byte[]> values() {
    return entry.attributes().allBytes(name);
  }

  /** Returns the place after the last value. */
  int end() {
    return from + values().size();
  }

  /**
   * Reads the values from the last one on. If that is in another place now, a value before it was
   * removed, and one after it would be missed.
   *
   * @return empty if the values are malformed, or changed, or are those of another entry
   */
  Optional<ValueRange> readNext(DirectorySession session) {
    List<String> names = new ArrayList<>(LdapEntry.STABLE_ID_ATTRIBUTES);
    names.add(attribute + ";range=" + (end() - 1) + "-*");
    return session
        .read(Stage.READ_GROUPS, entry.dn(), names)
        .filter(now -> !now.hasOtherIdThan(entry))
        .flatMap(now -> of(now, attribute))
        .filter(next -> next.from == end() - 1 && next.values().size() > 1)
        .filter(next -> Arrays.equals(next.values().get(0), values().get(values().size() - 1)));
  }
}
