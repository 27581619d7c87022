// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.directory.DirectorySession;

/** Whether a sign-in reads while the directory checks the password. */
enum ReadBesideBind {
  ALWAYS,
  NEVER,
  /** If it saves more than a second thread costs. */
  IF_FAR;

  boolean isChosen(DirectorySession session) {
    return this == ALWAYS || (this == IF_FAR && session.isFar());
  }
}
