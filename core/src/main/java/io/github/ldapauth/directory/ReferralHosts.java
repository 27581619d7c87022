// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import io.github.ldapauth.directory.ServerAddress.Protocol;
import io.github.ldapauth.entry.ParsedSetting;
import java.util.ArrayList;
import java.util.List;

/**
 * The servers to which references may lead.
 *
 * @param hosts the addresses; without a port, both that of ldap and that of ldaps
 */
record ReferralHosts(List<Host> hosts) {

  static final ReferralHosts NONE = new ReferralHosts(List.of());

  private static final int USUAL = 0;

  /** A host, and its port or {@link #USUAL}. */
  record Host(String name, int port) {

    static Host parse(String text) {
      ServerAddress address = ServerAddress.parse(text, Protocol.START_TLS);
      boolean hasPort = text.strip().endsWith(":" + address.port());
      return new Host(address.host(), hasPort ? address.port() : USUAL);
    }
  }

  /**
   * Parses hosts.
   *
   * @param mistakes gets those of hosts that cannot be used
   */
  static ReferralHosts parse(String setting, List<String> mistakes, String... hosts) {
    List<Host> parsed = new ArrayList<>();
    for (String host : hosts) {
      ParsedSetting<Host> checked = ParsedSetting.parse(setting, host, Host::parse);
      checked.addMistakeTo(mistakes);
      checked.value().ifPresent(parsed::add);
    }
    return new ReferralHosts(List.copyOf(parsed));
  }

  boolean isEmpty() {
    return hosts.isEmpty();
  }

  boolean contains(Referral referral) {
    int usual = referral.protocol() == Protocol.LDAPS ? 636 : 389;
    ServerAddress server = referral.server();
    return hosts.stream()
        .filter(host -> host.name().equalsIgnoreCase(server.host()))
        .anyMatch(host -> server.port() == (host.port() == USUAL ? usual : host.port()));
  }
}
