// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

/** Sentences for users that several pages need. */
final class Messages {

  static final String DIRECTORY_UNAVAILABLE =
      "The company directory does not answer. Your password was not refused. Please try again in a"
          + " moment.";
  static final String PAUSE = "After several wrong passwords, please wait five minutes.";
  static final String TOO_MANY_ATTEMPTS =
      "There were too many attempts from your network. Please try again in five minutes.";

  private Messages() {}
}
