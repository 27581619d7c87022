// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.matrix;

import java.util.EnumMap;
import java.util.Map;

/**
 * A row of the table: what the library promises, and the story that shows it.
 *
 * @param missing why a directory cannot keep the promise; the story must fail there
 */
record Promise(String title, Story story, Map<Column, String> missing) {

  static final String ONLY_MICROSOFT = "only Active Directory and Samba have it";

  /** A story that fails if the promise is broken. */
  interface Story {
    void tell(MatrixDirectory directory) throws Exception;
  }

  static Promise of(String title, Story story) {
    return new Promise(title, story, Map.of());
  }

  /** Says that these directories do not have what the promise needs. */
  Promise without(String reason, Column... columns) {
    Map<Column, String> more = new EnumMap<>(Column.class);
    more.putAll(missing);
    for (Column column : columns) {
      more.put(column, reason);
    }
    return new Promise(title, story, more);
  }

  /** Says that the test kit does not imitate this. */
  Promise notImitated(String reason) {
    return without(reason, Column.KIT);
  }

  /** Says whether a directory is expected to keep the promise; the kit does what servers do. */
  boolean isKeptBy(MatrixDirectory directory) {
    return !missing.containsKey(directory.column()) && !missing.containsKey(directory.imitated());
  }

  @Override
  public String toString() {
    return title;
  }
}
