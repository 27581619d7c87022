// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.foreignclient;

import java.util.Locale;
import java.util.Map;

/** A client that nobody of this project wrote. */
interface ForeignClient {

  /** Returns the name of the client in the table. */
  String name();

  /** Returns the user whose password the client changes. */
  default String changer() {
    return "changer-" + name().replaceAll("\\W", "").toLowerCase(Locale.ROOT);
  }

  /** Skips the calling test, saying why, where the client is not installed. */
  default void assumeInstalled() {}

  /** Tells a directory all stories that the client can tell, and returns the outcomes. */
  Map<Story, String> tell(Target target) throws Exception;
}
