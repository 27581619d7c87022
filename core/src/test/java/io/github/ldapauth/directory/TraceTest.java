// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ldapauth.directory.LdapDirectoryException.Stage;
import org.junit.jupiter.api.Test;

class TraceTest {

  private static final ServerAddress SERVER = new ServerAddress("::1", 636);

  private static DirectoryRequest request(Stage stage, long start) {
    return new DirectoryRequest(stage, SERVER, () -> "read", start, 3_000_000, 0, 2);
  }

  @Test
  void requestsAreInTheOrderInWhichTheyWereSent() {
    Trace trace = new Trace();
    DirectoryRequest first = request(Stage.FIND_USER, 1);
    DirectoryRequest second = request(Stage.USER_BIND, 5);
    DirectoryRequest third = request(Stage.READ_GROUPS, 7);
    trace.add(first);
    trace.add(third);
    trace.add(second);

    assertThat(trace.requests()).containsExactly(first, second, third);
  }

  @Test
  void laterRequestsDoNotChangeTheListGivenOut() {
    Trace trace = new Trace();
    var before = trace.requests();
    trace.add(request(Stage.FIND_USER, 1));

    assertThat(before).isEmpty();
  }

  @Test
  void requestReadsAsOneLine() {
    assertThat(request(Stage.READ_USER, 1))
        .hasToString("READ_USER read: code=0 entries=2 ms=3 server=[::1]:636");
  }
}
