// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.webapp;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Tells clients apart by address.
 *
 * @param behindProxy whether to believe the last address in {@code X-Forwarded-For}
 */
record Clients(boolean behindProxy) {

  /** Returns the address of the client or, as one client has many IPv6 addresses, its network. */
  String addressOf(Context ctx) {
    String forwarded = behindProxy ? ctx.header("X-Forwarded-For") : null;
    String address =
        forwarded == null ? ctx.ip() : forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
    return networkOf(address);
  }

  static String networkOf(String address) {
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
