// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.ldap.protocol.LDAPMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;

/** Sends the bytes of an answer as a fault says, past the SDK. */
final class AnswerBytes {

  private AnswerBytes() {}

  /** Sends half of a message, or all of it byte by byte; a client that has gone gets nothing. */
  static void send(
      LDAPMessage answer, Socket socket, FaultEffect effect, RequestDelays.Period period) {
    byte[] bytes = answer.encode().encode();
    try {
      OutputStream client = socket.getOutputStream();
      if (effect.ending() == FaultEffect.Ending.HALF) {
        client.write(Arrays.copyOf(bytes, bytes.length / 2));
        client.flush();
        return;
      }
      for (byte each : bytes) {
        period.pause(effect.after());
        client.write(each);
        client.flush();
      }
    } catch (IOException e) {
      // The client did not wait for the end of the answer.
    }
  }
}
