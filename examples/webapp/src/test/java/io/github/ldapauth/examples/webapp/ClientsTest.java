// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientsTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0",
    "[2001:db8:1:2::9], 2001:db8:1:2:0:0:0:0",
    "::ffff:192.0.2.7, 192.0.2.7",
    "192.0.2.7:50123, 192.0.2.7",
    "[2001:db8:1:2::9]:50123, 2001:db8:1:2:0:0:0:0",
    "not:an:address, not:an:address",
  })
  void addressesOfOneNetworkAreOneClient(String address, String network) {
    assertThat(Clients.networkOf(address)).isEqualTo(network);
  }

  @Test
  void lastAddressIsThatOfTheProxy() {
    assertThat(Clients.last(List.of("192.0.2.1, 192.0.2.7"))).isEqualTo("192.0.2.7");
    assertThat(Clients.last(List.of("192.0.2.1", "192.0.2.7"))).isEqualTo("192.0.2.7");
  }

  @Test
  void headerOfAVisitorNamesNoClient() {
    try (TestApp app = new TestApp()) {
      for (int i = 0; i < 50; i++) {
        new Visitor(app).with("X-Forwarded-For", "192.0.2." + i).signIn("user" + i, "guess");
      }
      assertThat(new Visitor(app).signIn("alice", "wonderland").statusCode()).isEqualTo(429);
    }
  }
}
