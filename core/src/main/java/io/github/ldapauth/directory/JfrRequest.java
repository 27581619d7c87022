// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * A request in a recording of Java Flight Recorder. Not loaded if Java lacks the module {@code
 * jdk.jfr}.
 */
@Name("io.github.ldapauth.Request")
@Label("LDAP Request")
@Description("A request to a directory server or the opening of a connection, and the answer")
@Category("ldapauth")
@StackTrace(false)
final class JfrRequest extends Event {

  private static final JfrRequest ANY = new JfrRequest();

  @Label("Stage")
  String stage = "";

  @Label("Server")
  String server = "";

  @Label("Result Code")
  @Description("The server's code (RFC 4511, appendix A) or, from 81 on, the client's own")
  int resultCode;

  @Label("Entries")
  @Description("How many entries a search returned; -1 for other requests")
  int entries;

  static boolean isRecorded() {
    return ANY.isEnabled();
  }

  static JfrRequest started() {
    JfrRequest event = new JfrRequest();
    event.begin();
    return event;
  }

  void answered(DirectoryRequest request) {
    end();
    if (shouldCommit()) {
      stage = request.stage().name();
      server = request.server();
      resultCode = request.resultCode();
      entries = request.entries().orElse(DirectoryRequest.NO_ENTRIES);
      commit();
    }
  }
}
