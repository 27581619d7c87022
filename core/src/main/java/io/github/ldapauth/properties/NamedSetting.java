// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.properties;

/**
 * A setting with a name of the application in its key.
 *
 * @param name as it was written
 */
record NamedSetting(String name, Text text) {

  /** Returns whether two names are the same in keys. */
  boolean isNamed(String other) {
    return SettingId.of(name).equals(SettingId.of(other));
  }
}
