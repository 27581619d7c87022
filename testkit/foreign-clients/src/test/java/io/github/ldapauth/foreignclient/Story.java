// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.foreignclient;

import java.util.Locale;

/** What a client does, and the outcome that it reports if all is well. */
enum Story {
  LOGIN("yes"),
  WRONG_PASSWORD("49"),
  GROUPS("crew staff"),
  ENCRYPTION("yes"),
  PAGING("15 in 4"),
  ROOT_DSE("yes"),
  SCHEMA("yes"),
  PASSWORD_CHANGE("yes");

  private final String outcome;

  Story(String outcome) {
    this.outcome = outcome;
  }

  String outcome() {
    return outcome;
  }

  /** Returns the title of the column in the table. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
