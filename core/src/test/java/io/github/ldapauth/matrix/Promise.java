// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.matrix;

import java.util.EnumMap;
import java.util.Map;

/**
 * A row of the table: what the library promises, and the story that shows it.
 *
 * @param missing why a directory cannot keep the promise; the story must fail there
 * @param untold why the tests do not tell the story to a directory
 */
record Promise(String title, Story story, Map<Column, String> missing, Map<Column, String> untold) {

  static final String ONLY_MICROSOFT = "only Active Directory and Samba have it";

  /** A story that fails if the promise is broken. */
  interface Story {
    void tell(MatrixDirectory directory) throws Exception;
  }

  static Promise of(String title, Story story) {
    return new Promise(title, story, Map.of(), Map.of());
  }

  /** Says that these directories do not have what the promise needs. */
  Promise without(String reason, Column... columns) {
    return new Promise(title, story, with(missing, reason, columns), untold);
  }

  /** Says that the tests cannot tell the story to these directories. */
  Promise notTold(String reason, Column... columns) {
    return new Promise(title, story, missing, with(untold, reason, columns));
  }

  /** Says that the test kit does not imitate this. */
  Promise notImitated(String reason) {
    return without(reason, Column.KIT);
  }

  private static Map<Column, String> with(
      Map<Column, String> reasons, String reason, Column... columns) {
    Map<Column, String> more = new EnumMap<>(Column.class);
    more.putAll(reasons);
    for (Column column : columns) {
      more.put(column, reason);
    }
    return more;
  }

  /** Says whether a directory is expected to keep the promise; the kit does what servers do. */
  boolean isKeptBy(MatrixDirectory directory) {
    return !missing.containsKey(directory.column()) && !missing.containsKey(directory.imitated());
  }

  boolean isToldTo(MatrixDirectory directory) {
    return !untold.containsKey(directory.imitated());
  }

  @Override
  public String toString() {
    return title;
  }
}
