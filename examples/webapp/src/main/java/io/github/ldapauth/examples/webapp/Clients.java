// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Tells clients apart by address.
 *
 * @param behindProxy whether to believe the last address in {@code X-Forwarded-For}
 */
record Clients(boolean behindProxy) {

  private static final String HEADER = "X-Forwarded-For";

  /** Returns the address of the client or, as one client has many IPv6 addresses, its network. */
  String addressOf(Context ctx) {
    List<String> forwarded =
        behindProxy ? Collections.list(ctx.req().getHeaders(HEADER)) : List.of();
    return networkOf(forwarded.isEmpty() ? ctx.ip() : last(forwarded));
  }

  /** Returns the address that the proxy added: to the line of the client, or on one below. */
  static String last(List<String> lines) {
    String line = lines.get(lines.size() - 1);
    return line.substring(line.lastIndexOf(',') + 1).strip();
  }

  /** Some proxies add the port, which is another one for each connection. */
  static String networkOf(String addressAndPort) {
    String address = addressAndPort.replaceFirst("^([\\d.]+|\\[.*]):\\d+$", "$1");
    if (!address.contains(":")) {
      return address;
    }
    try {
      byte[] bytes = InetAddress.getByName(address).getAddress(); // a colon: never a name in DNS
      return bytes.length == 16
          ? InetAddress.getByAddress(Arrays.copyOf(Arrays.copyOf(bytes, 8), 16)).getHostAddress()
          : InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
