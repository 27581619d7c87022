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
 * @param mistakes those of hosts that cannot be used
 */
record ReferralHosts(List<Host> hosts, List<String> mistakes) {

  static final ReferralHosts NONE = new ReferralHosts(List.of(), List.of());

  private static final String SETTING = "LdapServer.followReferrals";
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
   * @param protocol how to speak to the servers that refer to them
   */
  static ReferralHosts parse(Protocol protocol, String... hosts) {
    List<String> mistakes = new ArrayList<>();
    if (!protocol.tls()) {
      mistakes.add(SETTING + ": needs TLS; " + ServerAddress.USE_TLS);
    }
    if (ServerAddress.mayHavePassword(hosts)) {
      mistakes.add(SETTING + ServerAddress.NO_PASSWORD);
      return new ReferralHosts(List.of(), List.copyOf(mistakes));
    }
    List<Host> parsed = new ArrayList<>();
    for (String host : hosts) {
      ParsedSetting<Host> checked = ParsedSetting.parse(SETTING, host, Host::parse);
      checked.addMistakeTo(mistakes);
      checked.value().ifPresent(parsed::add);
    }
    return new ReferralHosts(List.copyOf(parsed), List.copyOf(mistakes));
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
